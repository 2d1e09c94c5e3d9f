"""Reading PDFs: made ones of known text and pages, broken ones, and the real ones."""

import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Content
from corpus.errors import UnreadableDocument
from corpus.library.manifest import load_docket
from corpus.notice.questions import find_questions
from corpus.ocr import OcrPage, OcrWord, Recogniser, UnreadablePage
from corpus.pdf import read_pdf
from corpus.traced import NO_GLYPH, glyphs_at, pages_at
from corpus.types import Document
from tests.corpus.test_types import document_of
from tests.pdf_maker import Line, encrypt, make_pdf
from tests.properties import bounded

SMALL = 9.0

BODY: list[Line] = [
    "Kites fly higher on longer strings than they",
    "do on short ones, as every child finds out by",
    "trying both on the same windy afternoon.",
]
TEXT = " ".join(str(line) for line in BODY)


def page_texts(content: Content) -> list[str]:
    return [page.text for page in document_of(content).pages]


def blocks(content: Content, kind: str) -> list[str]:
    return [content.text[b.start : b.end] for b in content.blocks if b.kind == kind]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kites.pdf"


def test_paragraphs_stand_on_their_pages(path: Path) -> None:
    make_pdf(path, [[*BODY, "It was fun."], [*BODY]])
    content = read_pdf(path)
    assert content.text == f"{TEXT} It was fun.\n{TEXT}"
    assert page_texts(content) == [f"{TEXT} It was fun.", TEXT]


def test_a_sentence_over_a_page_is_whole_and_no_note_stands_in_it(path: Path) -> None:
    first = [*BODY, "The wind that blows over the hills is", ("1 Ada, On Kites, at 5.", SMALL)]
    make_pdf(path, [first, ["strong enough for all.", *BODY]])
    content = read_pdf(path)
    assert "over the hills is strong enough for all." in content.text
    document = document_of(content)
    start = content.text.index("over the hills")
    assert document.pages_of(start, start + 40) == (1, 2)
    note = content.blocks[-1]
    assert (note.kind, note.number) == ("note", "1")
    assert content.text[note.start : note.end] == "Ada, On Kites, at 5."
    assert document.pages_of(note.start, note.end) == (1, 1)
    assert content.repairs["paragraph over a page break"] == 1


def test_every_character_stands_where_its_glyph_does(path: Path) -> None:
    make_pdf(path, [[*BODY, "Every owner pays for the regis-", "tration of kites."], BODY])
    content = read_pdf(path)
    assert "the registration of kites" in content.text
    with pypdfium2.PdfDocument(path) as document:
        raw = [page.get_textpage().get_text_range() for page in document]
    glyphs = glyphs_at(content.origins)
    for character, page, glyph in zip(content.text, pages_at(content.origins), glyphs, strict=True):
        if glyph != NO_GLYPH:
            assert raw[page - 1][glyph] == character
    assert (glyphs != NO_GLYPH).mean() > 0.9


@pytest.mark.parametrize("empty", [(0,), (1,), (2,), (0, 1, 2)])
def test_a_blank_page_keeps_its_place_and_is_not_unreadable(
    path: Path, empty: tuple[int, ...]
) -> None:
    make_pdf(path, [[] if n in empty else [f"Page {n} of kites."] for n in range(3)])
    content = read_pdf(path)
    texts = ["" if n in empty else f"Page {n} of kites." for n in range(3)]
    assert page_texts(content) == texts
    assert not content.unreadable


def word(text: str, left: float, baseline: float) -> OcrWord:
    return OcrWord(text, left, baseline, left + 6 * len(text), baseline + 10, int(baseline), 95)


def test_a_picture_is_read_by_character_recognition_and_marked(path: Path) -> None:
    make_pdf(path, [BODY, []])
    words = [word("Kites", 72, 700), word("soar.", 108, 700), word("So", 72, 640)]
    content = read_pdf(path, recognise=lambda page: OcrPage(tuple(words), 612, 792))
    assert page_texts(content) == [TEXT, "Kites soar.\nSo"]
    assert content.ocr_pages == (2,)
    assert not content.unreadable


def test_a_picture_that_cannot_be_read_is_named_with_the_reason(path: Path) -> None:
    def fail(page: pypdfium2.PdfPage) -> OcrPage:
        raise UnreadablePage("a picture, and tesseract is not installed")

    make_pdf(path, [BODY, []])
    content = read_pdf(path, recognise=fail)
    assert dict(content.unreadable) == {2: "a picture, and tesseract is not installed"}
    assert content.page_count == 2


def test_a_page_of_endless_text_is_given_up_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.pdf.reader._MOST_GLYPHS", 200)
    make_pdf(path, [BODY, [*BODY, *BODY]])
    content = read_pdf(path)
    assert page_texts(content) == [TEXT, ""]
    assert "more than the 200" in content.unreadable[2]


def test_the_layout_is_seen_in_the_blocks(path: Path) -> None:
    page: list[Line] = [
        ("On Kites", 20.0),
        *BODY,
        "• Long strings;",
        "• Strong winds.",
        *BODY,
        ("1 Ada, On Kites, at 5.", SMALL),
    ]
    content = read_pdf(make_pdf(path, [page]))
    assert [block.kind for block in content.blocks] == [
        "heading", "paragraph", "item", "item", "paragraph", "note",
    ]  # fmt: skip
    assert all(block.section == ("On Kites",) for block in content.blocks[:-1])


@pytest.mark.parametrize("number", range(1, 4))
def test_heads_and_feet_go_on_every_page(path: Path, number: int) -> None:
    pages: list[list[Line]] = [
        ["Bureau of Kites | Comment of Ada", *BODY, f"This tells of {word}.", f"{n} of 3"]
        for n, word in enumerate(("strings", "tails", "wind"), start=1)
    ]
    text = page_texts(read_pdf(make_pdf(path, pages)))[number - 1]
    assert "Bureau" not in text
    assert not re.search(r"\d of 3", text)
    assert "This tells of" in text


def test_a_notice_is_cut_out_of_its_extract(path: Path) -> None:
    make_pdf(
        path,
        [
            [
                "Seals may not be fed.",
                "[FR Doc. 2031-00001 Filed 1-2-31; 8:45 am]",
                "BILLING CODE 3510-22-P",
                "DEPARTMENT OF AIR",
                "Kites over airports.",
            ],
            [
                "Do they fly?",
                "[FR Doc. 2031-00002 Filed 1-2-31; 8:45 am]",
                "BILLING CODE 3510-60-P",
                "Ships will be bought.",
            ],
        ],
    )
    first, second = page_texts(read_pdf(path, notice="2031-00002"))
    assert first.startswith("DEPARTMENT OF AIR")
    assert "Do they fly?" in second
    assert "Seals" not in first
    assert "Ships" not in second
    assert "Seals" in read_pdf(path).text


def test_encrypted_with_a_password_is_refused(path: Path) -> None:
    encrypt(make_pdf(path, [["Secret kites."]]), user_password="string")
    with pytest.raises(UnreadableDocument, match=r"kites\.pdf: .*protected by a password"):
        read_pdf(path)


def test_encrypted_without_a_password_is_read(path: Path) -> None:
    encrypt(make_pdf(path, [["Open kites."]]), user_password="")
    assert read_pdf(path).text == "Open kites."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no PDF"),
        (b"<!DOCTYPE html><p>Not found</p>", "no PDF"),
        (b"%PDF-1.7\nnothing more", "broken"),
    ],
)
def test_what_is_no_pdf_is_refused_with_the_reason(path: Path, data: bytes, reason: str) -> None:
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match=rf"kites\.pdf: .*{reason}"):
        read_pdf(path)


@pytest.mark.parametrize("ratio", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_read_in_part_or_refused(path: Path, ratio: float) -> None:
    data = make_pdf(path, [BODY, BODY]).read_bytes()
    path.write_bytes(data[: int(ratio * len(data))])
    try:
        content = read_pdf(path)
    except UnreadableDocument as error:
        named = error.message
    else:
        assert content.page_count <= 2
        return
    assert named.startswith("kites.pdf: ")


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"kites\.pdf: "):
        read_pdf(path)


WORDS = st.lists(st.sampled_from(["Kites fly", "up.", "¹ Ada", "• Long", "10", "a-", "X"]))


@bounded
@given(pages=st.lists(WORDS, min_size=1, max_size=3))
def test_blocks_cover_the_text_of_any_page(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[str]]
) -> None:
    path = make_pdf(tmp_path_factory.mktemp("any") / "kites.pdf", pages)
    content = read_pdf(path, recognise=Recogniser(enabled=False))
    assert content.page_count == len(pages)
    assert "\n".join(content.text[b.start : b.end] for b in content.blocks) == content.text


# The real documents.

DOCKET = load_docket("NTIA-2023-0009", Path())
PDFS = [entry for entry in DOCKET.documents if entry.kind in ("rfc", "comment")]


@cache
def content_of_real(folder: Path, number: str) -> Content:
    [entry] = [entry for entry in PDFS if entry.doc_id.endswith(number)]
    return read_pdf(folder / f"{entry.doc_id}.pdf", notice=entry.notice)


def pages_of_real(folder: Path, number: str) -> list[str]:
    return page_texts(content_of_real(folder, number))


@pytest.mark.real
def test_every_real_document_has_its_pages_and_two_are_blank(real_corpus: Path) -> None:
    empty = set()
    assert len(PDFS) == 53
    for entry in PDFS:
        number = entry.doc_id[-4:]
        content = content_of_real(real_corpus, number)
        assert content.page_count == entry.pages, entry.doc_id
        assert not content.unreadable, entry.doc_id
        empty |= {
            (number, at)
            for at, text in enumerate(pages_of_real(real_corpus, number), 1)
            if not text.strip()
        }
    assert empty == {("0251", 12), ("0265", 12)}


@pytest.mark.real
def test_the_request_for_comment_is_cut_to_its_own_notice(real_corpus: Path) -> None:
    pages = pages_of_real(real_corpus, "0001")
    text = "\n".join(pages).lower()
    for alien in (
        "marine mammal",
        "whale",
        "seal ",
        "atlantic",
        "acquisition university",
        "defense acq",
    ):
        assert alien not in text, alien
    assert pages[0].startswith("DEPARTMENT OF COMMERCE")
    assert "3510–60–P" in pages[-1]
    for furniture in ("VerDate", "Federal Register / Vol", "PO 00000", "with NOTICES"):
        assert furniture not in "\n".join(pages)


@pytest.mark.real
def test_the_request_s_questions_notes_and_exponent(real_corpus: Path) -> None:
    content = content_of_real(real_corpus, "0001")
    document: Document = document_of(content)
    object.__setattr__(document, "kind", "rfc")
    questions = {q.number: content.text[q.start : q.end] for q in find_questions(document)}
    assert len(questions) == 52
    assert questions["5b"].endswith("in those cases where weights are widely available?")
    assert "10^26 integer" in questions["8b"]
    notes = [block.number for block in content.blocks if block.kind == "note"]
    assert notes == [str(number) for number in range(1, 30)]
    assert {mark.number for mark in content.marks} == set(notes)


@pytest.mark.real
@pytest.mark.parametrize(
    ("number", "notes"),
    [("0125", 58), ("0158", 76), ("0229", 181), ("0243", 37), ("0250", 28), ("0263", 55)],
)
def test_every_real_note_is_marked_once_and_in_order(
    real_corpus: Path, number: str, notes: int
) -> None:
    content = content_of_real(real_corpus, number)
    wanted = [str(note) for note in range(1, notes + 1)]
    assert [block.number for block in content.blocks if block.kind == "note"] == wanted
    assert [mark.number for mark in content.marks] == wanted


@pytest.mark.real
def test_an_appended_report_is_told_from_the_letter(real_corpus: Path) -> None:
    content = content_of_real(real_corpus, "0206")
    pages = pages_at(content.origins)
    titles = {block.section[:1] for block in content.blocks if pages[block.start] > 15
              and block.kind != "note"}  # fmt: skip
    letter = {block.section[:1] for block in content.blocks if pages[block.start] < 9}
    assert len(titles) == 1
    assert not titles & letter


@pytest.mark.real
def test_no_real_page_has_odd_characters_or_layout(real_corpus: Path) -> None:
    for entry in PDFS:
        text = content_of_real(real_corpus, entry.doc_id[-4:]).text
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\u00ad\u200b\ufffe\ue000-\uf8ff⁰¹²³⁴⁵⁶⁷⁸⁹]", text
        ), entry.doc_id
        assert not re.search(r"  |^\s|\s$|\n\n", text), entry.doc_id


@pytest.mark.real
@pytest.mark.parametrize(
    ("number", "page", "phrase"),
    [
        ("0001", 4, "focus on dual-use foundation models that were trained"),  # over two line ends
        ("0144", 2, "proactively shape the ecosystem around open models"),
        ("0156", 5, "significant barriers to run and modify large"),
        ("0175", 13, "separate from the underlying foundation model"),
        ("0206", 30, "help victims, courts, and regulators identify"),
        ("0210", 11, "closed system may implement and enforce standardized"),
        ("0230", 2, "not unsubstantiated concerns that open models pose"),
        ("0259", 4, "weapons, cyber attacks, misinformation or persuasion campaigns"),
        ("0271", 25, "exploit system vulnerabilities to a greater extent"),  # over a hyphen
        ("0291", 14, "removes the security enhancements of top-k logits"),
        ("0328", 6, "directing research robots to perform laboratory tasks"),
    ],
)
def test_words_seen_on_a_real_page_are_read_on_that_page_only(
    real_corpus: Path, number: str, page: int, phrase: str
) -> None:
    pages = [" ".join(text.split()) for text in pages_of_real(real_corpus, number)]
    assert [at for at, text in enumerate(pages, 1) if phrase in text] == [page]


@pytest.mark.real
@pytest.mark.parametrize(
    ("number", "head"),
    [
        ("0156", "Alliance for Trust in AI, comments on"),
        ("0175", "by Charles Foster - Page"),
        ("0210", "DOCKET NO. NTIA–2023–0009"),
        ("0252", "DocuSign Envelope ID"),
        ("0328", "Weights | "),
    ],
)
def test_no_running_head_or_page_number_is_left_on_a_real_page(
    real_corpus: Path, number: str, head: str
) -> None:
    [entry] = [entry for entry in PDFS if entry.doc_id.endswith(number)]
    with pypdfium2.PdfDocument(real_corpus / f"{entry.doc_id}.pdf") as document:
        raw = [page.get_textpage().get_text_range() for page in document]
    assert sum(head in text for text in raw) >= 7, "the file has no such head: the test is blind"
    for at, text in enumerate(pages_of_real(real_corpus, number)[1:], start=2):
        assert head not in text[:200] + text[-200:], at
        first, last = text.split("\n")[0], text.split("\n")[-1]
        assert not re.fullmatch(r"(?:page )?(?:\d{1,3}|[ivxl]+)(?: of \d+)?", first, re.I), at
        assert not re.fullmatch(r"(?:page )?(?:\d{1,3}|[ivxl]+)(?: of \d+)?", last, re.I), at
