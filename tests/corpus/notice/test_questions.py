"""Numbered questions of a notice."""

import pytest

from corpus.notice.questions import find_questions
from tests.corpus.voices.kites import NOTICE, Piece, document, notice


def numbers(*pieces: Piece) -> list[str]:
    return [question.number for question in find_questions(document(*pieces, kind="rfc"))]


def test_three_levels_with_their_exact_text() -> None:
    read = notice()
    found = find_questions(read)
    assert [question.number for question in found] == ["1", "1a", "1a(i)", "2"]
    texts = [read.text[question.start : question.end] for question in found]
    assert texts == [piece[1] for piece in NOTICE if piece[0] == "item"]


def test_a_question_of_several_paragraphs_ends_before_a_heading() -> None:
    read = document(
        "1. Why kites?", "Please name them.", ("heading", "Strings"), "2. Why strings?", kind="rfc"
    )
    texts = [read.text[q.start : q.end] for q in find_questions(read)]
    assert texts == ["1. Why kites?\nPlease name them.", "2. Why strings?"]


@pytest.mark.parametrize("form", ["{}. Why?", "{}) Why?", "Question {}: Why?", "Q{}. Why?"])
def test_plain_forms(form: str) -> None:
    assert numbers(form.format(1), form.format(2), form.format(3)) == ["1", "2", "3"]


def test_numbers_that_do_not_run_on_are_no_questions() -> None:
    assert numbers("1. Why?", "3. When?", "b. Where?", "2. Who?") == ["1", "2"]


def test_the_list_that_asks_most_is_taken() -> None:
    background = ("1. Kites are old.", "2. Kites are red.", "3. Kites are heavy.")
    assert numbers(*background, "1. Why?", "a. How?", "2. When?") == ["1", "1a", "2"]
    assert numbers("1. Why?", "2. When?", *background) == ["1", "2"]


def test_spelt_out_numbers_of_a_digest() -> None:
    assert numbers("Question 1. Asks why.", "Question 1a. Asks how.", "Question 1a(i). Asks.") == [
        "1",
        "1a",
        "1a(i)",
    ]


def test_notes_and_other_documents_ask_nothing() -> None:
    assert numbers(("note", "1. See Ada, On Kites.")) == []
    assert find_questions(document(*NOTICE)) == []
