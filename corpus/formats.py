"""Which formats can be read, and what a file is by its name and its first bytes."""

from pathlib import Path
from typing import Literal

from corpus.encoding import BYTE_ORDER_MARKS
from corpus.errors import UnreadableDocument

Format = Literal["pdf", "text", "markdown", "html", "docx"]

_BY_SUFFIX: dict[str, Format] = {
    ".pdf": "pdf",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
}
KNOWN_SUFFIXES = frozenset(_BY_SUFFIX)
"""Suffixes of files that can be read, in lower case, with the dot."""

_HEAD_BYTES = 1024
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Signature of Microsoft's compound files: .doc, and a .docx that a password protects."""
_NAMES: dict[Format, str] = {
    "pdf": "PDF",
    "text": "text file",
    "markdown": "Markdown file",
    "html": "web page",
    "docx": "Word document (.docx)",
}
_AGAIN = "A server sent an error page in the file's place, probably: get the file again."
_RENAME = "Open the file in the program it belongs to, and save it as PDF or .docx."


def detect_format(path: Path) -> Format:
    """What a file is: its suffix says so, and its first bytes must not say otherwise.

    A text file that holds a PDF or a web page is what it holds.

    Raises:
        UnreadableDocument: missing, empty, of an unknown format, or not what its suffix says.
    """
    named = _BY_SUFFIX.get(path.suffix.lower())
    if named is None:
        raise UnreadableDocument(
            f"{path.name}: files of this format cannot be read.",
            hint=f"Known formats: {', '.join(sorted(KNOWN_SUFFIXES))}. Save the file as one.",
        )
    head = _head(path)
    if not head:
        raise UnreadableDocument(
            f"{path.name}: the file is empty.", hint="Get the file again from where it came."
        )
    found = _signature(head)
    binary = b"\0" in head and not head.startswith(tuple(BYTE_ORDER_MARKS))
    if named in ("text", "markdown"):
        if found in ("pdf", "html"):
            return found
        if found is not None or binary:
            raise UnreadableDocument(f"{path.name}: the file is not text.", hint=_RENAME)
    elif found != named and (found is not None or named != "html" or binary):
        raise UnreadableDocument(
            f"{path.name}: {_contents(head, found)}, not a {_NAMES[named]}.",
            hint=_AGAIN if found == "html" else _RENAME,
        )
    return named


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableDocument(
            f"{path.name}: the file cannot be opened: {error.strerror}.",
            hint="Check that the file is there and that you may read it.",
        ) from error


def _signature(head: bytes) -> Format | None:
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    return "html" if looks_like_html(head) else None


def _contents(head: bytes, found: Format | None) -> str:
    if found is not None:
        return f"the file is a {_NAMES[found]}"
    if head.startswith(_OLE):
        return "the file is an old Word file (.doc) or protected by a password"
    return "the file's contents are something else"


def looks_like_html(head: bytes) -> bool:
    """Whether bytes from the start of a file are those of a web page."""
    text = head.decode("latin-1").removeprefix("\xef\xbb\xbf").lstrip().lower()
    if text.startswith(("<?xml", "<!--")):
        text = text[text.find(">") + 1 :].lstrip()
    return text.startswith(_HTML_STARTS)
