"""Building the content of a file that has structure of its own: headings, lists, tables, notes."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from corpus.content import Block, BlockKind, Content, Mark, content_of_blocks
from corpus.structure.inline import LINE, PAGE, Line, resolve
from corpus.traced import pages_at

_BOLD_LEVEL = 99
"""Of a heading that only its letters show: it stands below all headings that are called so."""
_MOST_BOLD_CHARS, _MOST_BOLD_WORDS = 100, 14

_ITEM = re.compile(r"(?:[•●▪◦‣■○*–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+\S")
_PARAGRAPH_END = re.compile(rf" ?{LINE}(?: ?{LINE})+ ?|{LINE} ?(?={_ITEM.pattern})")
_BIBLIOGRAPHY = re.compile(
    r"(?:[\dIVXA-Z]{1,4}\.?\s+)?(?:(?:selected|list of)\s+)?"
    r"(?:references|bibliography|works cited|literature cited|sources cited)(?: cited)?[:.]?",
    re.I,
)


def is_bibliography(title: str) -> bool:
    """Whether a heading is that of a list of references."""
    return _BIBLIOGRAPHY.fullmatch(title.strip()) is not None


@dataclass(frozen=True, slots=True)
class _Raw:
    """A block as its reader gave it: a line with signs and where it begins."""

    kind: BlockKind
    line: str
    page: int
    level: int = 0
    number: str = ""
    question: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    line: Line
    block: Block


class Outline:
    """Takes the blocks of a file in reading order and gives its Content.

    Lines may hold the signs of `inline`. Pages are counted by the PAGE signs in them.
    """

    def __init__(self) -> None:
        self._body: list[_Raw] = []
        self._notes: list[_Raw] = []
        self.pictures: set[int] = set()
        """Pages (1-based) with pictures, which may hold text that cannot be read."""
        self.page = 1
        """The page (1-based) on which the next block begins."""

    def heading(self, line: str, level: int) -> None:
        """Add a heading; what follows stands under it until one of the same or a lower level."""
        self._take(_Raw("heading", line, self.page, level))

    def add(self, kind: BlockKind, line: str, *, question: str = "", bold: bool = False) -> None:
        """Add a block of the body; lines ended twice, or before a list's sign, make it several.

        Args:
            kind: of the block; a piece that begins with a list's sign becomes an item.
            line: characters and signs.
            question: number of the agency's question that it speaks to, or empty.
            bold: all its letters are bold. A short one of these is a heading, where body text
                follows.
        """
        for number, piece in enumerate(_PARAGRAPH_END.split(" ".join(line.split()))):
            is_item = number > 0 and kind == "paragraph" and bool(_ITEM.match(piece))
            piece_kind: BlockKind = "item" if is_item else kind
            self._take(_Raw(piece_kind, piece, self.page, question=question, bold=bold))

    def note(self, number: str, line: str, page: int = 1) -> None:
        """Add a note (`number` as printed) that stands on that page."""
        self._notes.append(_Raw("note", line.replace(PAGE, ""), page, number=number))

    def turn_to(self, page: int) -> None:
        """Let what follows stand on that page (1-based)."""
        self.page = page

    def content(self, repairs: Counter[str] | None = None) -> Content:
        """The content of all that was added; sections and marks are worked out here."""
        placed = self._placed()
        texts = [(each.line.text, each.block) for each in placed]
        counts = Counter(repairs or {})
        counts["exponent"] += sum(each.line.exponents for each in placed)
        content = content_of_blocks(texts, self.page, repairs=+counts)
        marks = tuple(
            Mark(block.start + offset, number)
            for each, block in zip(placed, content.blocks, strict=True)
            if block.kind != "note"
            for offset, number in each.line.calls
        )
        with_text = set(pages_at(content.origins).tolist())
        pictures = dict.fromkeys(sorted(self.pictures - with_text), "only a picture")
        return replace(content, marks=marks, unreadable=pictures)

    def _take(self, raw: _Raw) -> None:
        self.page += raw.line.count(PAGE)
        self._body.append(raw)

    def _placed(self) -> list[_Placed]:
        """The blocks with text, resolved and each under its headings, the notes last."""
        notes = frozenset(raw.number for raw in self._notes)
        resolved = [(raw, resolve(raw.line, raw.page, notes)) for raw in self._body]
        body = [(raw, line) for raw, line in resolved if len(line.text)]
        path: list[tuple[int, str]] = []
        placed = []
        below: list[_Raw | None] = [*(raw for raw, _ in body[1:]), None]
        for (raw, line), next_raw in zip(body, below, strict=False):
            level = _heading_level(raw, line, next_raw)
            kind: BlockKind = "heading" if level is not None else raw.kind
            if level is not None:
                path = [(upper, title) for upper, title in path if upper < level]
                path.append((level, line.text.text))
            elif kind in ("paragraph", "item") and path and is_bibliography(path[-1][1]):
                kind = "reference"
            section = tuple(title for _, title in path)
            placed.append(_Placed(line, Block(0, 0, kind, section, question=raw.question)))
        for raw in sorted(self._notes, key=lambda raw: raw.page):
            line = resolve(raw.line, raw.page, notes)
            if len(line.text):
                placed.append(_Placed(line, Block(0, 0, "note", (), raw.number)))
        return placed


def _heading_level(raw: _Raw, line: Line, below: _Raw | None) -> int | None:
    """Level of a heading, given or told by its letters; None for other blocks."""
    if raw.kind == "heading":
        return raw.level
    text = line.text.text
    seems_heading = (
        raw.bold
        and raw.kind == "paragraph"
        and below is not None
        and below.kind != "heading"
        and not below.bold
        and len(text) <= _MOST_BOLD_CHARS
        and len(text.split()) <= _MOST_BOLD_WORDS
        and not text.endswith((".", ",", ";"))
    )
    return _BOLD_LEVEL if seems_heading else None
