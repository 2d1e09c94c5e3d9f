"""What stands between quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import BlockKind
from corpus.voices.quote_marks import quoted_ranges
from tests.corpus.voices.kites import content
from tests.properties import bounded


def quoted(*texts: str | tuple[BlockKind, str]) -> list[list[str]]:
    made = content(*texts)
    found = quoted_ranges(made.text, made.blocks)
    return [[made.text[start:end] for start, end in spans] for spans in found]


@pytest.mark.parametrize(
    "text",
    [
        "She said “kites fly high” to us.",
        'She said "kites fly high" to us.',
        "She said ‘‘kites fly high’’ to us.",
        "She said ``kites fly high'' to us.",
        "She said «kites fly high» to us.",
        'She said "kites fly high” to us.',
        'Did she say ("kites fly high")?',
    ],
)
def test_marks_of_every_form(text: str) -> None:
    assert quoted(text) == [["kites fly high"]]


@pytest.mark.parametrize(
    "text",
    [
        "The kite’s owner isn't here; the Smiths’ kite is.",
        'A 12" string is too short for a 30" kite.',
        "A mark “ that nobody closes.",
        "Somebody closes ” what nobody opened.",
        "",
    ],
)
def test_other_marks_quote_nothing(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_in_a_quotation_is_part_of_it() -> None:
    text = "He wrote “she said “kites fly” and left” and “went”."
    assert quoted(text) == [["she said “kites fly” and left"], ["went"]]


def test_inches_do_not_end_a_quotation() -> None:
    assert quoted('“A 12" string is short” he said.') == [['A 12" string is short']]


def test_a_mark_never_closed_leaves_the_quotations_after_it() -> None:
    assert quoted("“Kites are old. He said “they fly” today.") == [["they fly"]]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    assert quoted("She said “kites fly", "very high” on Sundays.") == [["kites fly", "very high"]]


def test_each_paragraph_of_a_long_quotation_opens_with_a_mark() -> None:
    found = quoted("He said: “Kites fly.", "“They fly high.", "“They fall.” That is all.")
    assert found == [["Kites fly."], ["They fly high."], ["They fall."]]


def test_a_quotation_is_bounded_by_its_block_otherwise() -> None:
    assert quoted("She said “kites fly", "very high on Sundays.", "They fall” often.") == []


def test_a_heading_ends_a_quotation() -> None:
    assert quoted("She said “kites fly", ("heading", "High” and low"), "so” it ends.") == []


@bounded
@given(st.lists(st.text('a “”"’‘«».', max_size=20), max_size=5))
def test_ranges_are_in_order_and_in_their_blocks(texts: list[str]) -> None:
    made = content(*texts)
    found = [span for spans in quoted_ranges(made.text, made.blocks) for span in spans]
    assert all(0 <= start <= end for start, end in found)
    assert all("\n" not in made.text[start:end] for start, end in found)
    assert found == sorted(found)
