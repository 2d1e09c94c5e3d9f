"""Lines joined into paragraphs."""

import pytest

from corpus.cleaning import LINE_END_HYPHEN
from corpus.pdf.joining import join_lines
from corpus.pdf.lines import Line
from corpus.pdf.paragraphs import paragraphs_of
from corpus.traced import Traced
from tests.corpus.pdf.made_lines import RIGHT, prose, stacked

WIDE: dict[str, object] = {"right": RIGHT}
FULL_LINE = "Kites fly higher on longer strings than they do on short ones, as every"


def read(*pages: list[Line]) -> list[str]:
    return [each.text.text for each in paragraphs_of(pages)]


def test_a_gap_begins_a_paragraph() -> None:
    page = stacked([(FULL_LINE, WIDE), "child finds out.", ("So it is.", {"gap": 10.0})])
    assert read(page) == [f"{FULL_LINE} child finds out.", "So it is."]


def test_an_indent_begins_a_paragraph() -> None:
    page = stacked(
        [(FULL_LINE, WIDE), (f"{FULL_LINE}.", WIDE), (FULL_LINE, WIDE | {"left": 90.0}), "one."]
    )
    assert read(page) == [f"{FULL_LINE} {FULL_LINE}.", f"{FULL_LINE} one."]


def test_a_break_that_was_meant_begins_a_paragraph() -> None:
    page = stacked([(FULL_LINE, WIDE), "child finds out.", (FULL_LINE, WIDE), "child."])
    assert read(page) == [f"{FULL_LINE} child finds out.", f"{FULL_LINE} child."]


def test_a_short_line_that_goes_on_in_lower_case_is_no_end() -> None:
    page = stacked([(FULL_LINE, WIDE), "child finds out", "by trying both.", (FULL_LINE, WIDE)])
    assert read(page)[0] == f"{FULL_LINE} child finds out by trying both."


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        ("and they fly", "higher than all", True),
        ("and that is all there is to say.", "Higher up the wind", False),
        ("as was said by", "Ada Example in", True),
        ("namely:", "higher up", True),
        ("and they fly", "• higher", False),
    ],
)
def test_a_sentence_goes_on_over_the_page(last: str, first: str, joined: bool) -> None:
    one = stacked([*prose(4)[:3], (last, WIDE)])
    two = stacked([(first, WIDE), *prose(3)], page=2)
    texts = read(one, two)
    assert any(f"{last} {first}" in text for text in texts) == joined


def test_columns_are_joined_like_pages() -> None:
    left = stacked([("Kites of which it", {"right": 290.0})] * 3)
    right = stacked([("is said that they", {"left": 310.0, "right": 540.0})] * 3)
    assert len(read([*left, *right])) == 1


def test_items_begin_paragraphs_where_a_line_may_begin_one() -> None:
    page = stacked(
        [
            (FULL_LINE, WIDE),
            "child knows:",
            ("• long strings;", {"left": 90.0}),
            ("• much wind on the 26th of all those months, as written down on February", WIDE),
            "26. The rest is not known.",
            "1. A first thing.",
            "2. A second thing.",
        ]
    )
    assert [text[:5] for text in read(page)] == ["Kites", "• lon", "• muc", "1. A ", "2. A "]


def test_another_size_begins_a_paragraph() -> None:
    page = stacked([("On Kites", {"size": 16.0}), (FULL_LINE, WIDE), "child."])
    assert read(page) == ["On Kites", f"{FULL_LINE} child."]


def test_a_table_s_row_stands_alone() -> None:
    page = stacked([(FULL_LINE, WIDE), ("a | b", {"row": True}), ("c | d", {"row": True})])
    assert read(page) == [FULL_LINE, "a | b", "c | d"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Kites", "fly"], "Kites fly"),
        ([f"regis{LINE_END_HYPHEN}", "tration"], f"regis{LINE_END_HYPHEN}tration"),
        (["regis-", "tration"], f"regis{LINE_END_HYPHEN}tration"),
        (["2031-", "33"], "2031- 33"),
        (["see https://example.org/kites/", "long.pdf"], "see https://example.org/kites/long.pdf"),
        (["and/or", "not"], "and/or not"),
    ],
)
def test_what_a_line_s_end_broke_is_made_whole(lines: list[str], text: str) -> None:
    assert join_lines([Traced.on_page(each, 1) for each in lines]).text == text
