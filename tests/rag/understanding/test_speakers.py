"""Whose own words a question asks for."""

import time

import pytest

from rag.understanding.speakers import speakers_asked_about, unknown_speakers


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does Apple say about kites?", ("Apple",)),
        ("Did the Society for Tails and Bows argue for a ban?", ("Society for Tails and Bows",)),
        ("What is Google's position on strings?", ("Google",)),
        ("Summarise Amazon’s comment.", ("Amazon",)),
        ("According to Stanford, are tails needed?", ("Stanford",)),
        ("What do the comments of Cirrus Society propose?", ("Cirrus Society",)),
        ("What does AT&T think, and what did Kite.io recommend?", ("AT&T", "Kite.io")),
    ],
)
def test_speakers_are_found(question: str, names: tuple[str, ...]) -> None:
    assert speakers_asked_about(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "What does the Kite Act say?",
        "What did Executive Order 14110 ask for?",
        "What does Section 4.6 say?",
        "What does NTIA want to know?",
        "What do commenters say about Meridian strings?",
        "Who argues for a ban?",
        "What does it say about the EU?",
        "What does Question 5 ask?",
        "According to these comments, what matters?",
        "What did people propose?",
        "What about Meridian and its strings?",
    ],
)
def test_laws_agencies_and_pronouns_are_no_speakers(question: str) -> None:
    assert speakers_asked_about(question) == ()


def test_only_those_nobody_knows_are_unknown() -> None:
    question = "What does Apple say, and what does Meridian say?"
    assert unknown_speakers(question, "", lambda name: name == "Meridian") == ("Apple",)
    assert unknown_speakers(question, "", lambda name: True) == ()


@pytest.mark.parametrize(
    ("beside", "names"),
    [
        ("How do and Apple differ on strings?", ("Apple",)),
        ("How do the Apple Society and differ on strings?", ("Apple Society",)),
        ("Compare and Apple on strings", ("Apple",)),
        ("Contrast Apple with on strings", ("Apple",)),
        ("How do and differ on the EU Kite Act?", ()),
        ("Compare and on Section 230", ()),
        ("How do and view Mylar strings?", ()),
    ],
)
def test_speakers_beside_a_known_one_are_found(beside: str, names: tuple[str, ...]) -> None:
    assert speakers_asked_about("", beside) == names


@pytest.mark.parametrize(
    "question", ["A " * 2000, "A.A." * 1000, "did " + "Aa of " * 660, "A's " * 1000, "A" * 4000]
)
def test_four_thousand_hostile_characters_are_read_at_once(question: str) -> None:
    began = time.process_time()
    speakers_asked_about(question, question)
    assert time.process_time() - began < 0.2
