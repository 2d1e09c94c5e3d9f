"""Lines of a page that is a picture of text, from the words seen in it."""

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median

from corpus.ocr import OcrPage, OcrWord
from corpus.pdf.characters import clean_line
from corpus.pdf.lines import Line
from corpus.traced import Traced

_ASCENDER, _X_HEIGHT, _DESCENDER = 0.72, 0.48, 0.2
"""Heights of a capital or "l", of an "x" and depth of a "g" in sizes of the type: Times, Arial and
their like differ by 0.03."""
_HIGH = re.compile(r"[A-Zbdfhklt0-9\[\](){}|/&%$#@!?“”\"'‘’]")
_DEEP = re.compile(r"[gjpqyQ,;()\[\]{}|/]")
_STEP = 0.04
"""Lines' estimates in rising order are of one size until one is larger by this share: on scanned
pages those of one size lie 0.02 apart, a body's and its footnotes' 0.065 and more."""
_CELL_GAP = 2.5
"""Sizes of the type between words that stand in different cells or columns."""


def lines_of_picture(seen: OcrPage, page: int) -> list[Line]:
    """Lines of a picture's words, in reading order.

    Args:
        seen: the words.
        page: its number, 1-based.
    """
    if not seen.words:
        return []
    sizes = _sizes(seen.words)
    usual = median(sizes.values())
    return [
        _line(piece, page, sizes[number])
        for number, words in groupby(seen.words, key=lambda word: word.line)
        for piece in _pieces(list(words), usual)
    ]


def _sizes(words: Sequence[OcrWord]) -> dict[int, float]:
    """Size of the type of each line, in points: what nearly agrees is made one."""
    sizes = {
        number: median(_size(word) for word in line)
        for number, line in groupby(words, key=lambda word: word.line)
    }
    result: dict[int, float] = {}
    group: list[int] = []
    for number in sorted(sizes, key=lambda number: sizes[number]):
        if group and sizes[number] > sizes[group[-1]] * (1 + _STEP):
            result |= _together(group, sizes)
            group = []
        group.append(number)
    return result | _together(group, sizes)


def _together(group: Sequence[int], sizes: dict[int, float]) -> dict[int, float]:
    size = round(median(sizes[number] for number in group), 1)
    return dict.fromkeys(group, size)


def _size(word: OcrWord) -> float:
    """Size of a word's type in points, from its box and the shapes of its letters."""
    above = _ASCENDER if _HIGH.search(word.text) else _X_HEIGHT
    below = _DESCENDER if _DEEP.search(word.text) else 0.0
    return (word.top - word.bottom) / (above + below)


def _pieces(words: Sequence[OcrWord], usual: float) -> list[list[OcrWord]]:
    pieces = [[words[0]]]
    for word in words[1:]:
        if word.left - pieces[-1][-1].right > _CELL_GAP * usual:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _line(words: Sequence[OcrWord], page: int, size: float) -> Line:
    bottom = median(
        word.bottom + (_DESCENDER * size if _DEEP.search(word.text) else 0.0) for word in words
    )
    text = clean_line(Traced.on_page(" ".join(word.text for word in words), page))
    return Line(
        page=page,
        text=text,
        left=words[0].left,
        bottom=min(word.bottom for word in words),
        right=words[-1].right,
        top=max(word.top for word in words),
        size=size,
        baseline=bottom,
    )
