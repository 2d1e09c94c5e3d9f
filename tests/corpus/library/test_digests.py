"""Digests: the reader of their format, and the digests that come with Askdocket."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.library.digests import digest_path, list_digests, read_blocks, read_digest
from corpus.library.manifest import Docket, Entry, load_docket

ENTRY = Entry(
    doc_id="D-0001",
    kind="comment",
    title="Comment of Example Org",
    commenter="Example Org",
    aliases=(),
    organisation=True,
    date="2024-03-01",
    url="https://example.gov/D-0001",
    file_urls=("https://example.gov/D-0001.pdf",),
    sha256="",
    size_bytes=0,
    pages=4,
    notice="",
)
HEADER = """---
id: D-0001
commenter: Example Org
kind: comment
pages: 4
date: 2024-03-01
url: https://example.gov/D-0001
---
"""
RFC = "NTIA-2023-0009-0001"
QUESTIONS = [
    "1", "1a", "1b", "1c", "1d", "1d(i)", "2", "2a", "2b", "2c", "2d", "2d(i)", "2d(ii)", "2e", "2f",
    "3", "3a", "3b", "3c", "3d", "3e", "4", "5", "5a", "5b", "5c", "5d", "5e", "5f", "5g",
    "6", "6a", "6b", "6c", "6d", "7", "7a", "7b", "7c", "7d", "7d(i)", "7e", "7f", "7g", "7h", "7i",
    "7j", "8", "8a", "8b", "8c", "9",
]  # fmt: skip
PAGE_OF_QUESTION = {"1a": 4, "5a": 4, "5b": 4, "5c": 5, "7j": 5, "9": 5}

FIXED_TERMS = (
    "National Telecommunications and Information Administration",
    "Assistant Secretary of Commerce for Communications and Information",
    "Secretary of Commerce",
    "Safe, Secure, and Trustworthy Development and Use of Artificial Intelligence",
    "dual-use foundation model",
    "dual-use foundation models",
    "open foundation model",
    "open foundation models",
    "widely available model weights",
    "widely available weights",
)
"""Names, and terms that another wording would falsify."""
LONGEST_RUN = 6


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    return tmp_path / "D-0001.md"


def write(path: Path, body: str, header: str = HEADER) -> Path:
    path.write_text(header + body, encoding="utf-8")
    return path


# The format


def test_blocks_land_on_the_page_where_their_reference_begins(digest: Path) -> None:
    body = """
## First part

It says one thing,
over two lines. [p. 2]

- A bullet [pp. 2-3; 5b, 1]
- Another,
  indented. [p. 1]

## Second part
Right below. [pp. 3–4; 1d(i)]
"""
    document = read_digest(write(digest, body), ENTRY)
    assert [page.text for page in document.pages] == [
        "First part\nAnother, indented.",
        "It says one thing, over two lines.\nA bullet",
        "Second part\nRight below.",
        "",
    ]
    assert [block.kind for block in document.blocks if block.section == ("First part",)] == [
        *("heading", "paragraph", "paragraph", "paragraph")
    ]
    assert document.blocks[-1].question == "1d(i)"
    assert document.unreadable_pages == ()


def test_the_document_says_what_it_is(digest: Path) -> None:
    document = read_digest(write(digest, "\nText. [p. 1]\n"), ENTRY)
    assert document.origin == "digest"
    assert document.kind == "comment"
    assert document.title == "Digest of Comment of Example Org"
    assert (document.doc_id, document.commenter, document.url) == (
        ENTRY.doc_id,
        ENTRY.commenter,
        ENTRY.url,
    )
    assert document.path == digest
    assert document.sha256 == hashlib.sha256(digest.read_bytes()).hexdigest()
    assert [page.number for page in document.pages] == [1, 2, 3, 4]


def test_blocks_keep_pages_questions_and_line(digest: Path) -> None:
    (first, second) = read_blocks(write(digest, "\nOne. [p. 2]\n\nTwo. [pp. 2-4; 5b, 1]\n"), ENTRY)
    assert (first.heading, first.page_start, first.page_end, first.questions) == ("", 2, 2, ())
    assert (second.page_start, second.page_end, second.questions) == (2, 4, ("5b", "1"))
    assert (first.line, second.line) == (10, 12)


def test_windows_line_ends_and_brackets_in_the_text(digest: Path) -> None:
    text = (HEADER + "\nA [sic] remark [1] stays. [p. 1]\n").replace("\n", "\r\n")
    digest.write_bytes(text.encode())
    assert read_digest(digest, ENTRY).pages[0].text == "A [sic] remark [1] stays."


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("\nNo reference.\n", 10, "does not end with a reference"),
        ("\nFine. [p. 1]\n\nSecond one.\nTwo lines.\n", 12, "does not end with a reference"),
        ("\nReference [p. 1] in the middle.\n", 10, "does not end with a reference"),
        ("\nFull stop after it [p. 1].\n", 10, "does not end with a reference"),
        ("\nNot a page [page 1]\n", 10, "does not end with a reference"),
        ("\nOne. [p. 1]\nTwo. [p. 2]\n", 10, "two references"),
        ("\nToo far. [p. 5]\n", 10, "the original has pages 1-4"),
        ("\nToo far. [pp. 4-5]\n", 10, "the original has pages 1-4"),
        ("\nNo such page. [p. 0]\n", 10, "the original has pages 1-4"),
        ("\nBackwards. [pp. 3-2]\n", 10, "the original has pages 1-4"),
        ("\nAsks. [p. 1; five]\n", 10, "'five' is no question number"),
        ("\nAsks. [p. 1; 5b,]\n", 10, "'' is no question number"),
        ("\nAsks. [p. 1; ]\n", 10, "'' is no question number"),
        ("\n[p. 1]\n", 10, "says nothing"),
        ("\n# Wrong level\n", 10, "does not end with a reference"),
        ("\n## Only a heading\n", 11, "no blocks"),
        ("", 9, "no blocks"),
    ],
)
def test_a_broken_body_is_refused_with_file_and_line(
    digest: Path, body: str, line: int, reason: str
) -> None:
    with pytest.raises(UnreadableDocument, match=re.escape(reason)) as caught:
        read_digest(write(digest, body), ENTRY)
    assert caught.value.message.startswith(f"D-0001.md, line {line}: ")
    assert "format" in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        (HEADER, "", 1, "the header is missing"),
        ("---\nid", "id", 1, "the header is missing"),
        ("\n---\n", "\n", 8, "is unknown or repeated"),
        ("id: D-0001", "id: D-0002", 2, "id is 'D-0002', in the manifest 'D-0001'"),
        ("kind: comment", "kind: memo", 4, "kind is 'memo'"),
        ("pages: 4", "pages: many", 5, "pages is 'many'"),
        ("pages: 4", "pages: 9", 5, "pages is '9'"),
        ("date: 2024-03-01", "date: 1 March 2024", 6, "date is '1 March 2024'"),
        ("url: https", "url: ftp", 7, "url is 'ftp://"),
        ("kind: comment\n", "", 7, "the header lacks kind"),
        ("kind: comment\n", "kind: comment\nkind: comment\n", 5, "unknown or repeated"),
        ("kind: comment\n", "kind: comment\nauthor: me\n", 5, "unknown or repeated"),
        ("kind: comment\n", "kind comment\n", 4, "unknown or repeated"),
    ],
)
def test_a_broken_header_is_refused_with_file_and_line(
    digest: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in HEADER
    header = HEADER.replace(old, new, 1)
    with pytest.raises(UnreadableDocument, match=re.escape(reason)) as caught:
        read_digest(write(digest, "\nText. [p. 1]\n", header), ENTRY)
    assert f"line {line}: " in caught.value.message


def test_a_header_that_never_ends_is_refused(digest: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no closing line"):
        read_digest(write(digest, "", HEADER.removesuffix("\n---\n")), ENTRY)


def test_a_document_without_a_date(digest: Path) -> None:
    header = HEADER.replace("date: 2024-03-01", "date:")
    write(digest, "\nText. [p. 1]\n", header)
    assert read_digest(digest, replace(ENTRY, date="")).pages[0].text == "Text."


def test_a_file_that_is_absent_or_no_text_is_refused(digest: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        read_digest(digest, ENTRY)
    digest.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        read_digest(digest, ENTRY)


WORDS = st.lists(st.from_regex(r"[A-Za-z][a-z]{0,8}[.,]?", fullmatch=True), min_size=1, max_size=12)
BLOCKS = st.lists(st.tuples(WORDS, st.integers(1, 4), st.integers(0, 3), st.booleans()), min_size=1)


@pytest.mark.slow
@settings(
    max_examples=60, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(BLOCKS)
def test_every_block_is_found_on_its_page_by_offset(
    digest: Path, blocks: list[tuple[list[str], int, int, bool]]
) -> None:
    body, wanted = "", []
    for words, page, more, bullet in blocks:
        last = min(4, page + more)
        reference = f"[p. {page}]" if last == page else f"[pp. {page}-{last}]"
        body += f"\n{'- ' if bullet else ''}{chr(10).join(words)} {reference}\n"
        wanted.append((page, " ".join(words)))
    document = read_digest(write(digest, body), ENTRY)
    for page in range(1, 5):
        assert document.pages[page - 1].text.split("\n") == (
            [text for number, text in wanted if number == page] or [""]
        )
    position = 0
    for page, text in sorted(wanted, key=lambda block: block[0]):
        position = document.text.index(text, position)
        assert document.pages_of(position, position + len(text)) == (page, page)
        position += len(text)


# Finding digests


def test_digests_are_found_by_the_manifests_ids_alone(tmp_path: Path) -> None:
    second = replace(ENTRY, doc_id="D-0002")
    docket = Docket("D", "Title", "Agency", 2, (ENTRY, second), (), tmp_path)
    assert list_digests(docket) == ()
    docket.digests_dir.mkdir()
    for name in ("D-0002.md", "D-0009.md", "notes.txt"):
        write(docket.digests_dir / name, "")
    assert list_digests(docket) == (docket.digests_dir / "D-0002.md",)
    assert digest_path(docket, "D-0002") == docket.digests_dir / "D-0002.md"
    assert digest_path(docket, "D-0001") is None
    assert digest_path(docket, "D-0009") is None
    assert digest_path(docket, "../digests/D-0002") is None


# The digests that come with Askdocket

DOCKET = load_docket("NTIA-2023-0009")
PACKAGED = [path.stem for path in list_digests(DOCKET)]


def packaged(doc_id: str) -> tuple[Path, Entry]:
    return DOCKET.digests_dir / f"{doc_id}.md", DOCKET.entry(doc_id)


def tokens(text: str) -> list[str]:
    text = re.sub(r"[\ufffe\u00ad-]?\r?\n|\ufffe", " ", text.replace("^", ""))
    return re.findall(r"[a-z0-9]+", text.lower())


def original_text(real_corpus: Path, doc_id: str) -> str:
    pdf = pypdfium2.PdfDocument(real_corpus / f"{doc_id}.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text


def runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def without_fixed_terms(text: str) -> list[list[str]]:
    joined = " " + " ".join(tokens(text)) + " "
    for term in sorted(FIXED_TERMS, key=len, reverse=True):
        joined = joined.replace(" " + " ".join(tokens(term)) + " ", " | ")
    return [part.split() for part in joined.split("|")]


def test_every_packaged_digest_belongs_to_the_manifest() -> None:
    assert RFC in PACKAGED
    assert sorted(path.stem for path in DOCKET.digests_dir.iterdir()) == PACKAGED


@pytest.mark.parametrize("doc_id", PACKAGED)
def test_packaged_digests_can_be_read(doc_id: str) -> None:
    path, entry = packaged(doc_id)
    document = read_digest(path, entry)
    assert len(document.pages) == entry.pages
    assert all(page.text for page in document.pages)
    assert not re.search(r"\[pp?\.", document.text)


def test_each_question_of_the_rfc_has_exactly_one_block() -> None:
    blocks = read_blocks(*packaged(RFC))
    asked = [block for block in blocks if block.text.startswith("Question ")]
    assert [block.questions for block in asked] == [(number,) for number in QUESTIONS]
    for number, block in zip(QUESTIONS, asked, strict=True):
        assert block.text.startswith(f"Question {number}. ")
        assert block.page_start == PAGE_OF_QUESTION.get(number, block.page_start)
    assert [block.page_start for block in asked] == sorted(block.page_start for block in asked)
    assert not [block for block in blocks if block.questions and block not in asked]


def test_headings_of_packaged_digests_read_as_headings() -> None:
    for doc_id in PACKAGED:
        for heading in {block.heading for block in read_blocks(*packaged(doc_id))}:
            assert 2 <= len(heading.split()) <= 16
            assert heading[0].isupper()
            assert heading[-1].isalnum()


def test_the_run_finder_finds_a_copied_sentence() -> None:
    original = "The quick brown fox jumps over the lazy\r\ndog near the river bank."
    copied = runs(tokens("They say: jumps over the lazy dog near the river."), LONGEST_RUN + 1)
    assert copied & runs(tokens(original), LONGEST_RUN + 1)


@pytest.mark.real
@pytest.mark.parametrize("doc_id", PACKAGED)
def test_digests_copy_no_run_of_words(doc_id: str, real_corpus: Path) -> None:
    length = LONGEST_RUN + 1
    original = runs(tokens(original_text(real_corpus, doc_id)), length)
    document = read_digest(*packaged(doc_id))
    parts = [part for line in document.text.split("\n") for part in without_fixed_terms(line)]
    copied = {" ".join(run) for part in parts for run in runs(part, length) & original}
    assert copied == set()


@pytest.mark.real
@pytest.mark.parametrize("doc_id", PACKAGED)
def test_every_figure_of_a_digest_stands_in_the_original(doc_id: str, real_corpus: Path) -> None:
    figures = r"\d+(?:[.,:]\d+)*"
    original = set(re.findall(figures, original_text(real_corpus, doc_id)))
    digest_text = read_digest(*packaged(doc_id)).text.replace("^", "")
    missing = set(re.findall(figures, digest_text)) - original
    assert missing == set()
