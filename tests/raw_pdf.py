"""Writes PDFs byte by byte, so that they may be wrong in every way."""

import zlib
from collections.abc import Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf_of(objects: Sequence[bytes], *, startxref: int | None = None) -> bytes:
    """A file of objects numbered from 1, of which the first is the catalogue."""
    out, offsets = [b"%PDF-1.7\n"], []
    length = len(out[0])
    for number, body in enumerate(objects, start=1):
        offsets.append(length)
        out.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        length += len(out[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table))
    start = length if startxref is None else startxref
    out.append(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return b"".join(out)


def stream(data: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    """A stream object with further entries in its dictionary."""
    size = len(data) if length is None else length
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (size, entries, data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data), b"/Filter /FlateDecode " + entries)


def one_page(
    content: bytes, *, resources: bytes = b"", objects: Sequence[bytes] = (), catalogue: bytes = b""
) -> bytes:
    """A file of one letter page.

    Args:
        content: the object of its content stream.
        resources: entries beside the font F1, which is Helvetica.
        objects: further objects, numbered from 6.
        catalogue: further entries of the catalogue.
    """
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %b >> >>" % resources,
            content,
            *objects,
        ]
    )


def words(text: str, *, x: float = 72, y: float = 700, size: float = 12, before: str = "") -> bytes:
    """Operators that show a text; `before` are others within the text object."""
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n".encode()
