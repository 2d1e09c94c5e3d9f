"""Makes PDFs whose words stand at known places."""

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

WIDTH, HEIGHT = 612, 792
"""A letter page, in points."""

Colour = tuple[int, int, int, int]
BLACK: Colour = (0, 0, 0, 255)
WHITE: Colour = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True)
class Placed:
    """Words with the place of their first letter's foot, in points from the lower left corner."""

    words: str
    left: float
    baseline: float
    size: float = 12.0
    font: bytes = b"Helvetica"
    colour: Colour = BLACK
    mode: int = 0  # PDF 32000-1:2008, table 106; 3 draws nothing
    degrees: float = 0.0  # turned against the clock


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, drawn in its turn."""

    left: float
    bottom: float
    width: float
    height: float
    colour: Colour = BLACK


def placed_pdf(path: Path, pages: Sequence[Sequence[Placed | Box]], *, rotation: int = 0) -> Path:
    """Write a PDF of letter pages."""
    document = pypdfium2.PdfDocument.new()
    for things in pages:
        page = document.new_page(WIDTH, HEIGHT)
        for thing in things:
            made = _box(thing) if isinstance(thing, Box) else _words(document, thing)
            raw.FPDFPageObj_SetFillColor(made, *thing.colour)
            raw.FPDFPage_InsertObject(page, made)
        page.set_rotation(rotation)
        page.gen_content()
    document.save(path)
    document.close()
    return path


def _words(document: pypdfium2.PdfDocument, placed: Placed) -> ctypes.c_void_p:
    text = raw.FPDFPageObj_NewTextObj(document, placed.font, placed.size)
    wide = (placed.words + "\0").encode("utf-16-le")
    buffer = ctypes.create_string_buffer(wide, len(wide))
    raw.FPDFText_SetText(text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFTextObj_SetTextRenderMode(text, placed.mode)
    cos, sin = math.cos(math.radians(placed.degrees)), math.sin(math.radians(placed.degrees))
    raw.FPDFPageObj_Transform(text, cos, sin, -sin, cos, placed.left, placed.baseline)
    return text


def _box(box: Box) -> ctypes.c_void_p:
    path = raw.FPDFPageObj_CreateNewRect(box.left, box.bottom, box.width, box.height)
    raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_WINDING, False)
    return path
