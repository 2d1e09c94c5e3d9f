"""Digests: the reader of their format."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.library.digests import digest_path, list_digests, parse_digest, read_digest
from corpus.library.manifest import Docket, Entry

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
commenter_kind: company
kind: comment
pages: 4
date: 2024-03-01
url: https://example.gov/D-0001
---
"""


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
    read = parse_digest(write(digest, "\nOne. [p. 2]\n\nTwo. [pp. 2-4; 5b, 1]\n"), ENTRY)
    (first, second) = read.blocks
    assert read.commenter_kind == "company"
    assert (first.heading, first.page_start, first.page_end, first.questions) == ("", 2, 2, ())
    assert (second.page_start, second.page_end, second.questions) == (2, 4, ("5b", "1"))
    assert (first.line, second.line) == (11, 13)


def test_windows_line_ends_and_brackets_in_the_text(digest: Path) -> None:
    text = (HEADER + "\nA [sic] remark [1] stays. [p. 1]\n").replace("\n", "\r\n")
    digest.write_bytes(text.encode())
    assert read_digest(digest, ENTRY).pages[0].text == "A [sic] remark [1] stays."


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("\nNo reference.\n", 11, "does not end with a reference"),
        ("\nFine. [p. 1]\n\nSecond one.\nTwo lines.\n", 13, "does not end with a reference"),
        ("\nReference [p. 1] in the middle.\n", 11, "does not end with a reference"),
        ("\nFull stop after it [p. 1].\n", 11, "does not end with a reference"),
        ("\nNot a page [page 1]\n", 11, "does not end with a reference"),
        ("\nOne. [p. 1]\nTwo. [p. 2]\n", 11, "two references"),
        ("\nToo far. [p. 5]\n", 11, "the original has pages 1-4"),
        ("\nToo far. [pp. 4-5]\n", 11, "the original has pages 1-4"),
        ("\nNo such page. [p. 0]\n", 11, "the original has pages 1-4"),
        ("\nBackwards. [pp. 3-2]\n", 11, "the original has pages 1-4"),
        ("\nAsks. [p. 1; five]\n", 11, "'five' is no question number"),
        ("\nAsks. [p. 1; 5b,]\n", 11, "'' is no question number"),
        ("\nAsks. [p. 1; ]\n", 11, "'' is no question number"),
        ("\n[p. 1]\n", 11, "says nothing"),
        ("\n# Wrong level\n", 11, "does not end with a reference"),
        ("\n## Only a heading\n", 12, "no blocks"),
        ("", 10, "no blocks"),
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
        ("\n---\n", "\n", 9, "is unknown or repeated"),
        ("id: D-0001", "id: D-0002", 2, "id is 'D-0002', in the manifest 'D-0001'"),
        ("\nkind: comment", "\nkind: memo", 5, "kind is 'memo'"),
        ("pages: 4", "pages: many", 6, "pages is 'many'"),
        ("pages: 4", "pages: 9", 6, "pages is '9'"),
        ("date: 2024-03-01", "date: 1 March 2024", 7, "date is '1 March 2024'"),
        ("commenter_kind: company", "commenter_kind: club", 4, "must be one of 'academic group', "),
        ("commenter_kind: company\n", "", 8, "the header lacks commenter_kind"),
        ("url: https", "url: ftp", 8, "url is 'ftp://"),
        ("\nkind: comment\n", "\n", 8, "the header lacks kind"),
        ("\nkind: comment\n", "\nkind: comment\nkind: comment\n", 6, "unknown or repeated"),
        ("\nkind: comment\n", "\nkind: comment\nauthor: me\n", 6, "unknown or repeated"),
        ("\nkind: comment\n", "\nkind comment\n", 5, "unknown or repeated"),
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
