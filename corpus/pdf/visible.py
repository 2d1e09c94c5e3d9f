"""Which glyphs of a page a reader sees.

Text that is white on white, transparent, drawn by no ink, too small to read or outside the page is
no text of the page: nobody who looks at it would find the quote. An OCR layer, drawn by no ink over
the picture of its words, is.
"""

import ctypes
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw as pdfium_c

from corpus.pdf.glyphs import Glyphs

_LEAST_HEIGHT_RATIO = 0.0025
"""Of the page's height: 2 points on a letter page."""
_NO_INK_MODES = (3, 7)
"""Text render modes invisible and clip only, PDF 32000-1:2008, table 106."""
_PALE = 235
"""A fill colour whose components are all at least this, of 255, may be white on white."""
_FAINT_ALPHA = 20
_INK_DIFFERENCE = 24
"""Levels of grey, of 255, by which a word's darkest and lightest pixels differ where ink shows."""
_RENDER_SCALE = 1.5
_MOST_PIXELS = 8_000_000


def seen_glyphs(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, glyphs: Glyphs
) -> npt.NDArray[np.bool_]:
    """Mask of the glyphs that can be seen, shape (n,)."""
    left, bottom, right, top = glyphs.boxes.T
    small = (top - bottom) < _LEAST_HEIGHT_RATIO * glyphs.height
    small &= np.roll(small, 1) & np.roll(small, -1)  # a font may claim no height for its dashes
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    seen: npt.NDArray[np.bool_] = (
        (middle_x >= 0)
        & (middle_x <= glyphs.width)
        & (middle_y >= 0)
        & (middle_y <= glyphs.height)
        & ~small
    )
    doubtful = _doubtful_objects(page)
    if doubtful and seen.any():
        suspects = np.array(
            [_object_of(textpage, index) in doubtful for index in range(len(seen))], dtype=bool
        )
        suspects &= seen
        if suspects.any():
            seen &= ~suspects | _inked(page, glyphs, suspects)
    return seen


def _doubtful_objects(page: pypdfium2.PdfPage) -> set[int]:
    """Addresses of the text objects that may leave no trace on the page."""
    red, green, blue, alpha = components = tuple(ctypes.c_uint() for _ in range(4))
    places = [ctypes.byref(component) for component in components]
    doubtful = set()
    for found in _text_objects(page):
        shown = pdfium_c.FPDFTextObj_GetTextRenderMode(found) not in _NO_INK_MODES
        coloured = pdfium_c.FPDFPageObj_GetFillColor(found, *places)
        if (
            not shown
            or (coloured and alpha.value < _FAINT_ALPHA)
            or (coloured and red.value >= _PALE and green.value >= _PALE and blue.value >= _PALE)
        ):
            doubtful.add(_address(found))
    return doubtful


def _text_objects(page: pypdfium2.PdfPage) -> Iterator[ctypes.c_void_p]:
    """The page's text objects, those inside form objects too."""
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    pending = [pdfium_c.FPDFPage_GetObject(page.raw, index) for index in range(count)]
    while pending:
        found = pending.pop()
        kind = pdfium_c.FPDFPageObj_GetType(found)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            yield found
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            inside = pdfium_c.FPDFFormObj_CountObjects(found)
            pending += [pdfium_c.FPDFFormObj_GetObject(found, index) for index in range(inside)]


def _object_of(textpage: pypdfium2.PdfTextPage, index: int) -> int:
    found = pdfium_c.FPDFText_GetTextObject(textpage.raw, index)
    return _address(found) if found else 0


def _address(found: ctypes.c_void_p) -> int:
    return ctypes.cast(found, ctypes.c_void_p).value or 0


def _inked(
    page: pypdfium2.PdfPage, glyphs: Glyphs, suspects: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which suspects stand where the page, as drawn, is not of one colour."""
    scale = min(_RENDER_SCALE, (_MOST_PIXELS / (glyphs.width * glyphs.height)) ** 0.5)
    grey = np.asarray(page.render(scale=scale, grayscale=True).to_numpy()).squeeze()
    rows, columns = grey.shape[:2]
    inked = np.zeros(len(suspects), dtype=bool)
    indexes = np.flatnonzero(suspects)
    breaks = np.flatnonzero(np.diff(indexes) > 1) + 1
    for run in np.split(indexes, breaks):
        left, bottom = glyphs.boxes[run, :2].min(axis=0) * scale
        right, top = glyphs.boxes[run, 2:].max(axis=0) * scale
        part = grey[
            max(0, int(rows - top)) : max(1, int(rows - bottom) + 1),
            max(0, int(left)) : min(columns, int(right) + 1),
        ]
        inked[run] = part.size > 0 and int(part.max()) - int(part.min()) >= _INK_DIFFERENCE
    return inked
