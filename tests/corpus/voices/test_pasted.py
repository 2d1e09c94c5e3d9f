"""The agency's words in a comment."""

import pytest

from corpus.voices.pasted import find_pastes
from corpus.voices.wording import Notice
from tests.corpus.voices.kites import (
    BACKGROUND,
    DEFINITION,
    ONE,
    ONE_A,
    ONE_A_I,
    TWO,
    Piece,
    document,
    notice,
)

WORDING = Notice(notice())


def pasted(*pieces: Piece) -> list[tuple[str, str]]:
    """Question and words of each paste."""
    read = document(*pieces)
    return [
        (paste.question, read.text[paste.start : paste.end])
        for paste in find_pastes(read.text, read.blocks, WORDING)
    ]


@pytest.mark.parametrize(("number", "text"), [("1", ONE), ("1a", ONE_A), ("1a(i)", ONE_A_I)])
def test_whole_questions(number: str, text: str) -> None:
    assert pasted("Our club is old.", text, "We like them.") == [(number, text)]


@pytest.mark.parametrize(
    "text",
    [
        TWO.upper(),
        TWO.replace("kites", "ki tes").replace("the harbour", "theharbour"),
        TWO.replace("ferries", "fer-ries").replace("2. ", "Question 2: "),
        TWO.replace("2. ", "“") + "”",
        TWO.replace("2. ", "VII. "),
        TWO.replace("should the owners of ferries", "should the owners of all ferries"),
    ],
)
def test_questions_damaged_or_changed_a_little(text: str) -> None:
    assert pasted(text) == [("2", text)]


def test_questions_in_one_block_are_told_apart() -> None:
    assert pasted(f"{ONE_A_I} {TWO} Land.") == [("1a(i)", ONE_A_I), ("2", TWO)]


def test_a_question_over_two_blocks() -> None:
    first, second = ONE_A[:70], ONE_A[70:]
    assert "".join(words for _, words in pasted(first, second)).startswith(ONE_A[:60])


def test_the_answer_in_the_same_block_is_the_commenters() -> None:
    assert pasted(f"{TWO} They should wait until the wind falls.") == [("2", TWO)]
    assert pasted(f"{TWO} wait a while") == [("2", TWO)]


def test_explanations_have_no_question() -> None:
    assert pasted(f"The notice is right. {BACKGROUND}") == [("", BACKGROUND)]


@pytest.mark.parametrize(
    "text",
    [
        "Kites on long strings are dear to all of us.",
        "Many winds make kites on long strings fall upon roofs, gardens and ships in our town.",
        "The owners of ferries should whistle when kites on long strings cross the harbour.",
        "What should the owners of ferries do? They should wait.",
        "We have flown kites over this harbour for three hundred years and more.",
    ],
)
def test_a_commenters_own_sentence_is_his_own(text: str) -> None:
    assert pasted(text) == []


def test_a_statement_made_of_a_question_is_the_commenters() -> None:
    text = TWO.removeprefix("2. What should the ").rstrip("?") + "."
    assert pasted(f"The {text}") == []


def test_words_of_the_notice_between_quotation_marks() -> None:
    quoted = "nobody has counted how many of them came down on the roofs of the town"
    assert pasted(f"We regret that “{quoted}” for so long.") == [("", quoted)]


def test_what_the_notice_quotes_is_not_its_own() -> None:
    quoted = DEFINITION[DEFINITION.index("‘‘") + 2 : -3]
    assert pasted(f"The statute speaks of “{quoted}” in section 3.") == []


def test_the_notices_name_and_dates_are_nobodys_words() -> None:
    assert pasted("Comments must be received by March 3, 2031.", "Bureau of Kites") == []


def test_a_digest_has_no_words_of_the_agencys() -> None:
    wording = Notice(notice(origin="digest"))
    read = document(ONE, TWO)
    assert find_pastes(read.text, read.blocks, wording) == []
    assert wording.numbers == ("1", "1a", "1a(i)", "2")
