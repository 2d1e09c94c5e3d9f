"""From the lines of a text file to the pieces that they make up, by how they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from corpus.cleaning import LINE_END_HYPHEN
from corpus.content import BlockKind

_WRAPPED_CHARS = 120
"""Nine of ten lines at most this long: they were broken at a margin, which the longest of the nine
tells; else every line is a paragraph."""
_SHORT_RATIO = 0.8
"""A line shorter than this share of a full one may end a paragraph, where it closes a sentence."""
_VERY_SHORT_RATIO = 0.6
"""One shorter than this may end a paragraph without closing a sentence, as in an address."""
_FULL_CHARS = 72
"""Of a full line, where too few lines tell."""

_RUNNING_RATIO = 0.5
"""A running head may be another on left and right pages, and absent on some."""
_FIGURES = re.compile(r"\d+")

_RULE = re.compile(r"\s*([=\-~*_#^+])(?:\s?\1){2,}\s*")
_MOST_HEADING_CHARS, _MOST_HEADING_WORDS = 120, 16
_SIGN = re.compile(r"(?:[•●▪◦‣■○*–—+-]|\(?(?:[A-Za-z]|[ivx]{1,4}|\d{1,2})[.)]|\[\d{1,3}\])\s+\S")
"""What opens an item of a list, or a note."""
_QUOTED = re.compile(r"\s*(?:>\s?)+")
_CLOSED = re.compile(r"[.!?:;][”’\"')\]]*(?:\[?\d{1,3}\]?)?$")
BROKEN = re.compile(r"[^\W\d_][-\xad\u2010]$")
"""A line whose last word a hyphen breaks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, an item, a quotation or a heading of a text file.

    Attributes:
        page: the page (1-based) on which it begins.
        style: of a heading, how it is made to stand out: "capitals", or the sign beneath it.
    """

    kind: BlockKind
    text: str
    page: int
    style: str = ""


def pieces_of(pages: Sequence[str]) -> list[Piece]:
    """Pieces of a file's pages, in order, none running over the end of a page.

    A word that a line's end broke has LINE_END_HYPHEN in it.
    """
    lengths = [len(line.strip()) for page in pages for line in page.split("\n") if line.strip()]
    full = quantiles(lengths, n=10)[8] if len(lengths) > 3 else _FULL_CHARS
    if full > _WRAPPED_CHARS:
        full = 0
    return [
        piece
        for number, page in enumerate(pages, start=1)
        for group in _groups(page)
        for piece in _pieces(group, number, full)
    ]


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Pages without what their first and last lines repeat: running heads and feet, page numbers.

    A line repeats another that differs in figures only. Pages fewer than three have none.
    """
    split = [page.split("\n") for page in pages]
    for edge in (0, -1):
        places = [_edge(lines, edge) for lines in split]
        keys = [
            "" if at is None else _FIGURES.sub("#", lines[at]).strip()
            for lines, at in zip(split, places, strict=True)
        ]
        counts = Counter(filter(None, keys))
        for lines, at, key in zip(split, places, keys, strict=True):
            if at is not None and counts[key] >= max(3, _RUNNING_RATIO * len(pages)):
                lines[at] = ""
    return ["\n".join(lines) for lines in split]


def _edge(lines: Sequence[str], edge: int) -> int | None:
    """Place of the first (0) or last (-1) line with text."""
    places = range(len(lines)) if edge == 0 else reversed(range(len(lines)))
    return next((at for at in places if lines[at].strip()), None)


def _groups(page: str) -> Iterator[list[str]]:
    """Lines that stand together, without the empty ones around them."""
    group: list[str] = []
    for line in [*page.split("\n"), ""]:
        if line.strip():
            group.append(line.rstrip())
        elif group:
            yield group
            group = []


def _pieces(group: list[str], page: int, full: float) -> Iterator[Piece]:
    """Pieces of lines that stand together.

    full: characters of a full line, or 0 where every line is a paragraph of its own.
    """
    begun = 0
    for at, line in enumerate(group):
        if at < begun:
            continue
        style, end = _heading_at(group, at)
        if style:
            yield from _paragraphs(group[begun:at], page, full)
            yield Piece("heading", line.strip(), page, style)
        elif _RULE.fullmatch(line):
            yield from _paragraphs(group[begun:at], page, full)
            end = at + 1
        if end > at:
            begun = end
    yield from _paragraphs(group[begun:], page, full)


def _heading_at(group: Sequence[str], at: int) -> tuple[str, int]:
    """Style of the heading that the line is, and where its lines end; ("", at) for others."""
    line = group[at].strip()
    if len(line) > _MOST_HEADING_CHARS or len(line.split()) > _MOST_HEADING_WORDS:
        return "", at
    rule = _RULE.fullmatch(group[at + 1]) if at + 1 < len(group) else None
    if rule and not _RULE.fullmatch(line) and len(group[at + 1].strip()) <= len(line) + 8:
        return rule[1], at + 2
    letters = [sign for sign in line if sign.isalpha()]
    in_capitals = len(letters) > 3 and line.upper() == line and not line.endswith((".", ",", ";"))
    is_quoted = _QUOTED.match(line) is not None
    return ("capitals", at + 1) if in_capitals and not is_quoted else ("", at)


def _paragraphs(lines: Sequence[str], page: int, full: float) -> Iterator[Piece]:
    """Pieces of lines among which there is no heading."""
    gathered: list[str] = []
    for line in lines:
        if gathered and _begins(gathered, line, full):
            yield _joined(gathered, page)
            gathered = []
        gathered.append(line)
    if gathered:
        yield _joined(gathered, page)


def _begins(gathered: Sequence[str], line: str, full: float) -> bool:
    """Whether a line begins another piece than the one gathered before it."""
    before, text = (_QUOTED.sub("", each, count=1).strip() for each in (gathered[-1], line))
    if bool(_QUOTED.match(line)) != bool(_QUOTED.match(gathered[0])):
        return True
    if _SIGN.match(text) or not full or not text:
        return True
    if BROKEN.search(before):
        return False
    starts_anew = not text[0].islower()
    is_item = bool(_SIGN.match(gathered[0].strip()))
    if not is_item and _indent(line) > _indent(gathered[-1]) and _CLOSED.search(before):
        return True
    if len(before) < _SHORT_RATIO * full and _CLOSED.search(before):
        return starts_anew
    return len(before) < _VERY_SHORT_RATIO * full and starts_anew


def _joined(lines: Sequence[str], page: int) -> Piece:
    kind: BlockKind = "paragraph"
    if _QUOTED.match(lines[0]):
        kind, lines = "quotation", [_QUOTED.sub("", line, count=1) for line in lines]
    elif _SIGN.match(lines[0].strip()) and not lines[0].strip().startswith("["):
        kind = "item"
    text: list[str] = []
    for line in map(str.strip, filter(str.strip, lines)):
        if text and BROKEN.search(text[-1]) and line[0].islower():
            text[-1] = text[-1][:-1] + LINE_END_HYPHEN
        elif text and not _ends_in_address(text[-1]):
            text.append(" ")
        text.append(line)
    return Piece(kind, "".join(text), page)


def _ends_in_address(line: str) -> bool:
    return line.endswith(("/", "_")) and "://" in line.rsplit(" ", 1)[-1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
