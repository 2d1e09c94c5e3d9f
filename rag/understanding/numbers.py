"""Numbers of the notice's questions as people write them: "question 5b", "the last question"."""

import re
from collections.abc import Sequence

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_BY_NUMBER = re.compile(
    r"\b(?:(?:sub-?)?questions?\s+(?:number\s+|no\.?\s*)?|Q\.?\s?)(\d{1,2})\s?\(?([a-z])?\)?"
    r"(?:\((i{1,3}|iv|v)\))?(?![a-z0-9]|\s+(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_BY_ORDINAL = re.compile(
    rf"(?<!\bmy )(?<!\bone )\b({'|'.join(_ORDINALS)}|last|final)\b(?:\s+\w+){{0,3}}?\s+question\b"
    r"(?!\s*:|\s+(?:I|is about)\b)",
    re.IGNORECASE,
)


def question_numbers(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Numbers of known questions that a text names, its sub-questions after a whole question.

    Args:
        text: a reader's question.
        known: numbers of the notice's questions, in order, such as "5", "5a", "1d(i)".
    """
    named = [_joined(match) for match in _BY_NUMBER.finditer(text)]
    tops = [number for number in known if number.isdigit()]
    for match in _BY_ORDINAL.finditer(text):
        word = match.group(1).lower()
        place = _ORDINALS.index(word) if word in _ORDINALS else len(tops) - 1
        named += tops[place : place + 1]
    found = [
        number
        for asked in named
        for number in known
        if number == asked or (asked.isdigit() and re.match(rf"{asked}[a-z]", number))
    ]
    return tuple(dict.fromkeys(found))


def _joined(match: re.Match[str]) -> str:
    top, letter, roman = match.groups()
    number = top + (letter or "").lower()
    return f"{number}({roman.lower()})" if letter and roman else number
