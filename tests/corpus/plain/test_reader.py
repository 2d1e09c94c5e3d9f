"""Plain text files: paragraphs, headings, lists, quotations, notes and pages."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encoding import decode
from corpus.plain.lines import pieces_of
from corpus.plain.reader import content_of_pieces, read_text
from corpus.traced import pages_at
from tests.corpus.contents import blocks, marks, page_of, put, sections

LETTER = """\
COMMENT ON KITES

Kites fly higher on longer strings,[1] as everybody knows who has ever flown one in the
open, and air-
ports should be told about them in due time by whoever flies the well-
known kind.[2]
   Another paragraph, set in.

Strings
-------
Some are long:
- first item
  goes on
- second item
1. numbered

Dear Bureau,
1 Wind Street
Kite Town

> Quoted words of
> somebody else, and airports

TAILS AND COLOURS

See https://kites.example/about/
tails for tails.

[1] The first note,
    on two lines.
[2] The second.
"""


def test_a_letter_with_all_structures(tmp_path: Path) -> None:
    content = read_text(put(tmp_path, "a.txt", LETTER))
    assert blocks(content) == [
        ("heading", "COMMENT ON KITES"),
        (
            "paragraph",
            "Kites fly higher on longer strings, as everybody knows who has ever flown one in the "
            "open, and airports should be told about them in due time by whoever flies the "
            "well-known kind.",
        ),
        ("paragraph", "Another paragraph, set in."),
        ("heading", "Strings"),
        ("paragraph", "Some are long:"),
        ("item", "- first item goes on"),
        ("item", "- second item"),
        ("item", "1. numbered"),
        ("paragraph", "Dear Bureau,"),
        ("paragraph", "1 Wind Street"),
        ("paragraph", "Kite Town"),
        ("quotation", "Quoted words of somebody else, and airports"),
        ("heading", "TAILS AND COLOURS"),
        ("paragraph", "See https://kites.example/about/tails for tails."),
        ("note", "1 The first note, on two lines."),
        ("note", "2 The second."),
    ]
    assert marks(content) == [("1", "strings,"), ("2", "kind.")]
    assert sections(content)["Dear Bureau,"] == ("COMMENT ON KITES", "Strings")
    assert sections(content)["TAILS AND COLOURS"] == ("TAILS AND COLOURS",)
    assert content.repairs == {"hyphen": 2}


def test_form_feeds_end_pages_and_sentences_run_over_them(tmp_path: Path) -> None:
    text = "One is a sen-\ftence that\fgoes on.\f\fFour.\f"
    content = read_text(put(tmp_path, "a.txt", text))
    assert blocks(content) == [
        ("paragraph", "One is a sentence that goes on."),
        ("paragraph", "Four."),
    ]
    assert [page_of(content, words) for words in ("One", "that", "goes", "Four")] == [1, 2, 3, 5]
    assert content.page_count == 5


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        f"Kite Club\n\nPage {n} says that kites\n\nfly in 203{n}.\n\n  {n}\n" for n in range(1, 5)
    ]
    content = read_text(put(tmp_path, "a.txt", "\f".join(pages)))
    assert len(content.blocks) == 8
    assert "Kite Club" not in content.text
    assert "Page 4 says" in content.text
    two = read_text(put(tmp_path, "b.txt", "\f".join(pages[:2])))
    assert two.text.count("Kite Club") == 2


def test_a_text_without_form_feeds_is_one_page(tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {n} is about kites." for n in range(2000))
    content = read_text(put(tmp_path, "a.txt", long))
    assert (content.page_count, len(content.blocks)) == (1, 2000)


def test_lines_that_are_paragraphs_stay_apart(tmp_path: Path) -> None:
    text = "\n".join(f"{n} " + "kites and strings " * 20 + "end." for n in range(6))
    assert len(read_text(put(tmp_path, "a.txt", text)).blocks) == 6


@pytest.mark.parametrize(
    "end",
    [
        "[1] Never called.",
        "As in [1].\n\n[1] Cited in a sentence.",
        "Called.[2]\n\n[2] Not numbered from one.",
        "Called.[1]\n\nREFERENCES\n\n[1] Smith, Kites.",
    ],
)
def test_what_is_not_plainly_a_note_stays_in_the_body(tmp_path: Path, end: str) -> None:
    content = read_text(put(tmp_path, "a.txt", f"Kites fly.\n\n{end}"))
    assert content.marks == ()
    assert "note" not in {kind for kind, _ in blocks(content)}
    assert "[" in content.text.split("\n")[-1]


def test_numbered_entries_under_references_are_references(tmp_path: Path) -> None:
    text = "As shown by Smith [1].\n\nREFERENCES\n\n[1] Smith, Kites.\n[2] Jones, Tails.\n"
    assert [kind for kind, _ in blocks(read_text(put(tmp_path, "a.txt", text)))] == [
        *("paragraph", "heading", "reference", "reference"),
    ]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("cp1252", b""),
    ],
)
def test_text_in_common_encodings(encoding: str, mark: bytes) -> None:
    text = "“Café” kites – naïve ones.\n"
    assert decode(mark + text.replace("\n", "\r\n").encode(encoding)) == text


@pytest.mark.parametrize("declared", ["no-such", "hex", "idna", "ascii"])
def test_a_declared_encoding_that_is_of_no_use_is_passed_over(declared: str) -> None:
    assert decode("“Café” kites".encode(), declared) == "“Café” kites"


@pytest.mark.slow
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "[1] a" * 20_000,
        "[1]\n" * 20_000,
        ">" * 100_000,
        "-\n" * 40_000,
        " " * 100_000,
        "a-\nb" * 20_000,
        "a\f" * 20_000,
        "-" * 100_000,
        "A\n=\n" * 20_000,
        "x. \n y" * 20_000,
        "http://a/\n" * 20_000,
    ],
)
def test_text_of_signs_only_takes_no_quadratic_time(tmp_path: Path, text: str) -> None:
    read_text(put(tmp_path, "a.txt", text))


LINES = st.text(st.sampled_from("aB -.>[1]=\n\xad"), max_size=60)


@settings(deadline=None, database=None)  # the first example loads the list of words
@given(st.lists(LINES, min_size=1, max_size=4))
def test_no_letter_is_lost_and_each_keeps_its_page(pages: list[str]) -> None:
    named = [page.replace("a", chr(ord("a") + number)) for number, page in enumerate(pages)]
    content = content_of_pieces(pieces_of(named), len(named))
    assert content.page_count == len(named)
    numbers = pages_at(content.origins).tolist()
    for number, page in enumerate(named, start=1):
        letter = chr(ord("a") + number - 1)
        found = [numbers[at] for at, sign in enumerate(content.text) if sign == letter]
        assert len(found) == page.count(letter)
        # Half a word that a page's end broke stands on the page of its beginning, over blank ones.
        written = [n for n in range(1, number) if any(sign.isalpha() for sign in named[n - 1])]
        assert all(max(written, default=number) <= at <= number for at in found)
