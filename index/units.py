"""A document's text in the units that passages are made of: sentences, rows, entries."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from corpus.content import Block
from corpus.sentences import sentence_ranges
from corpus.types import Document
from index.types import PassageKind

TokenCounts = Callable[[list[str]], list[int]]
"""Word pieces of each text, special tokens left out."""

QUESTION = "Question "
"""Begins the name of a numbered question of the notice: "Question 5b"."""
FOOTNOTES = "Footnotes"
_FOOTNOTE = "Footnote "
_REFERENCES = "References"

_HEADED = ("body", "references")
"""Kinds of strands that take the headings before them along; a numbered question stands alone."""
_LEVELS_SHOWN = 2
_MOST_SECTION_CHARS = 120
"""Of a section's line, about 30 word pieces: the passage needs the room."""
_MOST_NUMBER_CHARS = 8
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Strand:
    """What text belongs to; texts of two strands are never in one passage.

    Attributes:
        kind: of the passages that it is cut into.
        question: number of the question asked or spoken to, or empty.
        part: how many tables of contents stand before it; no passage runs over one.
    """

    kind: PassageKind
    question: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, a table's row, an entry of a bibliography, or a piece of a longer one.

    Attributes:
        tokens: word pieces of its text.
        section: the headings it stands under, in one line; of a note, its number.
        leads: whether it only leads to what follows: a heading, or a sentence with a colon.
        table: number of the table that it is a row of, from 1; 0 for what is no row.
    """

    start: int
    end: int
    tokens: int
    strand: Strand
    section: str
    leads: bool = False
    table: int = 0


def section_line(section: Sequence[str]) -> str:
    """The innermost headings of a section in one line, such as "Risks › Marginal risk"."""
    line = " › ".join(section[-_LEVELS_SHOWN:])
    if len(line) > _MOST_SECTION_CHARS:
        line = section[-1]
    return line if len(line) <= _MOST_SECTION_CHARS else line[: _MOST_SECTION_CHARS - 1] + "…"


def units_of(
    document: Document, count_tokens: TokenCounts, room: Callable[[Strand, str], int]
) -> list[Unit]:
    """The units of a document, in order; lines of a table of contents are left out.

    Args:
        document: the document.
        count_tokens: counts word pieces.
        room: word pieces that a passage of a strand and section may have; no unit has more.
    """
    units = list(_whole_units(document))
    counts = count_tokens([document.text[unit.start : unit.end] for unit in units])
    splitter = _Splitter(document.text, count_tokens)
    return [
        piece
        for unit, tokens in zip(units, counts, strict=True)
        for piece in splitter.pieces(replace(unit, tokens=tokens), room(unit.strand, unit.section))
    ]


def _whole_units(document: Document) -> Iterator[Unit]:
    table, before = 0, None
    for block, strand in zip(document.blocks, _strands(document), strict=True):
        table += block.kind == "row" and before != "row"
        before = block.kind
        if block.kind == "contents":
            continue
        plain = Unit(
            start=block.start,
            end=block.end,
            tokens=0,
            strand=strand,
            section=_section(block, strand),
            leads=block.kind == "heading",
            table=table if block.kind == "row" else 0,
        )
        for start, end in ranges_in(document.text, block):
            leads = plain.leads or document.text[end - 1] == ":"
            yield replace(plain, start=start, end=end, leads=leads)


def ranges_in(text: str, block: Block) -> list[tuple[int, int]]:
    """Ranges [start, end) of a block's sentences; a row, an entry or a heading is one."""
    if block.kind in ("heading", "row", "reference", "contents"):
        return [(block.start, block.end)]
    ranges = sentence_ranges(text[block.start : block.end])
    return [(block.start + start, block.start + end) for start, end in ranges]


def blocks_within(blocks: Sequence[Block], start: int, end: int) -> list[Block]:
    """The blocks that a range [start, end) of the text touches, cut to it."""
    first = bisect_right(blocks, start, key=lambda block: block.end)
    last = bisect_left(blocks, end, key=lambda block: block.start)
    return [
        replace(block, start=max(start, block.start), end=min(end, block.end))
        for block in blocks[first:last]
    ]


def _strands(document: Document) -> list[Strand]:
    """The strand of each block; a heading has that of what follows it."""
    parts = list(accumulate(block.kind == "contents" for block in document.blocks))
    strands: list[Strand] = []
    following: Strand | None = None
    for block, part in zip(reversed(document.blocks), reversed(parts), strict=True):
        strand = _strand(document, block, part)
        if block.kind == "heading" and following and following.kind in _HEADED:
            strand = replace(following, part=part)
        strands.append(strand)
        following = strand
    return strands[::-1]


def _strand(document: Document, block: Block, part: int) -> Strand:
    if block.kind == "note":
        return Strand("notes", part=part)
    if block.kind == "reference":
        return Strand("references", part=part)
    asked = document.kind == "rfc" and block.question
    return Strand("question" if asked else "body", block.question, part)


def _section(block: Block, strand: Strand) -> str:
    if strand.kind == "question":
        return f"{QUESTION}{strand.question}"
    if strand.kind == "notes":
        return f"{_FOOTNOTE}{block.number[:_MOST_NUMBER_CHARS]}" if block.number else FOOTNOTES
    line = section_line(block.section)
    return line or _REFERENCES if strand.kind == "references" else line


class _Splitter:
    """Cuts units that are too long for a passage."""

    def __init__(self, text: str, count_tokens: TokenCounts) -> None:
        self._text = text
        self._count_tokens = count_tokens

    def pieces(self, unit: Unit, room: int) -> list[Unit]:
        """The unit, or pieces of it that fit, cut at spaces where that is possible."""
        if unit.tokens <= room:
            return [unit]
        start, end = unit.start, unit.end
        cuts = [start, *(match.end() for match in _SPACE.finditer(self._text, start, end)), end]
        counts = self._count_tokens([self._text[a:b] for a, b in pairwise(cuts)])
        words = [
            part
            for (a, b), tokens in zip(pairwise(cuts), counts, strict=True)
            for part in self._halve(a, b, tokens, room)
        ]
        pieces, left, used = [], start, 0
        for position, tokens in words:
            if used and used + tokens > room:
                pieces.append(self._piece(unit, left, position, used))
                left, used = position, 0
            used += tokens
        return [*pieces, self._piece(unit, left, end, used)]

    def _piece(self, unit: Unit, start: int, end: int, tokens: int) -> Unit:
        end = start + len(self._text[start:end].rstrip())
        return replace(unit, start=start, end=end, tokens=tokens)

    def _halve(self, start: int, end: int, tokens: int, room: int) -> Iterator[tuple[int, int]]:
        """Start and word pieces of a word, or of its parts where it is too long (an address)."""
        if tokens <= room or end - start < 2:
            yield start, tokens
            return
        middle = (start + end) // 2
        left, right = self._count_tokens([self._text[start:middle], self._text[middle:end]])
        yield from self._halve(start, middle, left, room)
        yield from self._halve(middle, end, right, room)
