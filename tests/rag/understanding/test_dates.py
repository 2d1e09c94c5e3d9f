"""When comments were filed that a question asks for."""

from datetime import date

import pytest

from rag.understanding.dates import filed_when


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        (
            "Which comments filed on March 27, 2024 mention China?",
            date(2024, 3, 27),
            date(2024, 3, 27),
        ),
        ("comments submitted before 26 March", None, date(2024, 3, 25)),
        ("letters dated 2024-03-20", date(2024, 3, 20), date(2024, 3, 20)),
        ("comments posted after Mar. 25th", date(2024, 3, 26), None),
        ("comments received since March 1", date(2024, 3, 1), None),
        ("comments sent by 3/25/2024", None, date(2024, 3, 25)),
        ("comments filed on or before the 1st", None, None),
        ("comments submitted between March 20 and March 26", date(2024, 3, 20), date(2024, 3, 26)),
        ("comments of the 20th of March", None, None),
        ("comments of 20 March", date(2024, 3, 20), date(2024, 3, 20)),
    ],
)
def test_days(question: str, first: date | None, last: date | None) -> None:
    filed = filed_when(question, 2024)
    assert (filed and filed.first, filed and filed.last) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "What happened on March 27, 2024?",
        "Who mentions the order of October 30, 2023?",
        "comments filed on April 31",
        "How many comments were filed?",
        "When was it filed?",
        "What did the executive order signed on October 30, 2023 require?",
        "Why was the deadline for comments March 27, 2024?",
        "models made before October 30, 2023",
        "Which comments may 10 billion parameter models fall under?",
        "comments on decision 2 by regulators",
    ],
)
def test_other_dates_are_no_wish(question: str) -> None:
    assert filed_when(question, 2024) is None


def test_the_ends_of_the_calendar_are_no_trouble() -> None:
    for question in ("comments filed before 0001-01-01", "comments filed after 9999-12-31"):
        assert filed_when(question, 2024) is None
    assert filed_when("comments filed before January 1", 1) is not None


def test_a_day_between() -> None:
    filed = filed_when("letters filed between March 26 and March 20", 2024)
    assert filed is not None
    assert [filed.holds(date(2024, 3, day)) for day in (19, 20, 26, 27)] == [
        False,
        True,
        True,
        False,
    ]
