"""Documents made for tests: of pieces of text with what they are, or of page texts."""

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pypdfium2

from corpus.content import Block, BlockKind, Content, content_of_blocks
from corpus.traced import Traced, origins_at
from corpus.types import Document, Kind, Origin

Piece = tuple[Traced, Block]


def piece(
    text: str,
    kind: BlockKind = "paragraph",
    *,
    page: int = 1,
    section: tuple[str, ...] = (),
    number: str = "",
    question: str = "",
) -> Piece:
    """A block of one page."""
    return Traced.on_page(text, page), Block(0, 0, kind, section, number, question)


def across(before: str, after: str, kind: BlockKind = "paragraph", *, page: int = 1) -> Piece:
    """A block that begins at the foot of a page and goes on on the next."""
    return Traced.on_page(before, page) + Traced.on_page(after, page + 1), Block(0, 0, kind)


def printed_lines(pdf: Path) -> list[Traced]:
    """The lines of a PDF as pdfium gives them, hyphens at their ends left out, with their glyphs."""
    lines = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for number, page in enumerate(opened, start=1):
            textpage = page.get_textpage()
            text = textpage.get_text_range()
            assert len(text) == textpage.count_chars()
            for match in re.finditer(r"[^\r\n\ufffe]+", text):
                glyphs = np.arange(match.start(), match.end())
                lines.append(Traced(match[0], origins_at(number, glyphs)))
    return lines


def of_pieces(pieces: Iterable[Piece], page_count: int = 9, **parts: object) -> Content:
    """Content of blocks; the other parts of Content by name."""
    return content_of_blocks(list(pieces), page_count, **parts)


def of_pages(texts: Iterable[str]) -> Content:
    """Content of page texts whose lines are paragraphs; a page without text is unreadable."""
    pages = list(texts)
    blocks = [
        piece(line.strip(), page=page)
        for page, text in enumerate(pages, 1)
        for line in text.split("\n")
    ]
    empty = {page: "no text" for page, text in enumerate(pages, 1) if not text.strip()}
    return of_pieces(blocks, max(1, len(pages)), unreadable=empty)


def document(
    content: Content | Iterable[str],
    *,
    doc_id: str = "kite",
    title: str = "Kites",
    commenter: str = "Ada",
    kind: Kind = "comment",
    origin: Origin = "imported",
) -> Document:
    """A document of a content, or of page texts whose lines are paragraphs."""
    return Document(
        doc_id=doc_id,
        title=title,
        commenter=commenter,
        kind=kind,
        origin=origin,
        url=f"https://docket.example/{doc_id}",
        path=Path(f"/documents/{doc_id}.pdf"),
        sha256=doc_id.encode().hex(),
        content=content if isinstance(content, Content) else of_pages(content),
    )
