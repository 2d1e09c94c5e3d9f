"""Makes small PDFs of known words for tests."""

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pypdf
import pypdfium2
from pypdfium2 import raw

LEFT, TOP, LEADING = 60, 700, 24
"""Points; the first line's foot is at TOP."""
SIZE = 14
"""Points, of a line that names no size of its own."""

Line: TypeAlias = str | tuple[str, float]
"""A line's words, with the size of their letters in points where it is not SIZE."""


def make_pdf(
    path: Path, pages: Sequence[Sequence[Line]], *, rotation: int = 0, leading: float = LEADING
) -> Path:
    """Write a PDF of letter pages, each given by its lines, set in Helvetica."""
    document = pypdfium2.PdfDocument.new()
    for lines in pages:
        page = document.new_page(612, 792)
        for number, line in enumerate(lines):
            words, size = (line, SIZE) if isinstance(line, str) else line
            text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", size)
            wide = (words + "\0").encode("utf-16-le")
            buffer = ctypes.create_string_buffer(wide, len(wide))
            raw.FPDFText_SetText(text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, LEFT, TOP - number * leading)
            raw.FPDFPage_InsertObject(page, text)
        page.set_rotation(rotation)
        page.gen_content()
    document.save(path)
    document.close()
    return path


def encrypt(path: Path, *, user_password: str) -> Path:
    """Encrypt a PDF in place; an empty user password lets every reader open it."""
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt(user_password, owner_password="owner", algorithm="RC4-128")
    with path.open("wb") as file:
        writer.write(file)
    return path


def scan(path: Path, *, dpi: int = 200, turned: int = 0) -> Path:
    """Replace each page of a PDF by its picture, as a scanner would leave it.

    Args:
        path: the file, changed in place.
        dpi: of the pictures.
        turned: degrees by which they lie clockwise; a multiple of 90.
    """
    with pypdfium2.PdfDocument(path) as document:
        pictures = [
            page.render(scale=dpi / 72, grayscale=True).to_pil().rotate(-turned, expand=True)
            for page in document
        ]
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return path
