"""Plain text files."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.cleaning import LINE_END_HYPHEN
from corpus.content import Content
from corpus.encoding import decode, file_bytes
from corpus.plain.flattened import article_of
from corpus.plain.lines import BROKEN, Piece, pieces_of, without_running_lines
from corpus.plain.releases import article_pieces
from corpus.repair import repair_words
from corpus.structure.inline import PAGE, call, without_signs
from corpus.structure.outline import Outline, is_bibliography
from corpus.traced import Traced

_ADDRESS = re.compile(r"\s*https?://\S+")
_NOTE = re.compile(r"\[(\d{1,3})\]\s*(?=\S)")
_CALL = re.compile(r"(?<=[^\s(\[])\[(\d{1,3})\]")
"""A note's number that clings to the word before it; "see [1]" cites a list of references."""
_CLOSED = re.compile(r"[.!?:;][”’\"')\]]*(?:\[\d{1,3}\])?$")


def read_text(path: Path) -> Content:
    """Read a text file: form feeds end its pages; without any it is one page.

    Headings are underlined or in capitals; which stands above which follows from the order in
    which their styles are first met. Lines broken at a margin are joined. Of a web page that was
    flattened into one line only its article is kept.

    Raises:
        UnreadableDocument: it cannot be opened.
    """
    text = without_signs(decode(file_bytes(path)))
    if article := article_of(text):
        address = _ADDRESS.match(text)
        return content_of_pieces(list(article_pieces(article, address[0] if address else "")), 1)
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()  # pdftotext and others end the last page with a form feed too
    return content_of_pieces(pieces_of(without_running_lines(pages)), len(pages))


def content_of_pieces(pieces: Sequence[Piece], page_count: int) -> Content:
    """Content of the pieces of a file, in order: its notes taken apart, its words rejoined."""
    pieces, repairs = _repaired(_over_pages(pieces))
    notes = _notes(pieces)
    outline = Outline()
    styles: list[str] = []
    for piece in pieces[: len(pieces) - len(notes)]:
        outline.turn_to(piece.page)
        text = _CALL.sub(lambda m: call(m[1]) if m[1] in notes else m[0], piece.text)
        if piece.kind == "heading":
            if piece.style not in styles:
                styles.append(piece.style)
            outline.heading(text, styles.index(piece.style) + 1)
        else:
            outline.add(piece.kind, text)
    for number, piece in notes.items():
        outline.note(number, _NOTE.sub("", piece.text, count=1), piece.page)
    outline.turn_to(max(page_count, outline.page))
    return outline.content(repairs)


def _over_pages(pieces: Sequence[Piece]) -> list[Piece]:
    """Sentences that run over the end of a page made whole."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _runs_on(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [replace(group[0], text="".join(_joined(group))) for group in groups]


def _runs_on(before: Piece, piece: Piece) -> bool:
    return (
        piece.page > before.page
        and before.kind in ("paragraph", "item", "quotation")
        and piece.kind in ("paragraph", before.kind)
        and piece.text[:1].islower()
        and not _CLOSED.search(before.text)
    )


def _joined(group: Sequence[Piece]) -> Iterator[str]:
    """Texts of pieces on one page after another, with the signs of the pages' turns."""
    for number, piece in enumerate(group):
        text, before = piece.text, group[max(0, number - 1)]
        turns = PAGE * (piece.page - before.page)
        if number and BROKEN.search(before.text):
            # A sign between its halves would keep the word from being repaired: it comes after.
            half, space, rest = text.partition(" ")
            text = f"{half}{turns}{space}{rest}"
        elif number:
            text = f" {turns}{text}"
        goes_on = number + 1 < len(group) and BROKEN.search(text)
        yield text[:-1] + LINE_END_HYPHEN if goes_on else text


def _repaired(pieces: Sequence[Piece]) -> tuple[list[Piece], Counter[str]]:
    """The pieces with their words repaired, and the repairs by class."""
    texts = [Traced.on_page(piece.text, piece.page) for piece in pieces]
    repaired, repairs = repair_words(texts)
    return [
        replace(piece, text=text.text) for piece, text in zip(pieces, repaired, strict=True)
    ], repairs


def _notes(pieces: Sequence[Piece]) -> dict[str, Piece]:
    """The notes that end a file, by number: "[1] …", numbered from 1, that the text refers to.

    Under a heading such as "References" they are its references.
    """
    start = len(pieces)
    while start and pieces[start - 1].kind == "paragraph" and _NOTE.match(pieces[start - 1].text):
        start -= 1
    found = [_NOTE.match(piece.text) for piece in pieces[start:]]
    numbers = [match[1] for match in found if match]
    headings = [piece for piece in pieces[:start] if piece.kind == "heading"]
    cited = {number for piece in pieces[:start] for number in _CALL.findall(piece.text)}
    in_order = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    if not in_order or not cited.intersection(numbers):
        return {}
    if headings and is_bibliography(headings[-1].text):
        return {}
    return dict(zip(numbers, pieces[start:], strict=True))
