"""Where two texts say the same."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.voices.letters import letters_of
from corpus.voices.matching import Matcher
from tests.properties import bounded

RIGHT = (
    "How should the owners of ferries answer when kites on long strings cross the harbour at "
    "night? Nobody has ever asked the captains what they thought about it in earnest."
)
WORDS = st.lists(st.sampled_from(RIGHT.split()), max_size=60).map(" ".join)


def shared(left: str, right: str = RIGHT) -> list[str]:
    """The parts of the left text that matches cover, from first letter to last."""
    letters = letters_of(left)
    return [
        left[letters.offsets[match.left_start] : letters.offsets[match.left_end - 1] + 1]
        for match in Matcher(letters_of(right)).matches(letters)
    ]


def test_letters_are_told_from_what_stands_between_them() -> None:
    letters = letters_of("Well-known: Übel, 10^26!")
    assert "".join(map(chr, letters.codes)) == "wellknownübel1026"
    assert letters.offsets.tolist()[:5] == [0, 1, 2, 3, 5]
    assert letters.words(0, len(letters)) == 5
    assert letters.range_of(5, 10) == (4, 9)


def test_no_letters_no_matches() -> None:
    assert shared("") == shared("...!") == shared(RIGHT, right="") == []


def test_case_spaces_hyphens_and_marks_do_not_matter() -> None:
    left = "So: HOW SHOULD THE OWNERS OF FER- RIES AN SWER, when kites on longstrings cross? Yes."
    assert shared(left) == [left[4:-6]]


def test_a_few_letters_may_differ() -> None:
    left = "How should the owners of ferries answer if kites on long strings cross the harbour"
    assert shared(left) == [left]


def test_a_word_may_be_missing_or_said_twice() -> None:
    left = "How should the owners of ferries when kites on long long strings cross the harbour"
    assert shared(left) == [left]


def test_what_stands_far_apart_is_two_matches() -> None:
    first, second = "How should the owners of ferries", "what they thought about it in earnest"
    assert shared(f"{first} or of all other boats on the lake: {second}") == [first, second]


def test_short_phrases_are_no_matches() -> None:
    assert shared("The captains of long strings cross over.") == []


def test_the_longest_of_several_places_is_kept() -> None:
    right = "kites on long strings fall down. Red kites on long strings fall down at night."
    assert shared("Red kites on long strings fall down at night", right) == [
        "Red kites on long strings fall down at night"
    ]


def test_a_stock_phrase_inside_a_match_is_part_of_it() -> None:
    stock = "kites on very long and heavy strings of good quality"
    right = f"{stock}. " * 30 + f"Which owners of ferries fear {stock} in the harbour?"
    left = f"Which owners of ferries fear {stock} in the harbour"
    assert shared(left, right) == [left]
    assert shared(f"We like {stock}.", right) == []


def test_recurring_letters() -> None:
    text = "kites on long strings fall. Now kites on long strings rise, once and for all."
    letters = letters_of(text)
    recurring = Matcher(letters).recurring(letters)
    twice = "".join(
        chr(code) for code, again in zip(letters.codes, recurring, strict=True) if again
    )
    assert twice == "kitesonlongstrings" * 2


@bounded
@given(WORDS, WORDS)
def test_runs_are_the_same_in_both_texts_and_apart(left_text: str, right_text: str) -> None:
    left, right = letters_of(left_text), letters_of(right_text)
    matches = Matcher(right).matches(left)
    runs = [run for match in matches for run in match.runs]
    for run in runs:
        ours = left.codes[run.left_start : run.left_end]
        assert len(ours) == run.length
        assert ours.tolist() == right.codes[run.right_start : run.right_end].tolist()
    taken = [place for run in runs for place in range(run.left_start, run.left_end)]
    assert len(taken) == len(set(taken))


@bounded
@given(WORDS, WORDS, WORDS)
def test_what_is_pasted_whole_is_found(before: str, after: str, right: str) -> None:
    pasted = "Zeppelins queried vexing jackdaws beyond quiet foggy walls"
    found = " ".join(shared(f"{before} {pasted} {after}", f"{right} {pasted}"))
    assert pasted in found
