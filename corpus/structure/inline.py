"""What a line of text holds besides characters while a file is read: signs for what they mean.

Readers put the signs between the characters; `resolve` turns the line into clean text, the places
where notes are referred to, and the page of each character.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from corpus.cleaning import clean_characters
from corpus.traced import Traced, joined

PAGE = "\ufdd0"
"""What follows stands on the next page."""
LINE = "\ufdd1"
"""A line ends, though not its paragraph; two of them end it."""
RAISED, RAISED_END = "\ufdd2", "\ufdd3"
"""What is between them stands above the line: an exponent, a note's number, the end of "1st"."""
_CALL, _CALL_END = "\ufdd4", "\ufdd5"
# All are noncharacters: Unicode keeps them for a program's own use, no text is to hold them.

_SIGNS = str.maketrans(dict.fromkeys(f"{PAGE}{LINE}{_CALL}{_CALL_END}{RAISED}{RAISED_END}"))
_TOKEN = re.compile(f"({PAGE}|{_CALL}[^{_CALL}{_CALL_END}]*{_CALL_END})")
_LOST_SIGNS = re.compile(f"[{RAISED}{RAISED_END}]")
"""Of raised text within raised text, or with a note's call in it."""
_RUN = f"(?<![{PAGE}{_CALL_END}])((?:{PAGE}|{_CALL}[^{_CALL}{_CALL_END}]*+{_CALL_END})++)"
_LOST_SPACE = re.compile(rf" ?{_RUN} ?(?=[.,;:!?)\]”’]|$)| {_RUN}(?= )|^{_RUN} ")
"""Space that would stand before a full stop, twice, or at an end of the line without the sign."""
_RAISED_PART = re.compile(f"{RAISED}([^{RAISED}{RAISED_END}]*){RAISED_END}")
_ADJACENT = f"{RAISED_END}{RAISED}"
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴-⁹⁺⁻ⁿ]+")

_LONGEST_BASE = 24
_PLAIN_BASE = re.compile(r"(?<!\d)(?:10|2)$|\d ?[a-z]{1,2}$|(?<!\w)[b-hj-z]$")
"""Is raised to a power even where a note has the number: ten, two, a unit, a variable."""
_NOTE_NUMBERS = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,3})\]?(?:\s?[,;]\s?\d{1,3})*")
_EXPONENT = re.compile(r"[-+]?(?:\d{1,4}|[a-z])")
_ORDINAL = re.compile(r"st|nd|rd|th|er|e|o|a", re.I)
_TRADE = {"tm": "™", "sm": "℠", "®": "®", "©": "©"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_POWER_BASE = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]{1,2}|\d|[\d\W][A-Za-z]?\))$")
"""What is raised to a power: a figure, a letter or a unit ("x", "km"), a bracket of such."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line resolved.

    Attributes:
        text: clean text, without line breaks.
        calls: offset in the text and number of each note that is referred to, in order.
        exponents: how many raised figures were kept as "^26".
    """

    text: Traced
    calls: tuple[tuple[int, str], ...]
    exponents: int


def without_signs(text: str) -> str:
    """Text of a file without the signs that only a reader may set."""
    return text.translate(_SIGNS)


def call(number: str) -> str:
    """Sign that note `number` is referred to here."""
    return f"{_CALL}{number}{_CALL_END}"


def resolve(line: str, page: int, notes: Container[str]) -> Line:
    """Turn a line with signs into clean text.

    Args:
        line: characters and signs; a LINE in it becomes a space.
        page: page (1-based) on which it begins.
        notes: numbers of the document's notes: what is raised may be one of them.
    """
    line = _SUPERSCRIPTS.sub(lambda match: f"{RAISED}{match.group()}{RAISED_END}", line)
    line = clean_characters(line.replace(LINE, " ")).replace("\n", " ").replace(_ADJACENT, "")
    exponents = 0

    def lower(match: re.Match[str]) -> str:
        nonlocal exponents
        before = line[max(0, match.start() - _LONGEST_BASE) : match.start()]
        new = _lowered(before, match[1].strip().replace("−", "-"), notes)
        exponents += new.startswith("^")
        return new

    resolved, calls = _placed(_RAISED_PART.sub(lower, line), page)
    return Line(resolved, calls, exponents)


def _lowered(before: str, text: str, notes: Container[str]) -> str:
    """What is raised, written on the line: as an exponent, the call of a note, or as it is."""
    if _CALL in text:
        return text
    if text.lower() in _TRADE:
        return _TRADE[text.lower()]
    if _ORDINAL.fullmatch(text) and before[-1:].isdigit():
        return text
    is_power = bool(_POWER_BASE.search(before)) and not _YEAR.search(before)
    if is_power and text in notes:
        is_power = bool(_PLAIN_BASE.search(before))
    if is_power and _EXPONENT.fullmatch(text):
        return f"^{text}"
    if before and _NOTE_NUMBERS.fullmatch(text):
        return "".join(call(number) for number in re.split(r"\s?[,;]\s?", text.strip("[]")))
    return f"^({text})" if text and before[-1:].isdigit() else text


def _placed(line: str, page: int) -> tuple[Traced, tuple[tuple[int, str], ...]]:
    """Text and calls of a line whose only signs are PAGE and calls."""
    line = _LOST_SIGNS.sub("", _LOST_SPACE.sub(lambda match: match[match.lastindex or 0], line))
    parts: list[Traced] = []
    calls: list[tuple[int, str]] = []
    length = 0
    for token in _TOKEN.split(line):
        if token == PAGE:
            page += 1
        elif token.startswith(_CALL):
            calls.append((length, token[1:-1]))
        else:
            parts.append(Traced.on_page(token, page))
            length += len(token)
    return joined("", parts), tuple(calls)
