"""Words set upright or aslant on a page whose text is not: stamps in the margin, watermarks."""

import math
from collections.abc import Sequence

import pypdfium2
from pypdfium2 import raw as pdfium_c

from corpus.pdf.lines import Line
from corpus.traced import NO_GLYPH, glyphs_at

_MOST_RATIO = 0.3
"""Of a page's characters; where more are turned, they are its text."""
_SAME_ANGLE = 0.1
"""Radians within which two angles are one."""


def without_turned(textpage: pypdfium2.PdfTextPage, lines: Sequence[Line]) -> list[Line]:
    """Lines without those that are turned against the page's longest line."""
    longest = max(lines, key=lambda line: len(line.text), default=None)
    if longest is None:
        return []
    upright = _angle(textpage, longest)
    turned = {id(line) for line in lines if _differs(_angle(textpage, line), upright)}
    chars = sum(len(line.text) for line in lines if id(line) in turned)
    if chars > _MOST_RATIO * sum(len(line.text) for line in lines):
        return list(lines)
    return [line for line in lines if id(line) not in turned]


def _angle(textpage: pypdfium2.PdfTextPage, line: Line) -> float:
    """Radians, of the line's first glyph."""
    glyph = int(glyphs_at(line.text.origins[:1])[0])
    if glyph == NO_GLYPH:
        return 0.0
    return float(pdfium_c.FPDFText_GetCharAngle(textpage.raw, glyph))


def _differs(angle: float, other: float) -> bool:
    apart = abs(angle - other) % (2 * math.pi)
    return min(apart, 2 * math.pi - apart) > _SAME_ANGLE
