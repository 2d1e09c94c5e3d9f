"""Wishes for pages."""

import pytest

from rag.understanding.pages import pages_asked_for, without_pages


@pytest.mark.parametrize(
    ("question", "pages", "rest"),
    [
        ("What does EPIC say on page 12?", (12,), "What does EPIC say ?"),
        ("What is on page 12 of EPIC's comment?", (12,), "What is EPIC's comment?"),
        ("EPIC, p. 5", (5,), "EPIC"),
        ("EPIC pp. 3-5 on fees", (3, 4, 5), "EPIC on fees"),
        ("pages 3 to 4 and page 9", (3, 4, 9), "and"),
        ("How many pages has it?", (), "How many pages has it?"),
        ("page 0", (), ""),
        ("pages 9-3", (), ""),
        ("pages 1-5000", (), ""),
        ("the homepage 5", (), "the homepage 5"),
    ],
)
def test_pages(question: str, pages: tuple[int, ...], rest: str) -> None:
    assert pages_asked_for(question) == pages
    if pages or not rest or "page" not in rest:
        return
    assert without_pages(question) == rest


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What does EPIC say on page 12 about fees?", "What does EPIC say about fees?"),
        ("What is on page 12 of EPIC's comment?", "What is EPIC's comment?"),
        ("EPIC (p. 5) on fees", "EPIC on fees"),
    ],
)
def test_the_question_without_them(question: str, rest: str) -> None:
    assert without_pages(question) == rest
