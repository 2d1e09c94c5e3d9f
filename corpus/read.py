"""Reading a document, whatever its format."""

import logging
from collections.abc import Sequence

from corpus.cleaning import clean_text
from corpus.digests import read_digest
from corpus.errors import AskdocketError, UnreadableDocument
from corpus.formats import KNOWN_SUFFIXES, Format, detect_format
from corpus.library import Source
from corpus.pdf import read_pdf
from corpus.plain import read_markdown, read_text
from corpus.types import Document, Page
from corpus.web import read_html
from corpus.word import read_docx

__all__ = ["KNOWN_SUFFIXES", "READER_VERSION", "document_of", "read_document"]

_log = logging.getLogger(__name__)

READER_VERSION = 2
"""Raised whenever a reader gives another text for the same file, so that indexes read it anew."""


def read_document(source: Source) -> Document:
    """Read a document at hand into clean page texts.

    Formats without pages of their own (web pages, Markdown) give one page. One odd file costs
    only itself: whatever a reader stumbles over is a reason why the file is unreadable.

    Raises:
        UnreadableDocument: the file is missing, broken, encrypted or of an unknown format, or a
            digest breaks its format; the message names the file and the reason.
    """
    if source.origin == "digest":
        if source.entry is None:
            raise ValueError(f"{source.doc_id}: a digest needs the manifest's entry")
        return read_digest(source.path, source.entry)
    return document_of(source, _texts_or_reason(source, detect_format(source.path)))


def document_of(source: Source, texts: Sequence[str]) -> Document:
    """A document at hand whose page texts are known."""
    return Document(
        doc_id=source.doc_id,
        title=source.title,
        commenter=source.commenter,
        kind=source.kind,
        origin=source.origin,
        url=source.url,
        path=source.path,
        sha256=source.sha256,
        pages=tuple(Page(source.doc_id, number, text) for number, text in enumerate(texts, 1)),
    )


def _texts_or_reason(source: Source, format_: Format) -> Sequence[str]:
    try:
        return _texts(source, format_)
    except (AskdocketError, MemoryError):
        raise
    except Exception as error:
        # The libraries that read formats raise anything on odd files, AssertionError included.
        _log.info("%s: the reader failed", source.path, exc_info=True)
        raise UnreadableDocument(
            f"{source.path.name}: the file cannot be read ({type(error).__name__}: {error})."
        ) from error


def _texts(source: Source, format_: Format) -> Sequence[str]:
    if format_ == "pdf":
        # A PDF of pictures is kept, its pages reported as unreadable one by one.
        return read_pdf(source.path, notice=source.notice)
    if format_ == "docx":
        raw = read_docx(source.path)
    elif format_ == "html":
        raw = [read_html(source.path)]
    elif format_ == "markdown":
        raw = [read_markdown(source.path)]
    else:
        raw = read_text(source.path)
    texts = [clean_text(text) for text in raw]
    if not any(texts):
        raise UnreadableDocument(
            f"{source.path.name}: the file holds no text.",
            hint="Open it in the program it belongs to; if there is text, save it as PDF.",
        )
    return texts
