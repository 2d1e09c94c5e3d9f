"""What a file says, whatever its format: text, where each character stands, and how it is built."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.traced import Origins, Traced, joined, pages_at

BlockKind = Literal[
    "heading", "paragraph", "item", "quotation", "row", "note", "contents", "reference"
]
"""item: of a list. quotation: a block quote. row: of a table, cells joined by " | ". note: a
footnote or endnote. contents: a line of a table of contents or of figures. reference: an entry of
a bibliography."""

SEPARATOR = "\n"
"""Stands between two blocks in a document's text, and nowhere else."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document that stands by itself: its text[start:end], on one line.

    Attributes:
        section: the headings that it stands under, outermost first; an attachment's title is the
            outermost of all that is in it. A heading's own text is the last of its section.
        number: of a note, as printed ("37", "*"); of other blocks empty.
        question: number of the agency's question that the block asks or speaks to ("5b"), or
            empty.
    """

    start: int
    end: int
    kind: BlockKind
    section: tuple[str, ...] = ()
    number: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the body refers to a note: its number stood before text[offset] and is left out."""

    offset: int
    number: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Words that are not the document's author's own: text[start:end].

    source: "agency" where the agency's notice is pasted, "other" where somebody is quoted.
    """

    start: int
    end: int
    source: Literal["agency", "other"]


def spoken_ratio(voices: Sequence[Voice], start: int, end: int) -> float:
    """Share of the characters of a text's [start, end) that the voices speak, in [0, 1].

    Args:
        voices: in order, apart from each other.
        start: first character.
        end: after the last character, beyond start.
    """
    first = bisect_right(voices, start, key=lambda voice: voice.end)
    spoken = 0
    for voice in voices[first:]:
        if voice.start >= end:
            break
        spoken += min(end, voice.end) - max(start, voice.start)
    return spoken / (end - start)


@dataclass(frozen=True, eq=False)
class Content:
    """What a file says.

    The body's blocks come first, in reading order across pages; then the notes, in page order. So
    a sentence is whole where a page ends inside it, and no note stands in the middle of one.

    Attributes:
        text: the blocks' texts joined by SEPARATOR.
        origins: int64, shape (len(text),): page and glyph of each character (corpus.traced).
        page_count: pages of the file, at least 1; those without text count.
        blocks: in the order of the text, apart from each other, and covering all of it.
        marks: where the body refers to notes, in order.
        voices: words of others than the author, in order, apart from each other.
        repairs: how often each class of defect was repaired, by the class's name.
        unreadable: pages whose text cannot be had, each with the reason.
        ocr_pages: pages that were read by optical character recognition.

    Raises:
        ValueError: the parts do not agree with each other.
    """

    text: str
    origins: Origins
    page_count: int
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    voices: tuple[Voice, ...] = ()
    repairs: Mapping[str, int] = field(default_factory=dict)
    unreadable: Mapping[int, str] = field(default_factory=dict)
    ocr_pages: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.origins) != len(self.text):
            raise ValueError(f"{len(self.text)} characters, {len(self.origins)} origins")
        pages = pages_at(self.origins)
        if len(pages) and not 1 <= pages.min() <= pages.max() <= self.page_count:
            raise ValueError(f"characters outside pages 1 to {self.page_count}")
        rebuilt = SEPARATOR.join(self.text[block.start : block.end] for block in self.blocks)
        if rebuilt != self.text or rebuilt.count(SEPARATOR) != max(0, len(self.blocks) - 1):
            raise ValueError("blocks must cover the text, one line each")


def content_of_blocks(
    blocks: Sequence[tuple[Traced, Block]], page_count: int, **parts: object
) -> Content:
    """Content made of blocks whose offsets are not known yet.

    Args:
        blocks: each block's text, and its kind, section and number; its start and end are
            ignored. Blocks without text are left out.
        page_count: pages of the file.
        parts: the other attributes of Content, by name.
    """
    kept = [(text, block) for text, block in blocks if len(text)]
    whole = joined(SEPARATOR, (text for text, _ in kept))
    placed, position = [], 0
    for text, block in kept:
        end = position + len(text)
        placed.append(Block(position, end, block.kind, block.section, block.number, block.question))
        position = end + len(SEPARATOR)
    return Content(whole.text, whole.origins, page_count, tuple(placed), **parts)  # type: ignore[arg-type]
