"""Headings whose letters are doubled or spaced, and addresses that are."""

import pytest

from corpus.repair import repair_words
from corpus.traced import glyphs_at
from tests.corpus.repair.mended import mended, placed


@pytest.mark.parametrize(
    ("damaged", "clear"),
    [
        ("IInnttrroodduuccttiioonn", "Introduction"),
        ("TThhee LLaaww ooff tthhee SSeeaa:: 22002244", "The Law of the Sea: 2024"),
        ("S U M M A R Y", "SUMMARY"),
        ("S U M M A R Y O F T H E R U L E", "SUMMARY OF THE RULE"),
        ("G e n e r a t i v e A I ’ s I m p a c t", "Generative AI’s Impact"),
        ("https : / / example . org / a - page (visited)", "https://example.org/a-page (visited)"),
        ("at https:// example.org/page, too", "at https://example.org/page, too"),
    ],
)
def test_a_heading_reads_as_printed(damaged: str, clear: str) -> None:
    assert mended(damaged) == clear


@pytest.mark.parametrize(
    "clean",
    [
        "aabbcc",
        "xxxxxxxx",
        "Mississippi bookkeeper",
        "11 22 33",
        "A B C D E F",
        "J R R T",
        "x y z w",
        "see https://example.org. The next - and last - one / two",
        "https is not http : it is safe",
    ],
)
def test_codes_initials_and_clean_addresses_stay(clean: str) -> None:
    assert mended(clean) == clean


def test_every_letter_keeps_its_place() -> None:
    (spaced, doubled), counts = repair_words([placed("N O T E S"), placed("RRuulleess")])
    assert glyphs_at(spaced.origins).tolist() == [0, 2, 4, 6, 8]
    assert glyphs_at(doubled.origins).tolist() == [0, 2, 4, 6, 8]
    assert counts == {"letter-spaced": 4, "doubled": 5}
