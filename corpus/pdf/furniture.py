"""What stands at the edges of pages and is no part of the text: heads, feet, page numbers, stamps.

It is known by what repeats from page to page. The numbers that pages bear in print are kept: they
tell an attachment with its own numbering.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.lines import Line

_EDGE_RATIO = 0.14
"""Share of the page's height at its top and bottom in which heads and feet stand."""
_HEAD_RATIO = 0.1
_OUTER_RATIO = 0.09
"""Shares of the page's height in which a running head, and any head or foot, stands."""
_FEW_PAGES = 6
"""In a file of so few pages two of them are enough, at the outermost edge."""
_EDGE_ROWS = 3
"""Rows at either end of a page's text in which they may stand too."""
_REPEATED_RATIO = 0.3
"""A line at the edge that stands on more than this share of the pages is furniture..."""
_REPEATED_LENGTH = 15
"""...and so is one of at least this many characters on three pages: a chapter's running head.
Shorter ones may be footnotes such as "12 Ibid."."""
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—|•]?\s*(\d{1,6}|[ivxl]{1,6})\s*[-–—|•]?"
    r"(?:\s*(?:of|/)\s*\d+)?(?:\s*\|?\s*page)?",
    re.I,
)
_NUMBER_AT_END = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_STAMP = re.compile(r"DocuSign Envelope ID: [0-9A-F-]{36}", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """A page without its furniture.

    Attributes:
        lines: what is left, as given.
        numbers: numbers that its head or foot bears, of which one may be the page's.
    """

    lines: list[Line]
    numbers: tuple[int, ...]


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[Edges]:
    """Take heads, feet, page numbers and stamps off the pages.

    Args:
        pages: the lines of each page, in any order.
        heights: each page's height in points.
    """
    edges = [_edge_lines(page, height) for page, height in zip(pages, heights, strict=True)]
    known = _repeated(edges, heights)
    return [
        _trimmed(page, edge, height, known)
        for page, edge, height in zip(pages, edges, heights, strict=True)
    ]


_Key = tuple[str, int]
"""Words of a line and the size of its type."""


@dataclass(frozen=True, slots=True)
class _Repeated:
    """What stands at the edge of several pages: words, words at one height, words outermost."""

    at_edge: frozenset[_Key]
    placed: frozenset[tuple[_Key, int]]
    outermost: frozenset[_Key]

    def has(self, line: Line, height: float) -> bool:
        """Whether a line of a page of that height, in points, is one of them."""
        key = _key(line)
        if _is_outermost(line, height) and key in self.outermost:
            return True
        if _is_at_edge(line, height) and key in self.at_edge:
            return True
        return _placed(line) in self.placed


def _repeated(edges: Sequence[Sequence[Line]], heights: Sequence[float]) -> _Repeated:
    lines = [
        (page, line, height)
        for page, (found, height) in enumerate(zip(edges, heights, strict=True))
        for line in found
    ]
    seen = Counter(key for key, _ in {(_key(line), page) for page, line, _ in lines})
    placed = Counter(key for key, _ in {(_placed(line), page) for page, line, _ in lines})
    outer = Counter(
        key
        for key, _ in {
            (_key(line), page) for page, line, height in lines if _is_outermost(line, height)
        }
    )
    heads = {_placed(line) for _, line, height in lines if line.bottom > (1 - _HEAD_RATIO) * height}
    often = max(3.0, _REPEATED_RATIO * len(edges))
    few = len(edges) <= _FEW_PAGES
    return _Repeated(
        frozenset(key for key, n in seen.items() if n >= 3 and len(key[0]) >= _REPEATED_LENGTH),
        frozenset(key for key, n in placed.items() if n >= often or (n >= 3 and key in heads)),
        frozenset(key for key, n in outer.items() if n >= 2 and few),
    )


def _is_at_edge(line: Line, height: float) -> bool:
    return not _EDGE_RATIO * height <= line.baseline <= (1 - _EDGE_RATIO) * height


def _is_outermost(line: Line, height: float) -> bool:
    return not _OUTER_RATIO * height <= line.baseline <= (1 - _OUTER_RATIO) * height


def _edge_lines(page: Sequence[Line], height: float) -> list[Line]:
    """Lines near the page's top or bottom, and the outermost rows of its text."""
    rows = sorted({round(line.baseline) for line in page})
    outer = {*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:]}
    margin = _EDGE_RATIO * height
    return [
        line
        for line in page
        if round(line.baseline) in outer or not margin <= line.baseline <= height - margin
    ]


def _key(line: Line) -> _Key:
    """A line as it is compared: its size, and its words without numbers, Roman ones at the end too.

    A chapter's title is set larger than the running head that repeats it.
    """
    words = re.sub(r"\d+|(?<=\s)[ivxl]{1,6}$", "#", line.text.text.casefold())
    return words, round(line.size)


def _placed(line: Line) -> tuple[_Key, int]:
    """A line with its height on the page, to three points: layouts shift a little."""
    return _key(line), round(line.baseline / 3)


def _trimmed(
    page: Sequence[Line], edge: Sequence[Line], height: float, repeated: _Repeated
) -> Edges:
    rows = sorted(round(line.baseline) for line in page)
    ends = {*rows[:1], *rows[-1:]}
    known = {
        id(line) for line in edge if repeated.has(line, height) and not line.text.text.isdigit()
    }
    in_row = Counter(rows)
    dropped: set[int] = set()
    numbers: list[int] = []
    for line in edge:
        text, row = line.text.text, round(line.baseline)
        number = _PAGE_NUMBER.fullmatch(text)
        # Beside others a short word or a number may be a cell of a table's last row.
        free = _is_outermost(line, height) or in_row[row] == 1
        furniture = id(line) in known and (free or len(text) >= _REPEATED_LENGTH)
        at_end = _is_outermost(line, height) or (row in ends and _is_at_edge(line, height))
        numbered = number is not None and free and at_end
        if furniture or numbered or _STAMP.fullmatch(text):
            dropped.add(id(line))
            found = [number.group(1)] if number else _NUMBER_AT_END.findall(text)
            numbers += [int(digits) for digits in found if digits.isdigit()]
    return Edges([line for line in page if id(line) not in dropped], tuple(numbers))
