"""Lines of a page that is a picture of text, from the words seen in it."""

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from corpus.pdf.characters import clean_line
from corpus.pdf.lines import Line
from corpus.tesseract import OcrPage, OcrWord
from corpus.traced import Traced

_SAME_SIZE = 0.3
"""Heights of words differ with their letters: within this of the page's usual one they are of one
size."""
_CELL_GAP = 2.5
"""Usual heights between words that stand in different cells or columns."""


def lines_of_picture(seen: OcrPage, page: int) -> list[Line]:
    """Lines of a picture's words, in reading order.

    Args:
        seen: the words.
        page: its number, 1-based.
    """
    if not seen.words:
        return []
    usual = median(word.top - word.bottom for word in seen.words)
    return [
        _line(piece, page, usual)
        for _, words in groupby(seen.words, key=lambda word: word.line)
        for piece in _pieces(list(words), usual)
    ]


def _pieces(words: Sequence[OcrWord], usual: float) -> list[list[OcrWord]]:
    pieces = [[words[0]]]
    for word in words[1:]:
        if word.left - pieces[-1][-1].right > _CELL_GAP * usual:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _line(words: Sequence[OcrWord], page: int, usual: float) -> Line:
    height = median(word.top - word.bottom for word in words)
    bottom = median(word.bottom for word in words)
    text = clean_line(Traced.on_page(" ".join(word.text for word in words), page))
    return Line(
        page=page,
        text=text,
        left=words[0].left,
        bottom=min(word.bottom for word in words),
        right=words[-1].right,
        top=max(word.top for word in words),
        size=round(usual if abs(height - usual) <= _SAME_SIZE * usual else height, 1),
        baseline=bottom,
    )
