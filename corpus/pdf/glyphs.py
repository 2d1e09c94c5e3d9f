"""The glyphs of a PDF's page: what they are, where they stand, how large they are."""

import ctypes
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw as pdfium_c

_loose_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
"""FPDFText_GetLooseCharBox by plain addresses: a million boxes take 1 s instead of 2.5 s."""


_MOST_HEIGHT = 1.8
"""Font sizes that a font's box is high at the most; usual ones are 1.0 to 1.4."""
_DESCENT = 0.22
"""Share of a usual font's box below the line it stands on."""


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The glyphs of one page in the order of the file, pdfium's generated ones included.

    Attributes:
        page: number of the page, 1-based.
        width: of the visible page, in points.
        height: of the visible page, in points.
        text: one character a glyph; NUL where pdfium knows no character.
        boxes: float32, shape (n, 4): left, bottom, right, top in points from the lower left
            corner of the page as it is looked at. Height is the font's, width the advance, so
            that letters of one word touch. All 0 for line breaks.
    """

    page: int
    width: float
    height: float
    text: str
    boxes: npt.NDArray[np.float32]


def glyphs_of(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, number: int) -> Glyphs:
    """Read the glyphs of a page."""
    count = textpage.count_chars()
    left, bottom, right, top = _visible_box(page)
    boxes = _sound(textpage, _boxes(textpage, count)) - np.array(
        [left, bottom, left, bottom], dtype=np.float32
    )
    width, height = right - left, top - bottom
    rotation = page.get_rotation()
    if rotation:
        boxes = _turned(boxes, rotation, width, height)
    if rotation in (90, 270):
        width, height = height, width
    return Glyphs(number, width, height, _characters(textpage, count), boxes)


def _visible_box(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is shown: the crop box within the media box."""
    left, bottom, right, top = _upright(page.get_mediabox())
    crop = _upright(page.get_cropbox())
    inner = (max(left, crop[0]), max(bottom, crop[1]), min(right, crop[2]), min(top, crop[3]))
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else (left, bottom, right, top)


def _upright(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box whose corners may be given in any order (PDF 32000-1:2008, 7.9.5)."""
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def _boxes(textpage: pypdfium2.PdfTextPage, count: int) -> npt.NDArray[np.float32]:
    boxes = np.zeros((count, 4), dtype=np.float32)
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    address = boxes.ctypes.data
    for index in range(count):
        _loose_box(handle, index, address + 16 * index)
    return boxes[:, [0, 3, 2, 1]]  # FS_RECTF is left, top, right, bottom


def _sound(
    textpage: pypdfium2.PdfTextPage, boxes: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Boxes of the font's size where a font claims a height far beyond it (seen: 4 times)."""
    heights = np.round(boxes[:, 3] - boxes[:, 1], 1)
    values, samples = np.unique(heights, return_index=True)
    for height, sample in zip(values.tolist(), samples.tolist(), strict=True):
        size, baseline = shown_size(textpage, sample), _baseline(textpage, sample)
        if size <= 0 or height <= _MOST_HEIGHT * size:
            continue
        chosen = heights == height
        bottom = boxes[chosen, 1] + (baseline - boxes[sample, 1]) - _DESCENT * size
        boxes[chosen, 1] = bottom
        boxes[chosen, 3] = bottom + size
    return boxes


def shown_size(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """Size in points of a glyph's font as it is shown; 0 where it is not known.

    The nominal size alone is 1 in many files, where the text's matrix carries the size.
    """
    matrix = pdfium_c.FS_MATRIX()
    nominal = pdfium_c.FPDFText_GetFontSize(textpage.raw, index)
    found = pdfium_c.FPDFText_GetMatrix(textpage.raw, index, matrix)
    return float(nominal * (math.hypot(matrix.b, matrix.d) if found else 1.0))


def _baseline(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    return y.value


def _turned(
    boxes: npt.NDArray[np.float32], rotation: int, width: float, height: float
) -> npt.NDArray[np.float32]:
    """Boxes of a page that is shown turned clockwise by 90, 180 or 270 degrees."""
    left, bottom, right, top = boxes.T
    if rotation == 90:
        turned = (bottom, width - right, top, width - left)
    elif rotation == 180:
        turned = (width - right, height - top, width - left, height - bottom)
    else:
        turned = (height - top, left, height - bottom, right)
    return np.stack(turned, axis=1)


def _characters(textpage: pypdfium2.PdfTextPage, count: int) -> str:
    """One character a glyph; the call for all at once leaves out those it has none for."""
    buffer = (ctypes.c_ushort * (2 * count + 1))()
    written = pdfium_c.FPDFText_GetText(textpage.raw, 0, count, buffer) - 1
    if written == count:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
        if len(text) == count:
            return text
    codes = (pdfium_c.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 else "\0" for code in codes)
