"""Whether the agency's notice is asked, or commenters."""

import pytest

from rag.understanding.notice import (
    asks_commenters,
    asks_somebody,
    asks_the_notice,
    may_ask_the_notice,
)


@pytest.mark.parametrize(
    "question",
    [
        "What does NTIA ask about risks?",
        "How does the agency define model weights?",
        "What does question 5b ask?",
        "Where does the RFC speak of equity?",
        "In the notice, who is named?",
        "When is the comment deadline?",
        "How do I submit a comment?",
        "Must commenters answer every one of NTIA's questions?",
        "Who at NTIA should questions about the request for comment go to?",
        "What are commenters asked to compare?",
        "NTIA's definition of open",
    ],
)
def test_the_notice_is_asked(question: str) -> None:
    assert asks_the_notice(question)
    assert not asks_commenters(question)


@pytest.mark.parametrize(
    "question",
    [
        "What do commenters say on question 2?",
        "Which commenters tell NTIA to wait?",
        "Who urges the agency to wait?",
        "What should NTIA do about licences?",
        "Which filings answer question 3?",
        "Should the government act?",
    ],
)
def test_commenters_are_asked(question: str) -> None:
    assert asks_commenters(question)
    assert not asks_the_notice(question)
    assert not may_ask_the_notice(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the role of notice and takedown for model hosts?",
        "What implementation deadline do experts want for audits?",
        "What was the growth in Q1 2024?",
    ],
)
def test_neither_is_asked(question: str) -> None:
    assert not asks_the_notice(question)


def test_looser_words() -> None:
    assert asks_somebody("Which companies sell models?")
    assert asks_somebody("Who says that leaks are rare?")
    assert not asks_somebody("How rare are leaks?")
    assert may_ask_the_notice("What was the closing date of NTIA's consultation?")
    assert not may_ask_the_notice("How rare are leaks?")
