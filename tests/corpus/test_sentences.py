"""Where sentences begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_ranges
from tests.properties import bounded


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_ranges(text)]


@pytest.mark.parametrize(
    "text",
    [
        # abbreviations
        "The U.S. Department of Kites and the E.U. agree.",
        "See Kite Co. v. Bureau of Air, 5 U.S. 137 (1803).",
        "Dr. Ada Example and J. Q. Public of Kites Inc. wrote it.",
        "Strings, e.g. Nylon, i.e. Polyamide, et al. Are used.",
        "Exec. Order No. 14110 and Art. 5 of Reg. 12 and Fig. 3 apply.",
        "It is in Sec. 230 of the Code, cf. Section 5, vol. 3, p. 12.",
        "Filed on Feb. 26 and Sept. 3.",
        "Art. V and Nos. 3 and 4 apply, see 47 C.F.R. 15 (2031).",
        # no full stop that ends anything
        "Weights above 3.5 kg, or 10.26 lb, need a permit.",
        "The file kites.pdf is at kites.example today.",
        "It rose... and then it fell.",
        "He asked “why?” and left.",
        "Is it open (or is it?) to all.",
        # numbers that belong to what follows
        "1. Kites should be registered.",
        "iv. Kites should be registered.",
        "12. Kites should be registered.",
        "Question 5. Should kites be registered?",
        "• Question 5b. Should kites be registered?",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ("Kites fly.", "Strings hold."),
        ("Do they?", "They do!", "Good."),
        ("He said “Kites fly.”", "She left."),
        ("(It was windy.)", "The kite rose."),
        ("It was windy.", "“Let go,” she said."),
        ("It was windy.", "(It often is.)"),
        ("Kites hold data.64", "The next is short."),
        ("Kites hold data.", "64 Kites were lost."),
        ("Kites “hold data.”12", "The next is short."),
        ("He cites it [3].", "[4] says more."),
        ("It rose…", "Then it fell."),
        ("The limit is 26.", "2031 was windy."),
        ("It was 10^26.", "More is rare."),
        ("The answer is no.", "We looked twice."),
        ("This is the state of the art.", "It changes fast."),
        ("Is the answer no?", "It is."),
        ("No.", "We disagree."),
    ],
)
def test_sentences_are_cut(parts: tuple[str, ...]) -> None:
    assert sentences(" ".join(parts)) == list(parts)


def test_a_paragraph_ends_a_sentence_without_a_full_stop() -> None:
    assert sentences("A heading\nkites fly\n• one\n• two") == [
        "A heading",
        "kites fly",
        "• one",
        "• two",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \n "])
def test_no_text_no_sentence(text: str) -> None:
    assert sentences(text) == []


TEXTS = st.lists(
    st.sampled_from(
        ["Kites fly", "no", "U.S", "1", "he", ". ", ".", "\n", " ", "”", "“", "12", "? "]
    ),
    max_size=25,
).map("".join)


@bounded
@given(TEXTS)
def test_ranges_are_stripped_ordered_and_lose_nothing(text: str) -> None:
    position = 0
    for start, end in sentence_ranges(text):
        assert position <= start < end
        assert "\n" not in text[start:end]
        assert not text[position:start].strip()
        assert text[start:end].strip() == text[start:end]
        position = end
    assert not text[position:].strip()


def test_a_line_of_a_hundred_thousand_characters_takes_no_time() -> None:
    for line in (
        "Kites fly. " * 9000,
        "a" * 100_000,
        "." * 100_000,
        "U.S." * 25_000,
        ". 1" * 33_000,
    ):
        sentence_ranges(line)
