"""Marks of notes that a file draws apart from their line, put back into it."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corpus.pdf.characters import RAISED
from corpus.pdf.glyphs import Glyphs
from corpus.pdf.lines import Line
from corpus.traced import NO_GLYPH, Traced, glyphs_at, joined

_MARK = re.compile(r"\d{1,3}(?:[,;] ?\d{1,3})*")
_SMALLER = 0.85
"""A mark's size relative to its line's, at most."""
_REACH = 0.3
"""Sizes of the line's type that a mark may stick out above it, or stand after its end."""


def with_marks(lines: Sequence[Line], glyphs: Glyphs) -> list[Line]:
    """Lines, with those that are nothing but a mark inside another put into that one."""
    result = list(lines)
    for mark in lines:
        if not _MARK.fullmatch(mark.text.text):
            continue
        host = next((n for n, line in enumerate(result) if _holds(line, mark)), None)
        if host is not None:
            result[host] = _inserted(result[host], mark, glyphs)
            result.remove(mark)
    return result


def _holds(line: Line, mark: Line) -> bool:
    reach = _REACH * line.size
    return (
        line is not mark
        and mark.size <= _SMALLER * line.size
        and line.bottom <= mark.bottom
        and mark.top <= line.top + reach
        and line.left < mark.left <= line.right + reach
    )


def _inserted(line: Line, mark: Line, glyphs: Glyphs) -> Line:
    own = glyphs_at(line.text.origins)
    known = own != NO_GLYPH
    lefts = np.where(known, glyphs.boxes[np.where(known, own, 0), 0], -np.inf)
    after = np.flatnonzero(known & (lefts >= mark.left))
    place = int(after[0]) if len(after) else len(line.text)
    raised = Traced(mark.text.text.translate(RAISED), mark.text.origins)
    before, rest = line.text[:place].strip(), line.text[place:].strip()
    return replace(line, text=joined(" ", (before + raised, rest)))
