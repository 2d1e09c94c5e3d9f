"""Long quotes shown with asides left out, and whole in every respect that matters."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.shortening import cuts_of, may_leave_out, shown

RULE = (
    "Every kite that flies near an airport carries a lantern and a radio beacon of its own, and "
    "its pilot keeps a record of each flight for the Bureau of Kites, so that the cause of an "
    "accident can be found by those who look for it in the years that follow the day of the flight"
)
WHICH = ", which airports around the whole coast have asked for over many years"
EXAMPLES = " (e.g., the books that a captain keeps on a ship)"
END = ". Lanterns are cheap."


@pytest.mark.parametrize("aside", [WHICH, EXAMPLES])
def test_an_aside_of_a_long_quote_is_left_out(aside: str) -> None:
    quote = RULE + aside + END
    cuts = cuts_of(quote, "What do kites carry?")
    assert [quote[start:end] for start, end in cuts] == [aside]
    assert shown(quote, cuts) == f"{RULE} …{END}"
    assert may_leave_out(quote, cuts)


@pytest.mark.parametrize(
    "aside",
    [
        ", which airports have not asked for over all of the many years",
        ", which airports have asked for over the last 20 years of flights",
        ", which airports have asked for unless the wind was from the east",
        ", which airports may have asked for over the many years of flights",
        ", including lanterns of glass, lanterns of paper and lanterns of silk",
        ", which is cheap",
    ],
)
def test_what_matters_is_shown(aside: str) -> None:
    quote = RULE + aside + END
    assert cuts_of(quote, "") == ()
    assert shown(quote, ()) == quote
    start = len(RULE)
    assert not may_leave_out(quote, ((start, start + len(aside)),))


def test_what_is_asked_for_is_shown() -> None:
    assert cuts_of(RULE + WHICH + END, "What do airports ask for?") == ()


def test_a_short_quote_is_shown_whole() -> None:
    assert cuts_of(f"Lanterns are needed{WHICH}{END}", "") == ()


@pytest.mark.parametrize("cuts", [((0, 10),), ((9**9, 9**9 + 1),), ((5, 2),), ((-3, 4),)])
def test_other_ranges_may_not_be_left_out(cuts: tuple[tuple[int, int], ...]) -> None:
    assert not may_leave_out(RULE + WHICH + END, cuts)


@given(st.lists(st.sampled_from([RULE, WHICH, EXAMPLES, END, " not", " 5", "\n"]), max_size=8))
def test_only_what_the_cuts_say_is_missing(parts: list[str]) -> None:
    quote = "".join(parts)
    cuts = cuts_of(quote, "lantern")
    assert may_leave_out(quote, cuts)
    kept = "".join(char for n, char in enumerate(quote) if not in_any(n, cuts))
    letters = "".join(shown(quote, cuts).replace("…", "").split())
    assert letters == "".join(kept.split())


def in_any(place: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= place < end for start, end in ranges)


@pytest.mark.parametrize("text", [", which " * 5000, " (e.g., " * 5000, ", which " + "a " * 40_000])
def test_hostile_quotes_take_no_quadratic_time(text: str) -> None:
    began = time.process_time()
    cuts_of(text, "")
    assert time.process_time() - began < 2
