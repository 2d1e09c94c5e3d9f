"""Sentences from a stream: the same however it is cut."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.sentence_stream import sentences

_WORDS = st.sampled_from(
    "Kites fly. high Dr. Windward says no! 12 1. 5. people 10 U.S. [1] [2,3] **bold** “Why?” it e.g. "
    "3.5 (a) … Question 2. is.".split()
)
_SPACES = st.sampled_from([" ", " ", " ", "\n", "\n\n", "  "])
_TEXTS = st.lists(st.tuples(_WORDS, _SPACES), max_size=25).map(
    lambda parts: "".join(word + space for word, space in parts)
)


def cut(text: str, places: set[int]) -> Iterator[str]:
    for start, end in pairwise([0, *sorted(p for p in places if 0 < p < len(text)), len(text)]):
        yield text[start:end]


@given(_TEXTS, st.sets(st.integers(0, 200)))
@example("They fly. 12 people came. Then", {11})
@example("They fly. 5. Next is. Good", {10, 11, 12})
@example("Kites fly at no. 10 metres. Then", {17})
def test_the_cuts_do_not_matter(text: str, places: set[int]) -> None:
    whole = list(sentences([text]))
    assert list(sentences(cut(text, places))) == whole
    assert list(sentences(text)) == whole, "character by character"


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    seen: list[str] = []

    def pieces() -> Iterator[str]:
        yield "Kites fly high. "
        assert seen == []
        yield "They are"
        assert seen == ["Kites fly high."]
        yield " light.\n"
        yield "And"
        assert seen == ["Kites fly high.", "They are light."]
        yield " cut off in"

    for sentence in sentences(pieces()):
        seen.append(sentence)
    assert seen == ["Kites fly high.", "They are light."]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("Kites fly", []),
        ("Kites fly. Tails do", ["Kites fly."]),
        ("Kites fly [1]. Tails [Evidence 2] do [3, 4].", ["Kites fly.", "Tails do."]),
        ("Kites fly. [1] Tails do. [2-4]", ["Kites fly.", "Tails do."]),
        (
            "1. Kites fly.\n2) Tails do.\n- So do strings.\n• And bows!",
            ["Kites fly.", "Tails do.", "So do strings.", "And bows!"],
        ),
        ("**Kites** fly.", ["Kites fly."]),
        ("Answer:\nKites fly.", ["Kites fly."]),
        ("He said “kites fly.” Then he left.", ["He said “kites fly.”", "Then he left."]),
        ("Dr. Windward of the U.S. Guild flies.", ["Dr. Windward of the U.S. Guild flies."]),
        ("[1][2]", []),
    ],
)
def test_marks_are_stripped_and_what_is_cut_off_is_left_out(text: str, wanted: list[str]) -> None:
    assert list(sentences([text])) == wanted


@pytest.mark.slow
def test_an_endless_line_is_cut_in_reasonable_time() -> None:
    began = time.process_time()
    assert len(list(sentences(["Kites ", "fly ", "high. "] * 300))) == 300
    assert time.process_time() - began < 4
    words = ["kites "] * 8000
    assert list(sentences([*words, "fly."])) == ["kites " * 8000 + "fly."]
