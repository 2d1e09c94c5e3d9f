"""Texts whose characters keep their places through every change."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.traced import NO_GLYPH, Traced, glyphs_at, joined, origins_at, pages_at
from tests.properties import bounded


def traced(text: str, page: int = 3, first: int = 0) -> Traced:
    return Traced(text, origins_at(page, np.arange(first, first + len(text))))


def glyphs(text: Traced) -> list[int]:
    return [-1 if glyph == NO_GLYPH else int(glyph) for glyph in glyphs_at(text.origins)]


def test_page_and_glyph_are_told_apart() -> None:
    origins = origins_at(7, [0, 5, NO_GLYPH])
    assert pages_at(origins).tolist() == [7, 7, 7]
    assert glyphs_at(origins).tolist() == [0, 5, NO_GLYPH]


def test_a_text_and_its_origins_agree() -> None:
    with pytest.raises(ValueError, match="2 characters, 1 origins"):
        Traced("ab", origins_at(1, [0]))


def test_slices_and_strips_keep_places() -> None:
    text = traced("  kite ")
    assert (text[2:4].text, glyphs(text[2:4])) == ("ki", [2, 3])
    assert (text.strip().text, glyphs(text.strip())) == ("kite", [2, 3, 4, 5])
    assert len(traced("   ").strip()) == 0


def test_a_separator_stands_on_the_page_before_it() -> None:
    text = joined(" ", [traced("a", 1), Traced("", origins_at(1, [])), traced("b", 2)])
    assert (text.text, glyphs(text)) == ("a b", [0, -1, 0])
    assert pages_at(text.origins).tolist() == [1, 1, 2]
    assert joined(" ", []).text == ""


@pytest.mark.parametrize(
    ("edits", "text", "places"),
    [
        ([], "of\ufb01ce", [0, 1, 2, 3, 4]),
        ([(2, 3, "fi")], "office", [0, 1, 2, 2, 3, 4]),  # both letters from the one glyph
        ([(0, 2, "")], "\ufb01ce", [2, 3, 4]),
        ([(2, 2, " ")], "of \ufb01ce", [0, 1, -1, 2, 3, 4]),
        ([(0, 0, "x"), (5, 5, "y")], "xof\ufb01cey", [-1, 0, 1, 2, 3, 4, -1]),
        ([(0, 2, "OfF")], "OfF\ufb01ce", [0, 0, 0, 2, 3, 4]),
        ([(1, 4, "fxc")], "ofxce", [0, 1, 2, 3, 4]),  # what an edit keeps keeps its place
    ],
)
def test_replaced_characters_stand_where_the_old_ones_did(
    edits: list[tuple[int, int, str]], text: str, places: list[int]
) -> None:
    changed = traced("of\ufb01ce").replaced(edits)
    assert (changed.text, glyphs(changed)) == (text, places)


def test_nothing_can_be_put_into_an_empty_text() -> None:
    with pytest.raises(ValueError, match="no page"):
        Traced("", origins_at(1, [])).replaced([(0, 0, "x")])


@pytest.mark.parametrize("edits", [[(3, 4, "x"), (1, 2, "y")], [(0, 3, "x"), (2, 4, "y")]])
def test_edits_out_of_order_are_refused(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="follows one that ends"):
        traced("kites").replaced(edits)


def test_sub_takes_a_text_or_a_function() -> None:
    assert traced("a1b22").sub(re.compile(r"\d+"), "-").text == "a-b-"
    assert traced("a1b22").sub(re.compile(r"\d+"), lambda m: m.group() * 2).text == "a11b2222"


@bounded
@given(st.text("abc ", min_size=1, max_size=20), st.data())
def test_a_change_moves_no_other_character(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text("xyz", max_size=4))
    changed = traced(text).replaced([(start, end, new)])
    assert changed.text == text[:start] + new + text[end:]
    assert glyphs(changed)[:start] == list(range(start))
    assert glyphs(changed)[start + len(new) :] == list(range(end, len(text)))
    assert set(pages_at(changed.origins).tolist()) <= {3}
