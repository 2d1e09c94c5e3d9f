"""Word documents (.docx)."""

import zipfile
import zlib
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError

from corpus.content import Content
from corpus.errors import UnreadableDocument
from corpus.word.body import content_of_document

__all__ = ["read_docx"]

_MOST_BYTES = 200_000_000
"""Uncompressed; a long report with pictures has some 20 MB, a zip bomb claims gigabytes."""

_BROKEN = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    SyntaxError,  # of which lxml's errors are
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,  # of which RecursionError is one
)
"""What python-docx 1.2 and zipfile raise on damaged files, found by damaging one at random."""


def read_docx(path: Path) -> Content:
    """Read a Word document: headings, lists, tables, foot- and endnotes as the printed page shows.

    Pages end at page breaks: the author's, and those that Word noted when it last laid the
    document out. A document that notes none, though it may be long, is one page. Text inserted
    under tracked changes counts, deleted and hidden text does not, nor do page heads and feet.

    Raises:
        UnreadableDocument: not a Word document, broken, or larger than 200 MB unpacked.
    """
    _refuse_bomb(path)
    try:
        return content_of_document(docx.Document(str(path)))
    except _BROKEN as error:
        raise UnreadableDocument(
            f"{path.name}: the file is no sound Word document ({error})."
        ) from error


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            total = sum(item.file_size for item in archive.infolist())
    except _BROKEN as error:
        raise UnreadableDocument(
            f"{path.name}: the file is no sound Word document ({error})."
        ) from error
    if total > _MOST_BYTES:
        raise UnreadableDocument(
            f"{path.name}: unpacked it has {total / 1e6:,.0f} MB, more than the "
            f"{_MOST_BYTES / 1e6:,.0f} MB that are read.",
            hint="Save it without its pictures, or as PDF.",
        )
