"""Where sentences begin and end in the text of a document.

Rules rather than a model: the same text always gives the same ranges, offsets stay exact, and
legal prose needs its own abbreviations anyway (a footnote number may close a sentence).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_ABBREVIATIONS = frozenset(
    """
    a.i al assoc bros ca cal cf ch cir co col comm comp conf conn cong corp ct ctr def dep
    dept det dev dist div dr ed eds e.g et est etc ex exec ext fed fig figs gen gov hon i.e
    ibid inc inst int intl jan feb mar apr jun jul aug sept sep oct nov dec jr l ltd mass mr
    mrs ms mt n nat natl op para paras ph.d p phil pp prof pub rec reg regs rep res rev
    sec sens ser sess sgt soc sr st stat supp tech tr u.k u.n univ u.s u.s.c v viz vol vols vs
    """.split()
)
"""Lower-case words that take a full stop without ending a sentence."""
_NUMBERED = frozenset({"art", "no", "nos"})
"""Abbreviations only before a number: "Art. 5", but "the state of the art."."""
_NUMBER_AFTER = re.compile(r"\s+(?:\d|[IVXL]+\b)")
_LONGEST_TOKEN = 40

_TERMINAL = re.compile(r"[.!?…][”’\"')\]]*(?:\d{1,3})?(?=\s)")
"""A number after a space begins the next sentence; one without is a note's that was left."""
_QUESTION_NUMBER = re.compile(r"(?:[•●-]\s+)?Question\s+\d+[a-z]?(?:\([ivx]+\))?", re.I)
"""At the start of a paragraph this belongs to the question that follows."""
_NUMBER_BEFORE = re.compile(r"(?:^|\s)[\divxl]{1,4}$", re.IGNORECASE)
_STARTS = re.compile(r"\s+[“‘\"'(\[•]*[A-Z0-9“‘\"\[•]")
_INITIALS = re.compile(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]")
"""As in "J. Smith", "E.O. 14110", "47 C.F.R. 15"."""
_LAST_WORD = re.compile(r"[\w.’'&-]+$")
_LINE = re.compile(r"[^\n]+")


def sentence_ranges(text: str) -> list[tuple[int, int]]:
    """Ranges [start, end) of the sentences of a text, in order, without the space around them.

    Args:
        text: text with one paragraph a line; no sentence runs over the end of a line.

    Returns:
        Ranges that do not overlap, each of a stripped, non-empty sentence.
    """
    ranges = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        cuts = [start, *_cuts(text, start, end), end]
        ranges += [_strip(text, left, right) for left, right in pairwise(cuts)]
    return [(start, end) for start, end in ranges if start < end]


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    for match in _TERMINAL.finditer(text, start, end):
        stop = match.end()
        if _STARTS.match(text, stop, end) and not _is_abbreviation(text, start, match):
            yield stop


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group(0) != ".":
        return False
    # Only a little is looked at: from the paragraph's start it would take quadratic time.
    nearby = max(start, match.start() - _LONGEST_TOKEN)
    word = _LAST_WORD.search(text, nearby, match.start())
    if word is None:
        return False
    token = word.group(0)
    if word.start() == start and len(token) <= 3 and _NUMBER_BEFORE.search(token):
        return True  # "1." or "iv." opening a list item
    if _QUESTION_NUMBER.fullmatch(text, start, match.start()):
        return True
    if token.lower() in _NUMBERED:
        return bool(_NUMBER_AFTER.match(text, match.start() + 1))
    return bool(_INITIALS.fullmatch(token)) or token.lower() in _ABBREVIATIONS


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
