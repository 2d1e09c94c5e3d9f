"""Text of pages in which pdfium finds no character, from pypdf."""

import logging
from pathlib import Path

import pypdf

from corpus.pdf.characters import clean_line
from corpus.pdf.lines import Line
from corpus.traced import Traced

_log = logging.getLogger(__name__)

_SIZE, _LEADING, _MARGIN = 12.0, 14.0, 72.0
"""Points: pypdf tells no places, so lines are set as on a typewritten page."""
_LETTER_WIDTH = 6.0


class SecondReader:
    """Reads single pages of a PDF; opens the file when first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reader: pypdf.PdfReader | None = None
        self._failed = False

    def lines(self, number: int, height: float) -> list[Line]:
        """Lines of a page (1-based) of that height in points; none where pypdf fails too."""
        if self._failed:
            return []
        try:
            self._reader = self._reader or pypdf.PdfReader(self._path)
            text = self._reader.pages[number - 1].extract_text()
        except Exception as error:
            # On damaged files pypdf raises anything, AttributeError and AssertionError included.
            _log.info("%s: the second reader fails on page %d: %s", self._path.name, number, error)
            self._failed = self._reader is None
            return []
        return _set_lines(text, number, height)


def _set_lines(text: str, page: int, height: float) -> list[Line]:
    lines = []
    for place, raw in enumerate(text.splitlines()):
        cleaned = clean_line(Traced.on_page(raw, page))
        baseline = height - _MARGIN - place * _LEADING
        if len(cleaned):
            lines.append(
                Line(
                    page=page,
                    text=cleaned,
                    left=_MARGIN,
                    bottom=baseline,
                    right=_MARGIN + _LETTER_WIDTH * len(cleaned),
                    top=baseline + _SIZE,
                    size=_SIZE,
                    baseline=baseline,
                )
            )
    return lines
