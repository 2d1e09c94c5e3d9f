"""Raised digits: marks of notes leave the text, exponents stay in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.raised import resolve_raised
from corpus.traced import Traced, glyphs_at, origins_at
from tests.properties import bounded


def traced(text: str) -> Traced:
    return Traced(text, origins_at(1, np.arange(len(text))))


@pytest.mark.parametrize(
    ("text", "numbers", "read", "marks"),
    [
        ("Kites fly.³⁷ So they do.", {"37"}, "Kites fly. So they do.", [(10, "37")]),
        ("Kites⁶⁴ fly.", {"64"}, "Kites fly.", [(5, "64")]),
        ("It costs money. ¹⁷", {"17"}, "It costs money.", [(15, "17")]),
        ("Kites,⁶⁴fly.", {"64"}, "Kites, fly.", [(7, "64")]),  # no two words run together
        ("Kites.³⁴,³⁵", {"34", "35"}, "Kites.", [(6, "34"), (6, "35")]),
        ("Kites.²²²³ Risks", {"22", "23"}, "Kites. Risks", [(6, "22"), (6, "23")]),
        ("Kites.⁹¹⁰¹¹", {"9", "10", "11"}, "Kites.", [(6, "9"), (6, "10"), (6, "11")]),
        ("in 2023⁴ and", {"4"}, "in 2023 and", [(7, "4")]),  # a note of this page
        ("at least 10²⁶ operations", {"26"}, "at least 10^26 operations", []),
        ("more than 10 ²⁶ operations", set(), "more than 10^26 operations", []),
        ("some 2³² of them", set(), "some 2^32 of them", []),
        ("a field of 40 m² or", {"7"}, "a field of 40 m^2 or", []),
        ("O(n²) steps", set(), "O(n^2) steps", []),
        ("¹/₂ of them", set(), "1/₂ of them", []),
        ("no digits at all", {"1"}, "no digits at all", []),
    ],
)
def test_raised_digits_are_told_apart(
    text: str, numbers: set[str], read: str, marks: list[tuple[int, str]]
) -> None:
    resolved, found = resolve_raised(traced(text), numbers)
    assert (resolved.text, list(found)) == (read, marks)


@bounded
@given(st.lists(st.sampled_from(["Kites ", "fly.", "⁴", "¹²", " 10", "²⁶", ", "]), max_size=12))
def test_what_is_left_stands_where_it_stood(pieces: list[str]) -> None:
    text = traced("".join(pieces))
    resolved, marks = resolve_raised(text, {"4", "12"})
    assert not set(resolved.text) & set("⁰¹²³⁴⁵⁶⁷⁸⁹")
    for character, glyph in zip(resolved.text, glyphs_at(resolved.origins).tolist(), strict=True):
        if character.isalpha():
            assert text.text[glyph] == character
    offsets = [offset for offset, _ in marks]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(resolved) for offset in offsets)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a chance of 10⁻⁶ a year", "a chance of 10^-6 a year"),
        ("the AI² project", "the AI^2 project"),
    ],
)
def test_what_is_no_note_s_number_stays(text: str, read: str) -> None:
    resolved, marks = resolve_raised(traced(text), set(), highest=0)
    assert (resolved.text, marks) == (read, ())
