"""Bytes of text files decoded."""

from pathlib import Path

from corpus.errors import UnreadableDocument

BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
"""What text may begin with, and the encoding that it names."""


def file_bytes(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        UnreadableDocument: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}.") from error


def decode(raw: bytes, declared: str = "") -> str:
    """Text of a file's bytes, its lines ended by "\\n".

    Args:
        raw: the bytes; a byte order mark decides.
        declared: name of the encoding that the file itself gives, or empty. Then UTF-8 is tried,
            and in the end bytes that are no text are replaced.
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if raw.startswith(mark)), "")
    text = raw.decode(marked, errors="replace") if marked else _decoded(raw, declared)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes, declared: str) -> str:
    for name in filter(None, (declared, "utf-8")):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError):
            continue  # unknown, no encoding of text, or not this file's
    return raw.decode("cp1252", errors="replace")
