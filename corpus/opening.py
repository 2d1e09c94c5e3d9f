"""Opening a file, and saying why where it cannot be opened."""

import zipfile
from pathlib import Path

import pypdfium2

from corpus.errors import UnreadableDocument
from corpus.formats import Format, detect_format

_MOST_TEXT_BYTES = 50_000_000
"""Of a format without pages: some twenty times the text of all of the first docket's comments."""
_MOST_PAGES = 20_000
"""A file that claims more is broken, or no document."""
_AGAIN = "Get the file again from where it came; if it opens in a viewer, print it to a new PDF."


def open_file(path: Path) -> Format:
    """Open a file as its reader does, without reading it through, and close it again.

    Returns:
        Its format.

    Raises:
        UnreadableDocument: missing, empty, broken at first sight, too large, protected by a
            password, or of an unknown format.
    """
    format_ = detect_format(path)
    if format_ == "pdf":
        open_pdf(path).close()
    elif format_ == "docx":
        _look_into_docx(path)
    elif path.stat().st_size > _MOST_TEXT_BYTES:
        raise UnreadableDocument(
            f"{path.name}: the file has {path.stat().st_size / 1e6:,.0f} MB, more than the "
            f"{_MOST_TEXT_BYTES / 1e6:,.0f} MB of text that are read.",
            hint="Cut it into several files.",
        )
    return format_


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """Open a PDF, which the caller closes.

    Raises:
        UnreadableDocument: it cannot be opened, is broken or protected by a password, or has no
            pages, or too many.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except OSError as error:
        raise UnreadableDocument(
            f"{path.name}: the file cannot be opened: {error.strerror or error}."
        ) from error
    except pypdfium2.PdfiumError as error:
        raise _unopened(path, error) from error
    pages = len(document)
    if not 0 < pages <= _MOST_PAGES:
        document.close()
        raise UnreadableDocument(
            f"{path.name}: the file has {pages:,} pages; from 1 to {_MOST_PAGES:,} are read.",
            hint=_AGAIN,
        )
    return document


def _unopened(path: Path, error: pypdfium2.PdfiumError) -> UnreadableDocument:
    if "password" in str(error).lower():
        return UnreadableDocument(
            f"{path.name}: the file is protected by a password.",
            hint="Open it in a viewer with the password, save it without one, and import that.",
        )
    return UnreadableDocument(f"{path.name}: the file is broken, or no PDF.", hint=_AGAIN)


def _look_into_docx(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            archive.getinfo("word/document.xml")
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise UnreadableDocument(
            f"{path.name}: the file is broken, or no Word document.", hint=_AGAIN
        ) from error
