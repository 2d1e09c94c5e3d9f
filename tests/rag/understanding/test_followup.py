"""Questions that lean on those before them."""

import pytest

from rag.types import Turn
from rag.understanding.followup import beginning_of_answer, context_of, is_follow_up

HISTORY = (
    Turn("user", "What does Meridian say about plans?"),
    Turn("assistant", "That open plans find flaws."),
)


@pytest.mark.parametrize(
    ("question", "follows_up"),
    [
        ("Why not?", True),
        ("And the fees?", True),
        ("Why?", True),
        ("What do they want instead?", True),
        ("What about schools?", True),
        ("Who else says so?", True),
        ("What is behind that?", True),
        ("How do stations cost?", False),
        ("Is there a consensus on export controls?", False),
        ("Does ARC argue that licensing helps startups?", False),
        ("Which kites need a lantern after sunset?", False),
        (" ".join(["they"] * 21), False),
    ],
)
def test_follow_ups(question: str, follows_up: bool) -> None:
    assert is_follow_up(question) is follows_up


def test_nothing_is_before_the_first_question() -> None:
    assert context_of("Why not?", (), False) == ()


def test_what_stands_alone_leans_on_nothing() -> None:
    question = "How much do the monitoring stations along the coast cost a year?"
    assert context_of(question, HISTORY, False) == ()


def test_few_words_are_enough_in_a_conversation() -> None:
    assert context_of("Any reason given?", HISTORY, False) == (HISTORY[0].content,)
    assert context_of("Reasons given?", HISTORY, False) == (HISTORY[0].content,)
    assert context_of("How much do stations cost?", HISTORY, False) == ()
    assert context_of("ARC on lanterns", HISTORY, True) == ()


def test_a_chain_of_follow_ups_reaches_back_to_its_subject() -> None:
    history = (*HISTORY, Turn("user", "Why do they say so?"), Turn("assistant", "Flaws."))
    assert context_of("And the fees?", history, False) == (
        "Why do they say so?",
        "What does Meridian say about plans?",
    )


def test_the_line_that_only_counts_those_quoted_is_no_answer() -> None:
    answer = "Two commenters speak to this:\n\n**ARC:**\n\n> “Kites fly.” (p. 1) [1]"
    assert beginning_of_answer([Turn("assistant", answer)]).split() == "ARC: Kites fly.".split()
