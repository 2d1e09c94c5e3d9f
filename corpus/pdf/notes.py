"""Footnotes told from the body of a page, and joined where they go on over the page's end."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from corpus.pdf.characters import RAISED_DIGITS, UNRAISED
from corpus.pdf.lines import Line
from corpus.traced import Traced

_SIZE_RATIO = 0.95
"""Footnotes are set at most this large relative to the body (seen: 0.75-0.92)."""
_BODY_RATIO = 0.15
"""Share of a page's characters that its body has at the least; the rest may be footnotes."""
_LABEL = re.compile(
    rf"(?:([{RAISED_DIGITS}]{{1,3}})|(\d{{1,3}})(?=$|[\s.)\]]*(?:[A-Z“\"‘'(\[§]|https?:|www\.|see\b))"
    r"|([*†‡§]{1,3}))[.)\]]?\s*"
)
_RAISED_LABEL = re.compile(rf"[{RAISED_DIGITS}]{{1,3}}\s*[^\s{RAISED_DIGITS}]")
_AFFILIATIONS = re.compile(rf"\S [{RAISED_DIGITS}]{{1,2}}[A-Z]")
"""Authors' institutions on a title page, several numbers on a line."""
_SAME_SIZE = 0.04
_GAP_RATIO = 1.25
"""Usual line distances between the body and its footnotes, at least, where size does not tell."""
_MOST_SKIPPED = 4
"""Numbers that may be missing between a page's note and the one before, a note in a picture say."""


@dataclass(slots=True, eq=False)
class Note:
    """A footnote: its number as printed and its lines, those on later pages too."""

    number: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """A document's pages without their footnotes, and the footnotes."""

    bodies: list[list[Line]]
    notes: list[Note]


def body_size(lines: Sequence[Line]) -> float:
    """The largest size, in points, in which a fair share of the characters is set; 0 for none."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    least = _BODY_RATIO * weights.total()
    return max((size for size, weight in weights.items() if weight >= least), default=0.0)


def split_notes(pages: Sequence[Sequence[Line]]) -> Split:
    """Tell footnotes from the body.

    Footnotes are the lines at the end of a page that are smaller than its body, or stand apart
    from it and begin with a raised number, from the first that begins with a note's number on.

    Args:
        pages: each page's lines in reading order, without heads and feet.
    """
    splitter = _Splitter()
    usual = body_size([line for page in pages for line in page])
    for page in pages:
        splitter.take(page, usual)
    return Split(splitter.bodies, splitter.notes)


class _Splitter:
    def __init__(self) -> None:
        self.bodies: list[list[Line]] = []
        self.notes: list[Note] = []

    def take(self, page: Sequence[Line], usual: float) -> None:
        """Split a page, whose first small lines may go on with the last note of the one before."""
        size = body_size(page)
        shared = sum(len(line.text) for line in page if abs(line.size - usual) < 0.3)
        if shared >= _BODY_RATIO * sum(len(line.text) for line in page):
            size = min(size, usual)
        small = [not line.row and 0 < line.size <= _SIZE_RATIO * size for line in page]
        small = _with_labelled(page, small, size)
        zone = _zone(page, small)
        body = [line for number, line in enumerate(page) if number not in zone]
        inside = [page[number] for number in sorted(zone)]
        if _one_column(inside):
            inside.sort(key=lambda line: -line.baseline)
        left_over = self._take_notes(inside, body)
        self.bodies.append([*body, *left_over])

    def _take_notes(self, lines: Sequence[Line], body: Sequence[Line]) -> list[Line]:
        """Add the notes that these lines are; lines that are none after all come back."""
        open_note = self.notes[-1] if self.notes else None
        if open_note is not None and lines and open_note.lines[-1].page != lines[0].page - 1:
            open_note = None
        left_over: list[Line] = []
        lowest = min((line.baseline for line in body), default=float("inf"))
        for line in lines:
            label = self._label(line, open_note)
            if label:
                number, text = label
                open_note = Note(number, [replace(line, text=text)])
                self.notes.append(open_note)
            elif open_note is not None and _goes_on(open_note, line, lowest):
                open_note.lines.append(line)
            else:
                left_over.append(line)
        return left_over

    def _label(self, line: Line, open_note: Note | None) -> tuple[str, Traced] | None:
        match = _LABEL.match(line.text.text)
        if match is None or _AFFILIATIONS.search(line.text.text):
            return None
        number = match.group().strip(" .)]").translate(UNRAISED)
        going_on = open_note is not None and open_note.lines[-1].page == line.page
        if match.group(2) and not self._follows(int(number), going_on):
            return None
        return number, line.text[match.end() :]

    def _follows(self, number: int, going_on: bool) -> bool:
        """Whether a plain number can be the next note's: 12 after 11, or 1 in another part."""
        numbers = [int(note.number) for note in self.notes[-3:] if note.number.isdigit()]
        if not numbers:
            return number <= _MOST_SKIPPED + 1
        return 0 < number - numbers[-1] <= _MOST_SKIPPED or (number == 1 and not going_on)


def _goes_on(note: Note, line: Line, lowest: float) -> bool:
    """Whether a line is a note's next one: on its page, or set like it at the next one's foot."""
    last = note.lines[-1]
    if last.page == line.page:
        return True
    return line.baseline < lowest and abs(line.size - last.size) < _SAME_SIZE * last.size


def _with_labelled(page: Sequence[Line], small: list[bool], size: float) -> list[bool]:
    """Counts as small, too, all from a raised number that stands apart to the page's end."""
    gaps = [before.baseline - line.baseline for before, line in pairwise(page)]
    usual = median(gap for gap in gaps if gap > 0) if any(gap > 0 for gap in gaps) else 0.0
    lowest, first = float("-inf"), len(page)
    for place in range(len(page) - 1, -1, -1):
        line = page[place]
        if line.row or line.size > size + 0.05 or line.baseline < lowest:
            break
        lowest = line.baseline
        if _RAISED_LABEL.match(line.text.text):
            apart = place == 0 or gaps[place - 1] > _GAP_RATIO * usual
            if apart or first < len(page):
                first = place
    return [*small[:first], *(True for _ in page[first:])]


def _zone(page: Sequence[Line], small: Sequence[bool]) -> set[int]:
    """Places of the lines that may be footnotes: runs of small lines in which a note begins.

    Small lines before the first number of a run count too, where the run ends the page: they go
    on with a note of the page before.
    """
    zone: set[int] = set()
    number = 0
    while number < len(page):
        if not small[number]:
            number += 1
            continue
        end = number
        while end < len(page) and small[end]:
            end += 1
        labelled = next((n for n in range(number, end) if _LABEL.match(page[n].text.text)), None)
        if end == len(page):
            zone.update(range(number, end))
        elif labelled is not None:
            zone.update(range(labelled, end))
        number = end
    return zone


def _one_column(lines: Sequence[Line]) -> bool:
    if not lines:
        return False
    left = max(line.left for line in lines)
    right = min(line.right for line in lines)
    widest = max(lines, key=lambda line: line.width)
    inside = all(
        line.left < widest.right and line.right > widest.left and line.left - widest.left < 200
        for line in lines
    )
    return inside and left < widest.right and right > widest.left
