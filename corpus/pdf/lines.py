"""Lines of a page from the places of its glyphs, not from the order in which a file draws them."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.cleaning import LINE_END_HYPHEN
from corpus.pdf.characters import RAISED, clean_line
from corpus.pdf.glyphs import Glyphs
from corpus.traced import Traced, joined, origins_at

_SAME_LINE_OVERLAP = 0.5
"""Two glyphs are on one line when they share this part of the lower one's height."""
_CELL_GAP = 2.0
"""A gap of this many font heights separates cells of a table or columns; a justified line's widest
gaps between words are about 1."""
_BACK_STEP = 0.6
"""Font heights that a line may step back to the left, as a letter's accent does."""
_WORD_GAP = 0.15
"""Font heights between two pieces of a line from which on a space stands between them."""
_LABEL = re.compile(r"[•●▪◦‣■○–—*·o➢✓-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}")
_LABEL_CHARS = 7
_LABEL_GAP = 6.0
"""Font heights between a list's bullet or number and its text, at most."""
_RAISED_SIZE = 0.85
_RAISED_BY = 0.08
"""A raised digit's font is at most and its bottom at least this part of the line's size smaller and
higher; in the first docket's files 0.5-0.8 and 0.12-0.5."""
_LEFT_OUT = "\u200b"
_WHITE = np.array(
    [ord(c) for c in "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\xad"]
    + list(range(0x2000, 0x200E)),
    dtype=np.uint32,
)
"""Codes of white space and of what takes no room."""
_INSIDE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of text, or a piece of one that stands apart, such as a table's cell.

    Attributes:
        text: cleaned; LINE_END_HYPHEN stands for a hyphen at its end where pdfium marks one.
        left, bottom, right, top: the box in points, y upwards.
        size: height of the font's box of most of its glyphs, in points.
        baseline: the bottom of most of its glyphs, in points.
        bold: the whole line is.
        italic: the whole line is.
        row: a table's row, its cells joined by " | ".
    """

    page: int
    text: Traced
    left: float
    bottom: float
    right: float
    top: float
    size: float
    baseline: float
    bold: bool = False
    italic: bool = False
    row: bool = False

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left


def lines_of(glyphs: Glyphs, seen: npt.NDArray[np.bool_]) -> list[Line]:
    """Lines of a page in the order in which the file draws them.

    Args:
        glyphs: the page's glyphs.
        seen: shape (n,): glyphs that a reader sees; the others are left out.
    """
    every = _inked(glyphs)
    inked = np.flatnonzero(seen & every)
    if not len(inked):
        return []
    if len(inked) < np.count_nonzero(every):
        glyphs = replace(glyphs, text=_without(glyphs.text, np.flatnonzero(every & ~seen)))
    left, bottom, right, top = glyphs.boxes[inked].T
    height = top - bottom
    overlap = np.minimum(top[1:], top[:-1]) - np.maximum(bottom[1:], bottom[:-1])
    lower = np.minimum(height[1:], height[:-1])
    taller = np.maximum(height[1:], height[:-1])
    gap = left[1:] - right[:-1]
    apart = (
        (overlap < _SAME_LINE_OVERLAP * lower)
        | (gap > _CELL_GAP * taller)
        | (left[1:] - left[:-1] < -_BACK_STEP * taller)  # letters of one ligature share a box
    )
    cuts = [0, *(np.flatnonzero(apart) + 1).tolist(), len(inked)]
    pieces = [_piece(glyphs, inked[start:end]) for start, end in pairwise(cuts)]
    pieces = [piece for piece in pieces if len(piece.text)]
    return _merged(pieces) if pieces else []


def _inked(glyphs: Glyphs) -> npt.NDArray[np.bool_]:
    """Glyphs with a width that are no white space; a letter that is not known is one (NUL)."""
    boxes = glyphs.boxes
    codes = np.frombuffer(glyphs.text.encode("utf-32-le", errors="replace"), dtype=np.uint32)
    white = np.isin(codes, _WHITE)
    return ~white & (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])


def _without(text: str, places: npt.NDArray[np.intp]) -> str:
    """The text with a character that cleaning leaves out at these places."""
    characters = list(text)
    for place in places.tolist():
        characters[place] = _LEFT_OUT
    return "".join(characters)


def _piece(glyphs: Glyphs, inked: npt.NDArray[np.intp]) -> Line:
    first, last = int(inked[0]), int(inked[-1])
    boxes = glyphs.boxes[inked]
    heights = boxes[:, 3] - boxes[:, 1]
    size = _usual(heights)
    usual = np.abs(heights - size) < 0.1 * size
    raw = Traced(glyphs.text[first : last + 1], origins_at(glyphs.page, np.arange(first, last + 1)))
    if size - float(heights.min()) > 0.1 * size:
        raw = _with_raised(raw, inked - first, boxes, size)
    if "\n" in raw.text or "\r" in raw.text:
        raw = raw.sub(_INSIDE, " ")
    if LINE_END_HYPHEN in raw.text[:-1]:
        raw = Traced(raw.text[:-1].replace(LINE_END_HYPHEN, "-") + raw.text[-1], raw.origins)
    return Line(
        page=glyphs.page,
        text=clean_line(raw),
        left=float(boxes[:, 0].min()),
        bottom=float(boxes[:, 1].min()),
        right=float(boxes[:, 2].max()),
        top=float(boxes[:, 3].max()),
        size=size,
        baseline=_middle(boxes[usual, 1]),
    )


def _with_raised(
    raw: Traced, places: npt.NDArray[np.intp], boxes: npt.NDArray[np.float32], size: float
) -> Traced:
    """The text with superscript digits for those that are small and stand high."""
    height = boxes[:, 3] - boxes[:, 1]
    baseline = _middle(boxes[height > _RAISED_SIZE * size, 1])
    raised = (height <= _RAISED_SIZE * size) & (boxes[:, 1] >= baseline + _RAISED_BY * size)
    text = list(raw.text)
    for place in places[raised].tolist():
        text[place] = text[place].translate(RAISED)
    return Traced("".join(text), raw.origins)


def _middle(values: npt.NDArray[np.float32]) -> float:
    """The median, the lower of two; numpy's own takes ten times as long on a line's glyphs."""
    return float(np.sort(values)[(len(values) - 1) // 2])


def _usual(heights: npt.NDArray[np.float32]) -> float:
    """The height that most glyphs have, to a tenth of a point."""
    if np.ptp(heights) < 0.1:
        return float(heights[0])
    values, counts = np.unique(np.round(heights, 1), return_counts=True)
    return float(values[counts.argmax()])


def _merged(pieces: list[Line]) -> list[Line]:
    """Pieces of one line made one: raised numbers and what they follow, bullets and their text."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if _continues(lines[-1], piece):
            lines[-1] = _together(lines[-1], piece)
        else:
            lines.append(piece)
    return lines


def _continues(line: Line, piece: Line) -> bool:
    lower = min(line.top - line.bottom, piece.top - piece.bottom)
    overlap = min(line.top, piece.top) - max(line.bottom, piece.bottom)
    larger = max(line.size, piece.size)
    if overlap < _SAME_LINE_OVERLAP * lower * 0.8:
        return False
    if _is_label(piece) and 0 <= line.left - piece.right <= _LABEL_GAP * larger:
        return True
    reach = _LABEL_GAP if _is_label(line) else _CELL_GAP
    return -_BACK_STEP * larger <= piece.left - line.right <= reach * larger


def _is_label(line: Line) -> bool:
    return len(line.text) <= _LABEL_CHARS and _LABEL.fullmatch(line.text.text) is not None


def _together(line: Line, piece: Line) -> Line:
    if piece.right <= line.left:
        line, piece = piece, line
    apart = piece.left - line.right > _WORD_GAP * max(line.size, piece.size)
    main, other = (line, piece) if len(line.text) >= len(piece.text) else (piece, line)
    start, end = _side_by_side(line, main, other), _side_by_side(piece, main, other)
    return replace(
        line,
        text=joined(" ", (start, end)) if apart else start + end,
        left=min(line.left, piece.left),
        bottom=min(line.bottom, piece.bottom),
        right=max(line.right, piece.right),
        top=max(line.top, piece.top),
        size=main.size,
        baseline=main.baseline,
    )


def _side_by_side(part: Line, main: Line, other: Line) -> Traced:
    """The text of a part of a line: digits raised where it is the small, high one."""
    text = part.text.text
    if text.endswith(LINE_END_HYPHEN) and part.right <= max(main.left, other.left):
        text = text[:-1] + "-"
    raised = (
        other.size <= _RAISED_SIZE * main.size
        and other.baseline >= main.baseline + _RAISED_BY * main.size
    )
    if part is other and raised:
        text = text.translate(RAISED)
    return Traced(text, part.text.origins)
