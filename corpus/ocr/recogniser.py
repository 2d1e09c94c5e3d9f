"""Pages that are pictures of text, read by optical character recognition."""

import math
import time
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw as pdfium_c

from corpus.ocr.tesseract import OcrPage, OcrWord, UnreadablePage, installed, read_picture

__all__ = [
    "HINT",
    "OcrPage",
    "OcrWord",
    "Recognise",
    "Recogniser",
    "UnreadablePage",
    "is_blank",
    "recognise",
]

HINT = (
    "Install tesseract (Debian and Ubuntu: apt install tesseract-ocr; other systems: "
    "https://tesseract-ocr.github.io), and build the index again."
)
NOT_INSTALLED = "a picture, and tesseract is not installed"
SWITCHED_OFF = "a picture, and ASKDOCKET_OCR is off"
NO_WORDS = "a picture without readable words"
TOO_LARGE = "a picture too large to draw"

_DPI = 300.0
"""What tesseract's makers advise. Pages of the first docket, drawn and read at it: 98.3 % of 3,680
words right, in 3 s a page; the rest is mostly words broken at line ends."""
_MOST_PIXELS = 20_000_000
"""An A3 page has 17 million pixels at 300 dpi; larger pages are drawn coarser."""
_PAGE_TIMEOUT_S = 120.0
_LEAST_CONFIDENCE = 70.0
"""Of a page, on the mean. Measured on blurred and noisy pictures of five pages: from 73 up at least
76 % of the words were right, at 57-67 63-77 %, at 37 and below at most 20 %."""
_BLANK_LEVELS = 24
"""Levels of grey, of 255, within which a picture of a page shows nothing."""
_BLANK_PIXELS = 250_000
_VAST_PIXELS = 500_000_000
"""A picture of 2 GiB or more is not drawn by pdfium; this many pixels take 1.5 GB in colour."""

Recognise: TypeAlias = Callable[[pypdfium2.PdfPage], OcrPage]
"""Reads a page's picture, or raises UnreadablePage."""


class Recogniser:
    """Reads pictures of one file's pages, for as long as it may."""

    def __init__(
        self,
        *,
        enabled: bool = True,
        budget_s: float = float("inf"),
        after_page: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        """Say how far to go.

        Args:
            enabled: whether tesseract may be used at all.
            budget_s: seconds for all pages together; a page is begun while any is left.
            after_page: told the seconds that each page took.
        """
        self._enabled = enabled
        self._budget_s = budget_s
        self._left_s = budget_s
        self._after_page = after_page

    def __call__(self, page: pypdfium2.PdfPage) -> OcrPage:
        """Read a page; a blank one has no words.

        Raises:
            UnreadablePage: something is drawn on it, but no words can be had.
        """
        if is_blank(page):
            if _has_vast_picture(page):
                raise UnreadablePage(TOO_LARGE)
            return OcrPage((), *page.get_size())
        if not self._enabled:
            raise UnreadablePage(SWITCHED_OFF)
        if not installed():
            raise UnreadablePage(NOT_INSTALLED)
        if self._left_s <= 0:
            raise UnreadablePage(
                f"a picture, left unread after {self._budget_s:g} s (ASKDOCKET_OCR_TIMEOUT_S)"
            )
        began = time.monotonic()
        try:
            return recognise(page)
        finally:
            seconds = time.monotonic() - began
            self._left_s -= seconds
            self._after_page(seconds)


def is_blank(page: pypdfium2.PdfPage) -> bool:
    """Whether nothing is seen on a page."""
    picture = _picture(page, _scale(page, 36.0, _BLANK_PIXELS))
    return int(picture.max()) - int(picture.min()) <= _BLANK_LEVELS


def _has_vast_picture(page: pypdfium2.PdfPage) -> bool:
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])
    return any(math.prod(picture.get_px_size()) > _VAST_PIXELS for picture in pictures)


def recognise(page: pypdfium2.PdfPage, *, timeout_s: float = _PAGE_TIMEOUT_S) -> OcrPage:
    """Read the words in a page's picture, whichever way up they stand.

    Args:
        page: the page.
        timeout_s: seconds for tesseract.

    Raises:
        UnreadablePage: there are none, or they are a guess, or tesseract fails.
    """
    scale = _scale(page, _DPI, _MOST_PIXELS)
    seen = read_picture(_picture(page, scale), scale, timeout_s=timeout_s)
    if not seen.words or np.mean([word.confidence for word in seen.words]) < _LEAST_CONFIDENCE:
        raise UnreadablePage(NO_WORDS)
    return seen


def _scale(page: pypdfium2.PdfPage, dpi: float, most_pixels: int) -> float:
    """Pixels a point."""
    width, height = page.get_size()
    return float(min(dpi / 72, (most_pixels / max(1.0, width * height)) ** 0.5))


def _picture(page: pypdfium2.PdfPage, scale: float) -> npt.NDArray[np.uint8]:
    """A page in levels of grey, shape (rows, columns)."""
    bitmap = page.render(scale=scale, grayscale=True)
    picture = bitmap.to_numpy()
    return np.ascontiguousarray(picture.reshape(picture.shape[0], -1)[:, : bitmap.width])
