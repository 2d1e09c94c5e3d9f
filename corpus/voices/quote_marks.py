"""What stands between quotation marks.

Double marks only: curly, straight, in guillemets, and the doubled single marks of the Federal
Register. A single mark is as often an apostrophe.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.content import Block

_MARK = re.compile("‘‘|’’|``|''|[“”„«»\"]")
_OPENING = frozenset(("‘‘", "``", "“", "„", "«"))
_STRAIGHT = '"'
_BEFORE_OPENING = frozenset(" \n\t\u00a0([{—–-/|‘“'")
_FLOWING = frozenset(("paragraph", "quotation", "item", "row"))
"""Kinds of blocks in which a quotation may go on that the block before has begun."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Quoted:
    """What a block's marks enclose, as ranges of the document's text without the marks.

    Attributes:
        closed: quotations with both marks, none inside another.
        left_open: where the last quotation without a closing mark begins, or None.
        left_closed: where a quotation ends that began before the block, or None.
    """

    closed: list[Span] = field(default_factory=list)
    left_open: int | None = None
    left_closed: int | None = None


def quoted_ranges(text: str, blocks: Sequence[Block]) -> list[list[Span]]:
    """What stands between quotation marks.

    A quotation ends with its block. It goes on in the next block only where its closing mark is
    still to come there, or where the block opens with a mark again, as printers do at the
    beginning of each paragraph of a long quotation. Otherwise a mark that is never closed quotes
    nothing.

    Args:
        text: the document's text.
        blocks: of the document, in its order; notes are each read by themselves.

    Returns:
        The quotations in order; each as its ranges [start, end) without the marks, one for each
        block that it touches. A quotation inside another is part of it.
    """
    found: list[list[Span]] = []
    before: _Quoted | None = None
    last = 0
    for block in blocks:
        quoted = _quoted_in(text, block)
        if before is not None and before.left_open is not None and block.kind in _FLOWING:
            found += _continued(text, before.left_open, last, block, quoted)
        found += [[span] for span in quoted.closed]
        before, last = (quoted if block.kind in _FLOWING else None), block.end
    return sorted(_outermost(found))


def _continued(
    text: str, start: int, end: int, block: Block, quoted: _Quoted
) -> Iterator[list[Span]]:
    """The quotation left open in text[start:end], if the next block goes on with it."""
    if quoted.left_closed is not None:
        yield [(start, end), (block.start, quoted.left_closed)]
    elif (opening := _MARK.match(text, block.start)) and opening.group() != "”":
        yield [(start, end)]


def _quoted_in(text: str, block: Block) -> _Quoted:
    """Pair the marks of a block, each closing one with the last that is open."""
    quoted = _Quoted()
    open_: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, block.start, block.end):
        mark = match.group()
        if _opens(text, block, match):
            open_.append((mark, match.end()))
        elif open_ and not _is_inches(text, match, open_[-1][0]):
            quoted.closed.append((open_.pop()[1], match.start()))
        elif not quoted.closed and quoted.left_closed is None and not open_:
            quoted.left_closed = match.start() if match.start() > block.start else None
    quoted.left_open = open_[-1][1] if open_ else None
    return quoted


def _opens(text: str, block: Block, match: re.Match[str]) -> bool:
    if match.group() != _STRAIGHT:
        return match.group() in _OPENING
    before = text[match.start() - 1] if match.start() > block.start else " "
    after = text[match.end()] if match.end() < block.end else " "
    return before in _BEFORE_OPENING and not after.isspace()


def _is_inches(text: str, match: re.Match[str], opened_by: str) -> bool:
    """Whether a straight mark after a figure stands inside a quotation in curly marks."""
    straight = match.group() == _STRAIGHT and opened_by != _STRAIGHT
    return straight and text[match.start() - 1].isdigit()


def _outermost(found: list[list[Span]]) -> list[list[Span]]:
    """Quotations that are not part of another, by ascending start."""
    outermost: list[list[Span]] = []
    for quotation in sorted(found, key=lambda spans: (spans[0][0], -spans[-1][1])):
        if not outermost or quotation[0][0] >= outermost[-1][-1][1]:
            outermost.append(quotation)
    return outermost
