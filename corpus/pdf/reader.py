"""Content of a PDF: pdfium's glyphs first, pypdf's text where that finds none, then pictures."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from corpus.content import Content
from corpus.ocr import Recognise, Recogniser, UnreadablePage
from corpus.opening import open_pdf
from corpus.pdf.assembly import assemble
from corpus.pdf.extract import lines_of_notice
from corpus.pdf.fonts import with_fonts
from corpus.pdf.furniture import without_furniture
from corpus.pdf.glyphs import glyphs_of
from corpus.pdf.kinds import judge
from corpus.pdf.lines import Line, lines_of
from corpus.pdf.notes import split_notes
from corpus.pdf.order import in_reading_order
from corpus.pdf.paragraphs import paragraphs_of
from corpus.pdf.parts import part_starts
from corpus.pdf.pictures import lines_of_picture
from corpus.pdf.second import SecondReader
from corpus.pdf.stray import with_marks
from corpus.pdf.turned import without_turned
from corpus.pdf.visible import seen_glyphs

_log = logging.getLogger(__name__)

_MOST_GLYPHS = 200_000
"""On one page; the densest printed page has some 15,000. More would hold up all the others."""
_MOST_LINES = 2_000
"""On one page, cells of tables included; the first docket's fullest has 110. What follows compares
lines with each other."""


@dataclass(slots=True, eq=False)
class _Pages:
    """What the pages of a file gave."""

    lines: list[list[Line]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    unreadable: dict[int, str] = field(default_factory=dict)
    ocr_pages: list[int] = field(default_factory=list)


def read_pdf(path: Path, *, notice: str = "", recognise: Recognise | None = None) -> Content:
    """Read a PDF.

    Args:
        path: the file.
        notice: Federal Register document number, where the file holds parts of other notices.
        recognise: reads the pictures of pages without text; tesseract's words by default.

    Returns:
        The content; a page without text is named among the unreadable ones.

    Raises:
        UnreadableDocument: not a PDF, broken, or encrypted with a password.
    """
    pages = _PageReader(path, recognise or Recogniser()).read()
    repairs: Counter[str] = Counter()
    lines = lines_of_notice(pages.lines, notice) if notice else pages.lines
    edges = without_furniture(lines, pages.heights)
    repairs["head or foot"] = sum(
        len(before) - len(after.lines) for before, after in zip(lines, edges, strict=True)
    )
    ordered = [in_reading_order(page.lines) for page in edges]
    split = split_notes(ordered)
    paragraphs = paragraphs_of(split.bodies)
    starts = part_starts([page.numbers for page in edges])
    return assemble(
        judge(paragraphs, starts),
        split.notes,
        max(1, len(lines)),
        repairs=repairs,
        unreadable=pages.unreadable,
        ocr_pages=pages.ocr_pages,
    )


class _PageReader:
    """Reads the pages of one file, each by the first of three ways that gives text."""

    def __init__(self, path: Path, recognise: Recognise) -> None:
        self._path = path
        self._recognise = recognise
        self._second = SecondReader(path)
        self._pages = _Pages()

    def read(self) -> _Pages:
        """Read all pages.

        Raises:
            UnreadableDocument: the file cannot be opened.
        """
        with open_pdf(self._path) as document:
            for number in range(1, len(document) + 1):
                try:
                    self._read_page(document[number - 1], number)
                except MemoryError:
                    raise
                except Exception as error:
                    # One odd page costs only itself.
                    _log.info("%s: page %d: %r", self._path.name, number, error, exc_info=True)
                    self._give_up(number, "the page is broken")
        return self._pages

    def _read_page(self, page: pypdfium2.PdfPage, number: int) -> None:
        textpage = page.get_textpage()
        try:
            count = textpage.count_chars()
            if count > _MOST_GLYPHS:
                reason = f"{count:,} characters, more than the {_MOST_GLYPHS:,} read"
                self._give_up(number, reason)
                return
            glyphs = glyphs_of(page, textpage, number)
            lines = lines_of(glyphs, seen_glyphs(page, textpage, glyphs))
            if len(lines) > _MOST_LINES:
                self._give_up(number, f"{len(lines):,} lines, more than the {_MOST_LINES:,} read")
                return
            lines = without_turned(textpage, with_marks(lines, glyphs))
            lines = with_fonts(textpage, lines)
            if not count:
                # Not where glyphs are there that nobody sees: pypdf would give those too.
                lines = self._second.lines(number, glyphs.height)
            if lines:
                self._take(lines, glyphs.height)
            else:
                self._read_picture(page, number)
        finally:
            textpage.close()
            page.close()

    def _read_picture(self, page: pypdfium2.PdfPage, number: int) -> None:
        """Read a page without text; a blank one is left empty."""
        try:
            seen = self._recognise(page)
        except UnreadablePage as error:
            self._give_up(number, str(error))
            return
        self._take(lines_of_picture(seen, number), seen.height)
        if seen.words:
            self._pages.ocr_pages.append(number)

    def _take(self, lines: list[Line], height: float) -> None:
        self._pages.lines.append(lines)
        self._pages.heights.append(height)

    def _give_up(self, number: int, reason: str) -> None:
        self._take([], 1.0)
        self._pages.unreadable[number] = reason
