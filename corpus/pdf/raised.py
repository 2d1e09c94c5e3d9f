"""What raised digits mean: a note's mark, which leaves the text, or an exponent, which stays."""

import re
from collections.abc import Collection

from corpus.pdf.characters import RAISED_DIGITS, RAISED_MINUS, UNRAISED
from corpus.traced import Traced

_NUMBER = rf"[{RAISED_DIGITS}]+"
_RUN = re.compile(rf" ?{_NUMBER}(?:[,;–-] ?{_NUMBER}| {_NUMBER}(?![^\s{RAISED_DIGITS}]))*")
_DIGITS = re.compile(_NUMBER)
_POWER = re.compile(rf"(?<=10) ?{RAISED_MINUS}({_NUMBER})")
_MINUS = re.compile(RAISED_MINUS)
_NEAR = 20
"""Characters before a raised number that tell what it is."""
_SPACED_STOP = re.compile(r" [.,;:)]")
_UNIT = re.compile(r"(?:^|[\s\d])(?:[kcm]?m|ft|in|mi)$")
_VARIABLE = re.compile(r"(?:^|[^\w])[A-Za-z]$")
_MOST_NOTE_DIGITS = 3
_ANY_NUMBER = 999


def resolve_raised(
    text: Traced, numbers: Collection[str], highest: int = _ANY_NUMBER
) -> tuple[Traced, tuple[tuple[int, str], ...]]:
    """Take note marks out of a paragraph and write exponents as "10^26".

    Digits raised after 10 are an exponent; after another number, a unit of length or a single
    letter they are one unless a note of the page has that number; elsewhere they are marks.

    Args:
        text: a paragraph in which raised digits are superscript digits.
        numbers: numbers of the notes on the paragraph's pages.
        highest: highest number of a note in the document; a larger one is no mark and stays.

    Returns:
        The text without marks, and each mark's offset in it and number, in order.
    """
    if RAISED_MINUS in text.text:
        text = text.sub(_POWER, lambda match: f"^-{match.group(1).translate(UNRAISED)}")
        text = text.sub(_MINUS, "-")
    edits: list[tuple[int, int, str]] = []
    marks: list[tuple[int, str]] = []
    shift = 0
    for match in _RUN.finditer(text.text):
        before = text.text[max(0, match.start() - _NEAR) : match.start()]
        after = text.text[match.end() : match.end() + _NEAR]
        found = [
            number
            for digits in _DIGITS.findall(match.group())
            for number in _told_apart(digits.translate(UNRAISED), numbers)
        ]
        if after[:1] in ("/", "⁄") or before[-1:] in ("/", "⁄"):
            new = match.group().translate(UNRAISED)
        elif len(found) == 1 and (
            int(found[0]) > highest or _is_exponent(before, found[0], numbers)
        ):
            new = f"^{found[0]}"
        else:
            new = " " if _needs_space(before, after) else ""
            marks += [(match.start() + shift + len(new), number) for number in found]
        end = match.end() + (1 if not new and _SPACED_STOP.match(after) else 0)
        edits.append((match.start(), end, new))
        shift += len(new) - (end - match.start())
    return text.replaced(edits), tuple(marks)


def _told_apart(digits: str, numbers: Collection[str]) -> list[str]:
    """The numbers of notes whose marks touch: 22 and 23 in "2223"."""
    if digits in numbers:
        return [digits]
    for place in range(1, len(digits)):
        found = [digits[:place]]
        while found[-1] in numbers and sum(map(len, found)) < len(digits):
            found.append(str(int(found[-1]) + 1))
        if len(found) > 1 and found[-1] in numbers and "".join(found) == digits:
            return found
    return [digits]


def _is_exponent(before: str, number: str, numbers: Collection[str]) -> bool:
    if len(number) > _MOST_NOTE_DIGITS:
        return True
    base = before.rstrip()
    if re.search(r"(?:^|\D)10$", base):
        return True
    if number in numbers:
        return False
    return bool(
        (_UNIT.search(base) and number in ("2", "3"))
        or re.search(r"\d$", base)
        or _VARIABLE.search(base)
    )


def _needs_space(before: str, after: str) -> bool:
    """Whether taking the mark out would run two words together."""
    return bool(before) and not before[-1].isspace() and after[:1].isalnum()
