"""Makes small PDFs of known words for tests."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

LEFT, TOP, LEADING = 60, 700, 24
"""Points; the first line's foot is at TOP."""


def make_pdf(path: Path, pages: Sequence[Sequence[str]], *, rotation: int = 0) -> Path:
    """Write a PDF of letter pages, each given by its lines, set in 14-point Helvetica."""
    document = pypdfium2.PdfDocument.new()
    for lines in pages:
        page = document.new_page(612, 792)
        for number, line in enumerate(lines):
            text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 14)
            wide = (line + "\0").encode("utf-16-le")
            buffer = ctypes.create_string_buffer(wide, len(wide))
            raw.FPDFText_SetText(text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, LEFT, TOP - number * LEADING)
            raw.FPDFPage_InsertObject(page, text)
        page.set_rotation(rotation)
        page.gen_content()
    document.save(path)
    document.close()
    return path
