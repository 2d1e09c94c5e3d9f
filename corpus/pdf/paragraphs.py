"""Lines joined into paragraphs, over columns and pages too."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from corpus.cleaning import LINE_END_HYPHEN
from corpus.pdf.joining import join_lines
from corpus.pdf.lines import Line
from corpus.traced import Traced

BULLET = r"[•●▪◦‣■○➢✓*]|[–—·-]"
_ITEM = re.compile(
    rf"(?![A-Z]\. ?[A-Z]\.)"
    rf"(?:(?:{BULLET})|o|\(?(?:[a-zA-Z]|[ivxIVX]{{1,5}}|\d{{1,2}})[.)]|\[\d{{1,3}}\])\s+\S"
    r"|[•●▪◦‣■○➢✓]\S"
)
"""A list's bullet, letter or number, but no initials as in "U. S."."""
_CLOSED = re.compile(r"[.!?:;][”’\"')\]]*(?:\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3})?$")
_SENTENCE_CLOSED = re.compile(r"[.!?][”’\"')\]]*(?:\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?$")
_LEADERS_CHARS = 250
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{5,})\s*[\divxlc]*$")
_OPEN_END = re.compile(
    r"(?:[^\W\d_],|\b(?:and|or|the|of|in|to|a|an|for|with|by|on|at|as|that|which|from|is|are))$"
)
"""No paragraph ends so."""
_GAP_RATIO = 1.3
"""Usual line distances from a paragraph to the next; within one they are at most 1.1."""
_CLOSED_GAP_RATIO = 1.2
"""The same where the line before ends a sentence; in 23 files 1.22 was the smallest such gap."""
_OPEN_GAP_RATIO = 2.2
"""The same where the line goes on in lower case with what the one before left open."""
_SIZE_CHANGE = 0.06
_INDENT = 0.8
"""Type sizes that a first line is indented, at least."""
_ROOM = 0.7
"""Type sizes left over at a line's end beside the next word: the break was meant."""
_SAME_COLUMN = 1.5
_RAISED_LABEL = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}\s?[A-Z“\"‘h]")


@dataclass(eq=False)
class Paragraph:
    """Lines that belong together.

    Attributes:
        lines: at least one.
        item: it begins with a list's bullet or number.
    """

    lines: list[Line] = field(default_factory=list)
    item: bool = False

    @property
    def gap(self) -> float:
        """Distance of its last two lines on one page, in points; 0 where there are none."""
        if len(self.lines) < 2 or self.lines[-2].page != self.lines[-1].page:
            return 0.0
        return max(0.0, self.lines[-2].baseline - self.lines[-1].baseline)

    @cached_property
    def text(self) -> Traced:
        """All lines joined; LINE_END_HYPHEN stands where a line ended in a hyphen."""
        return join_lines([line.text for line in self.lines])


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Join the lines of a document's body.

    Args:
        pages: each page's lines in reading order, without heads, feet and notes.
    """
    lines = [line for page in pages for line in page]
    rights = [right for page in pages for right in _column_rights(page)]
    gaps = {page[0].page: _usual_gaps(page) for page in pages if page}
    result: list[Paragraph] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        starts = before is None or _starts(
            result[-1], before, line, rights[number - 1], gaps[line.page].get(line.size, 0.0)
        )
        if starts:
            result.append(Paragraph([line], bool(_ITEM.match(line.text.text))))
        else:
            result[-1].lines.append(line)
    return result


def has_leaders(text: str) -> bool:
    """Whether a line ends in the dots that lead to a page's number in a table of contents."""
    found = _LEADERS.search(text[-_LEADERS_CHARS:])
    return found is not None and any(map(str.isalpha, text[:_LEADERS_CHARS].rstrip(". _…")))


def _usual_gaps(page: Sequence[Line]) -> dict[float, float]:
    """The usual distance between two lines of a page's text, in points, by the type's size."""
    gaps: dict[float, list[float]] = defaultdict(list)
    for before, line in pairwise(page):
        gap = before.baseline - line.baseline
        if before.size == line.size and 0.5 * line.size < gap < 3.5 * line.size:
            gaps[line.size].append(gap)
    # Half of the lines and more may be single-line paragraphs: the smaller distances count.
    return {
        size: float(median(sorted(found)[: max(1, 2 * len(found) // 3)]))
        for size, found in gaps.items()
    }


def _column_rights(page: Sequence[Line]) -> list[float]:
    """Where the column that each line stands in ends, in points."""
    result: list[float] = []
    start = 0
    for number in range(1, len(page) + 1):
        if number < len(page) and _same_column(page[number - 1], page[number]):
            continue
        run = page[start:number]
        wide = run if len(run) > 3 else [line for line in page if _overlaps(line, run[0])]
        result += [max(line.right for line in wide)] * len(run)
        start = number
    return result


def _same_column(before: Line, line: Line) -> bool:
    below = line.baseline < before.baseline
    return below and abs(line.left - before.left) < _SAME_COLUMN * max(line.size, before.size)


def _overlaps(line: Line, other: Line) -> bool:
    return line.left < other.right and other.left < line.right


def _starts(paragraph: Paragraph, before: Line, line: Line, right: float, usual_gap: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    if line.row or before.row or has_leaders(before.text.text):
        return True
    if before.text.text.endswith(LINE_END_HYPHEN):
        return False
    if _styled_apart(before, line):
        return True
    if line.page != before.page or line.baseline > before.baseline:
        return not _runs_on(before, line, right)
    gap = before.baseline - line.baseline
    goes_on = _goes_on(line)
    usual_gap = max(usual_gap, line.size, paragraph.gap)
    if _SENTENCE_CLOSED.search(before.text.text):
        least = _CLOSED_GAP_RATIO
    else:
        least = _OPEN_GAP_RATIO if goes_on else _GAP_RATIO
    if gap > least * usual_gap:
        return True
    if _RAISED_LABEL.match(line.text.text) and _CLOSED.search(before.text.text):
        return True
    if _begins_item(before, line, right):
        return True
    if goes_on or _OPEN_END.search(before.text.text) or _is_heading_line(before, line):
        return False
    return _break_was_meant(before, line, right) or _indented_anew(paragraph, before, line)


def _goes_on(line: Line) -> bool:
    """Whether a line begins in the middle of a sentence."""
    text = line.text.text
    if text[0] == "(" and text[1:2].islower() and not _ITEM.match(text):
        return True
    return text[0].islower() and not _ITEM.match(text) and not text.startswith(("http", "www."))


def _styled_apart(before: Line, line: Line) -> bool:
    """Another size, or all bold against not at all where the line before is no full one."""
    if abs(before.size - line.size) > _SIZE_CHANGE * max(before.size, line.size):
        return True
    return before.bold != line.bold and bool(
        _CLOSED.search(before.text.text) or not line.text.text[:1].islower()
    )


def _is_heading_line(before: Line, line: Line) -> bool:
    """Two lines of one heading, which may be centred: both bold, the break anywhere."""
    return before.bold and line.bold and not _CLOSED.search(before.text.text)


def _runs_on(before: Line, line: Line, right: float) -> bool:
    """Whether a sentence goes on from a page's or column's last line to the next one's first."""
    text = line.text.text
    if _SENTENCE_CLOSED.search(before.text.text) or (_ITEM.match(text) and text[0] not in "—–"):
        return False
    if text[:1].islower() or text[:1] in "—–":
        return True
    if before.bold != line.bold:
        return False
    return not _CLOSED.search(before.text.text) and not _break_was_meant(before, line, right)


def _begins_item(before: Line, line: Line, right: float) -> bool:
    text = line.text.text
    if not _ITEM.match(text):
        return False
    if text[0] in "•●▪◦‣■○➢✓":
        return True
    # "26. The ..." may be the end of a sentence that the line before began.
    return _CLOSED.search(before.text.text) is not None or _break_was_meant(before, line, right)


def _break_was_meant(before: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have found room at the end of the one before."""
    text = line.text.text
    word = len(text.split(" ", 1)[0])
    width = line.width * (word + 1) / max(1, len(text))
    room = right - before.right
    return room > width + _ROOM * line.size and room > 3 * line.size


def _indented_anew(paragraph: Paragraph, before: Line, line: Line) -> bool:
    """A first line's indent, or the end of the hanging indent of an entry before."""
    indent = _INDENT * line.size
    if line.left > before.left + indent:
        first_of_item = len(paragraph.lines) == 1 and paragraph.item
        hanging = len(paragraph.lines) == 1 and not _CLOSED.search(before.text.text)
        return not first_of_item and not hanging
    return len(paragraph.lines) > 1 and line.left < before.left - indent
