"""Reading PDFs: made ones of known text and pages, broken ones, and the real ones."""

import logging
import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import UnreadableDocument
from corpus.manifest import load_docket
from corpus.pdf import read_pdf
from tests.pdf_maker import Line, encrypt, make_pdf

SMALL = 9.0

BODY: list[Line] = [
    "Kites fly higher on longer strings than they",
    "do on short ones, as every child finds out by",
    "trying both on the same windy afternoon.",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kites.pdf"


def test_pages_come_in_order_one_paragraph_a_line(path: Path) -> None:
    make_pdf(
        path, [[*BODY, "It was fun.", "A new paragraph begins in the same manner.", *BODY], BODY]
    )
    text = " ".join(str(line) for line in BODY)
    assert read_pdf(path) == [
        f"{text} It was fun.\nA new paragraph begins in the same manner. {text}",
        text,
    ]


def test_a_page_without_text_keeps_its_place(path: Path) -> None:
    make_pdf(path, [["First."], [], ["Third."]])
    assert read_pdf(path) == ["First.", "", "Third."]


def test_a_pdf_without_any_text_has_its_pages(path: Path) -> None:
    make_pdf(path, [[], []])
    assert read_pdf(path) == ["", ""]


def test_running_heads_and_page_numbers_go(path: Path) -> None:
    pages: list[list[Line]] = [
        [
            "Bureau of Kites | Comment of Ada",
            f"Page {number} tells of {word} and nothing else.",
            *BODY,
            *BODY,
            f"This is what is to be said about {word}.",
            f"{number} of 4",
        ]
        for number, word in enumerate(("strings", "tails", "wind", "trees"), start=1)
    ]
    make_pdf(path, pages)
    for text, word in zip(read_pdf(path), ("strings", "tails", "wind", "trees"), strict=True):
        assert "Bureau" not in text
        assert text.endswith(f"said about {word}.")
        assert f"tells of {word}" in text
        assert not re.search(r"\d of 4", text)


@pytest.mark.parametrize("foot", ["3", "- 3 -", "Page 3", "page 3 of 9", "iii", "| 3"])
def test_a_page_number_alone_on_a_page_s_edge_goes(path: Path, foot: str) -> None:
    make_pdf(path, [[*BODY, *BODY, foot]])
    assert read_pdf(path)[0].endswith("windy afternoon.")


def test_a_running_head_with_roman_numbers_goes(path: Path) -> None:
    heads = [
        "The Kite Report | i",
        "The Kite Report | ii",
        "The Kite Report | 1",
        "The Kite Report | 2",
    ]
    make_pdf(path, [[head, *BODY, *BODY] for head in heads])
    assert not any("Report" in text for text in read_pdf(path))


def test_a_stamp_goes_even_from_a_single_page(path: Path) -> None:
    stamp = "DocuSign Envelope ID: 0A1B2C3D-0000-4000-8000-0123456789AB"
    make_pdf(path, [[stamp, *BODY]])
    assert read_pdf(path)[0].startswith("Kites fly")


def test_a_foot_below_a_broken_word_goes(path: Path) -> None:
    make_pdf(path, [[*BODY, *BODY, "and they need the regis-", "7"], ["tration that we want."]])
    assert read_pdf(path)[0].endswith("need the regis-")


def test_numbers_inside_a_page_stay(path: Path) -> None:
    make_pdf(path, [[*BODY, "12", *BODY]])
    assert " 12 " in read_pdf(path)[0].replace("\n", " ")


def test_words_repeated_within_pages_stay(path: Path) -> None:
    lines: list[Line] = [*BODY, "Kites are for everyone everywhere.", *BODY]
    make_pdf(path, [lines, lines, lines, lines])
    assert all("everyone everywhere" in text for text in read_pdf(path))


def test_footnotes_in_small_type_come_after_the_body(path: Path) -> None:
    make_pdf(
        path,
        [
            [
                *BODY,
                ("1 Ada Example, On Kites, at 5.", SMALL),
                ("2 Ibid., at 6, where strings are", SMALL),
                ("said to be longer.", SMALL),
                "In the evening the wind dies down again.",
            ]
        ],
    )
    assert read_pdf(path)[0].split("\n")[-2:] == [
        "1 Ada Example, On Kites, at 5.",
        "2 Ibid., at 6, where strings are said to be longer.",
    ]
    assert "afternoon. In the evening the wind dies down again.\n1 Ada" in read_pdf(path)[0]


def test_small_type_that_is_no_footnote_stays_in_its_place(path: Path) -> None:
    make_pdf(path, [[*BODY, ("Picture of a kite, by Ada.", SMALL), "The kite is red."]])
    text = read_pdf(path)[0]
    assert text.index("Picture") < text.index("The kite is red")


def test_words_broken_at_line_ends_are_whole(path: Path) -> None:
    make_pdf(
        path,
        [
            ["The registration of kites is open-ended.", "It ends."],
            [
                "Every owner must pay for the regis-",
                "tration of kites, which is an open-",
                "ended duty.",
            ],
        ],
    )
    text = read_pdf(path)[1]
    assert "the registration of kites" in text
    assert "an open-ended duty" in text


def test_ligatures_are_letters(path: Path) -> None:
    make_pdf(path, [["It is a ﬁne kite."]])
    [text] = read_pdf(path)
    assert "ﬁ" not in text


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
    first, second = read_pdf(path, notice="2031-00002")
    assert first.startswith("DEPARTMENT OF AIR")
    assert "Do they fly?" in second
    assert "Seals" not in first
    assert "Ships" not in second
    assert "Seals" in read_pdf(path)[0]


def test_encrypted_with_a_password_is_refused(path: Path) -> None:
    encrypt(make_pdf(path, [["Secret kites."]]), user_password="string")
    with pytest.raises(UnreadableDocument, match=r"kites\.pdf: .*encrypted with a password"):
        read_pdf(path)


def test_encrypted_without_a_password_is_read(path: Path) -> None:
    encrypt(make_pdf(path, [["Open kites."]]), user_password="")
    assert read_pdf(path) == ["Open kites."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><p>Not found</p>", "not a PDF"),
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
        pages = read_pdf(path)
    except UnreadableDocument as error:
        named = error.message
    else:
        assert len(pages) <= 2
        return
    assert named.startswith("kites.pdf: ")


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"kites\.pdf: "):
        read_pdf(path)


def test_a_failing_second_reader_leaves_the_pages_empty(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_pdf(path, [[], [], []])
    with caplog.at_level(logging.WARNING):
        assert len(read_pdf(path)) == 3


# The real documents.

DOCKET = load_docket("NTIA-2023-0009", Path())
PDFS = [entry for entry in DOCKET.documents if entry.kind in ("rfc", "comment")]


@cache
def pages_of_real(folder: Path, number: str) -> list[str]:
    [entry] = [entry for entry in PDFS if entry.doc_id.endswith(number)]
    return read_pdf(folder / f"{entry.doc_id}.pdf", notice=entry.notice)


@pytest.mark.real
def test_every_real_document_has_its_pages_and_only_two_are_without_text(real_corpus: Path) -> None:
    empty = set()
    assert len(PDFS) == 53
    for entry in PDFS:
        number = entry.doc_id[-4:]
        pages = pages_of_real(real_corpus, number)
        assert len(pages) == entry.pages, entry.doc_id
        with pypdfium2.PdfDocument(real_corpus / f"{entry.doc_id}.pdf") as document:
            assert len(pages) == len(document), entry.doc_id
        empty |= {(number, at) for at, text in enumerate(pages, 1) if not text.strip()}
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
    assert pages[-1].endswith("3510–60–P")
    for furniture in ("VerDate", "Federal Register / Vol", "PO 00000", "with NOTICES"):
        assert furniture not in "\n".join(pages)


@pytest.mark.real
def test_no_real_page_has_odd_characters_or_layout(real_corpus: Path) -> None:
    for entry in PDFS:
        for text in pages_of_real(real_corpus, entry.doc_id[-4:]):
            assert not re.search("[\x00-\x09\x0b-\x1f\u00ad\u200b\ufffe\ue000-\uf8ff]", text)
            assert not re.search(r"  |^\s|\s$|\n\n", text)


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
