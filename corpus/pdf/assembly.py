"""Paragraphs and notes made into Content: raised digits read, words repaired, marks placed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.content import Block, BlockKind, Content, Mark, content_of_blocks
from corpus.pdf.joining import join_lines
from corpus.pdf.kinds import Judged
from corpus.pdf.notes import Note
from corpus.pdf.raised import resolve_raised
from corpus.repair import repair_words
from corpus.traced import NO_GLYPH, Traced, pages_at

_MOST_TITLE_CHARS = 160
"""Of a heading, where it is named as a section."""


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A block's text and kind; marks as number and origin of the character before.

    section: places of the headings among the pieces of the body.
    """

    text: Traced
    kind: BlockKind
    section: tuple[int, ...] = ()
    number: str = ""
    marks: tuple[tuple[str, int], ...] = ()


def assemble(
    body: Sequence[Judged],
    notes: Sequence[Note],
    page_count: int,
    *,
    repairs: Mapping[str, int],
    unreadable: Mapping[int, str],
    ocr_pages: Sequence[int],
) -> Content:
    """Make the content of a PDF from what was found on its pages."""
    counts = Counter(repairs)
    numbers = _numbers_by_page(body, notes)
    pieces = [_body_piece(judged, numbers, counts) for judged in body]
    pieces += [_note_piece(note, numbers, counts) for note in notes]
    pieces = _repaired(pieces, counts)
    kept = [piece for piece in pieces if len(piece.text)]
    kept.sort(key=_place)
    blocks = [(piece.text, _block(piece, pieces)) for piece in kept]
    content = content_of_blocks(blocks, page_count)
    return replace(
        content,
        marks=_placed_marks(kept, content.blocks),
        repairs={name: count for name, count in sorted(counts.items()) if count},
        unreadable=dict(unreadable),
        ocr_pages=tuple(ocr_pages),
    )


def _place(piece: _Piece) -> int:
    """The body first, as it is; then the notes by page."""
    return int(pages_at(piece.text.origins[:1])[0]) if piece.kind == "note" else 0


def _block(piece: _Piece, pieces: Sequence[_Piece]) -> Block:
    section = tuple(pieces[place].text.text[:_MOST_TITLE_CHARS] for place in piece.section)
    return Block(0, 0, piece.kind, tuple(filter(None, section)), piece.number)


def _numbers_by_page(body: Sequence[Judged], notes: Sequence[Note]) -> dict[int, set[str]]:
    """Numbers of the notes that a page's text may refer to; endnotes to all pages' text."""
    numbers: dict[int, set[str]] = defaultdict(set)
    for note in notes:
        numbers[note.lines[0].page].add(note.number)
    anywhere = {judged.number for judged in body if judged.kind == "note"}
    for judged in body if anywhere else ():
        for line in judged.paragraph.lines:
            numbers[line.page] |= anywhere
    return numbers


def _body_piece(judged: Judged, numbers: Mapping[int, set[str]], counts: Counter[str]) -> _Piece:
    text = judged.paragraph.text
    pages = {line.page for line in judged.paragraph.lines}
    counts["paragraph over a page break"] += len(pages) - 1
    piece = _piece(text, pages, numbers, counts)
    return replace(piece, kind=judged.kind, section=judged.section, number=judged.number)


def _note_piece(note: Note, numbers: Mapping[int, set[str]], counts: Counter[str]) -> _Piece:
    counts["footnote"] += 1
    pages = {line.page for line in note.lines}
    text = join_lines([line.text for line in note.lines if len(line.text)] or [note.lines[0].text])
    return replace(_piece(text, pages, numbers, counts), kind="note", number=note.number)


def _piece(
    text: Traced,
    pages: set[int],
    numbers: Mapping[int, set[str]],
    counts: Counter[str],
) -> _Piece:
    known = set().union(*(numbers.get(page, set()) for page in pages))
    resolved, marks = resolve_raised(text, known, _highest(numbers))
    counts["footnote mark"] += len(marks)
    counts["exponent"] += resolved.text.count("^") - text.text.count("^")
    before = tuple(
        (number, int(resolved.origins[offset - 1])) for offset, number in marks if offset > 0
    )
    return _Piece(resolved.strip(), "paragraph", marks=before)


def _highest(numbers: Mapping[int, set[str]]) -> int:
    """The highest number of a note; one more, since the last note of a file may be missed."""
    return max((int(n) for found in numbers.values() for n in found if n.isdigit()), default=-1) + 1


def _repaired(pieces: Sequence[_Piece], counts: Counter[str]) -> list[_Piece]:
    texts, repairs = repair_words([piece.text for piece in pieces])
    counts.update(repairs)
    return [replace(piece, text=text.strip()) for piece, text in zip(pieces, texts, strict=True)]


def _placed_marks(pieces: Sequence[_Piece], blocks: Sequence[Block]) -> tuple[Mark, ...]:
    """Marks by their offsets in the document; each stands after the character it stood after."""
    marks = []
    for piece, block in zip(pieces, blocks, strict=True):
        for number, origin in piece.marks:
            if origin & NO_GLYPH == NO_GLYPH:
                continue  # read by OCR: no character's place tells it from others
            found = np.flatnonzero(piece.text.origins == origin)
            if len(found):
                marks.append(Mark(block.start + int(found[-1]) + 1, number))
    return tuple(sorted(marks, key=lambda mark: mark.offset))
