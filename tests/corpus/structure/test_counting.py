"""Numbers as lists print them."""

import pytest

from corpus.structure.counting import counted


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerLetter", "0"),
        (10**9, "lowerRoman", "1000000000"),
        (10**9, "lowerLetter", "1000000000"),
        (6, "chicago", "††"),
        (1, "hebrew1", None),
    ],
)
def test_numbers_in_the_styles_of_lists(number: int, style: str, text: str | None) -> None:
    assert counted(number, style) == text
