"""How a comment says which question it answers."""

import pytest

from corpus.voices.labels import numbers_named, without_label


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Question 5b:", "5b"),
        ("Question 7. Kites and the government", "7"),
        ("Response to Question 3", "3"),
        ("Q1(a)", "1a"),
        ("Q. 12: Strings", "12"),
        ("RFC Question 7.", "7"),
        ("Our answer to NTIA’s Question 2.d.i:", "2d(i)"),
        ("Question 1(d)(ii) - Winds", "1d(ii)"),
        ("5(b)", "5b"),
        ("1d.i.", "1d(i)"),
        ("Benefits of kites (question #3)", "3"),
        ("This section addresses RFC question 4", "4"),
    ],
)
def test_headings_with_a_number(text: str, number: str) -> None:
    assert numbers_named(text, heading=True) == (number,)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Responsive to Questions 2, 4, and 5.", ("2", "4", "5")),
        ("The debate over kites (Questions 2 and 3)", ("2", "3")),
        ("RFC questions 1-3", ("1", "3")),
        ("Questions 3.a & 6.a:", ("3a", "6a")),
    ],
)
def test_several_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert (
        numbers_named(text, heading=True) == numbers_named(text, heading=text[0] != "R") == numbers
    )


@pytest.mark.parametrize(
    "text",
    [
        "5. Conclusion",
        "2a. Kites and ferries",
        "Q3 results of the kite trade",
        "Questions",
        "Question 2031 and beyond",
        "12 questions for the Bureau",
    ],
)
def test_headings_of_the_commenters_own(text: str) -> None:
    assert numbers_named(text, heading=True) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Question 3: We think that kites are fine.",
        "Question 3. We think that kites are fine.",
        "Responsive to Question 3.",
        "II. Kites and ferries (Question 3)",
    ],
)
def test_paragraphs_that_begin_an_answer(text: str) -> None:
    assert numbers_named(text, heading=False) == ("3",)


@pytest.mark.parametrize(
    "text",
    [
        "See response to Question 3.",
        "As noted in response to Question 3, kites are fine.",
        "Question 3 asks about kites, and we like them.",
        "Kites, as question 3 says, are fine: we like them.",
        "In 2031 we asked 3 questions.",
        "A long sentence about kites that ends with a reference (see Question 3) and goes on.",
        "",
    ],
)
def test_paragraphs_that_only_mention_a_question(text: str) -> None:
    assert numbers_named(text, heading=False) == ()


@pytest.mark.parametrize(
    "text", ["", "Question 5b: “", "1. a. ", "(1.d.i) ", "VII. ", "iv) ", "Question 1(b). ", "• "]
)
def test_nothing_but_a_label(text: str) -> None:
    assert without_label(text) == ""


@pytest.mark.parametrize(
    ("text", "rest"), [("7. What are the ", "What are the "), ("We ask: ", "We ask: ")]
)
def test_words_after_a_label(text: str, rest: str) -> None:
    assert without_label(text) == rest
