"""Reading a file in this process, whatever its format. See corpus.reading.batch for safer ways."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.content import Content
from corpus.errors import AskdocketError, UnreadableDocument
from corpus.formats import Format
from corpus.library import Source
from corpus.library.digests import read_digest
from corpus.opening import open_file
from corpus.types import Document

if TYPE_CHECKING:
    from corpus.ocr import Recognise

__all__ = ["READER_VERSION", "document_of", "read_content", "read_document"]

_log = logging.getLogger(__name__)

_OURS = Path(__file__).parents[1]

READER_VERSION = 4
"""Raised whenever a reader gives another content for the same file, so that it is read anew."""


def read_document(source: Source) -> Document:
    """Read a document at hand, in this process: a digest, or another file that can be trusted.

    Raises:
        UnreadableDocument: as `read_content`, or a digest breaks its format.
    """
    if source.origin == "digest":
        if source.entry is None:
            raise ValueError(f"{source.doc_id}: a digest needs the manifest's entry")
        return read_digest(source.path, source.entry)
    return document_of(source, read_content(source.path, notice=source.notice))


def document_of(source: Source, content: Content) -> Document:
    """A document at hand whose content is known."""
    return Document(
        doc_id=source.doc_id,
        title=source.title,
        commenter=source.commenter,
        kind=source.kind,
        origin=source.origin,
        url=source.url,
        path=source.path,
        sha256=source.sha256,
        content=content,
    )


def read_content(path: Path, *, notice: str = "", recognise: "Recognise | None" = None) -> Content:
    """Read what a file says.

    A PDF of pictures has a content, its pages reported as unreadable one by one; a file of
    another format must have text.

    Args:
        path: the file.
        notice: Federal Register document number, where the file holds parts of other notices.
        recognise: reads pages that are pictures; by tesseract, where it is installed, if not given.

    Raises:
        UnreadableDocument: the file is missing, broken, protected by a password, too large or of
            an unknown format; the message names the file and the reason.
        MemoryError: the file takes more than there is.
        Exception: an error of our own code, as it is.
    """
    try:
        return _content(path, open_file(path), notice, recognise)
    except (AskdocketError, MemoryError):
        raise
    except Exception as error:
        if _is_ours(error):
            raise
        # The libraries that read formats raise anything on odd files, AssertionError included.
        _log.info("%s: the reader failed", path, exc_info=True)
        raise UnreadableDocument(
            f"{path.name}: the file cannot be read ({type(error).__name__}: {error})."
        ) from error


def _is_ours(error: Exception) -> bool:
    """Whether the fault is this program's or its installation's rather than the file's."""
    if isinstance(error, ImportError):
        return True
    raised_in = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    # Where a file nests deeper than Python can follow, it is chance whose function is the last.
    return raised_in.is_relative_to(_OURS) and not isinstance(error, RecursionError)


def _content(path: Path, format_: Format, notice: str, recognise: "Recognise | None") -> Content:
    if format_ == "pdf":
        from corpus.pdf import read_pdf

        return read_pdf(path, notice=notice, recognise=recognise)
    content = _reader_of(format_)(path)
    if not content.text and not content.unreadable:
        raise UnreadableDocument(
            f"{path.name}: the file holds no text.",
            hint="Open it in the program it belongs to; if there is text, save it as PDF.",
        )
    return content


def _reader_of(format_: Format) -> Callable[[Path], Content]:
    """The reader of a format other than PDF, imported when it is first needed.

    So a process that reads PDFs starts in 0.2 s; with the readers of web pages and Word documents
    it would be 0.6 s.
    """
    if format_ == "docx":
        from corpus.word import read_docx as reader
    elif format_ == "html":
        from corpus.web import read_html as reader
    elif format_ == "markdown":
        from corpus.markdown import read_markdown as reader
    else:
        from corpus.plain import read_text as reader
    return reader
