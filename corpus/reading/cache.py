"""Contents of files read before, in one SQLite file.

Losing it costs only time, so whatever is wrong with it is logged and ends in reading anew.
"""

import hashlib
import importlib.metadata
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from corpus.content import Content
from corpus.library import Source
from corpus.packing import pack, unpack
from corpus.reading.file import READER_VERSION

_log = logging.getLogger(__name__)

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS contents (
    key TEXT PRIMARY KEY, readers TEXT NOT NULL, ocr TEXT NOT NULL, used_day INTEGER NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID
"""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA}
_LOCK_WAIT_S = 30.0
_KEPT_DAYS = 30
"""What nobody has asked for so long is forgotten: its document was changed or removed."""
_DAY_S = 86_400
_READERS = (
    "pypdfium2",
    "pypdf",
    "python-docx",
    "trafilatura",
    "lxml",
    "markdown-it-py",
    "mdit-py-plugins",
    "wordfreq",
)


class ReadingCache:
    """Contents by the file they were read from and what they were read with.

    Two processes may use one file at a time. Where the file cannot be used at all, nothing is
    found and nothing kept.
    """

    def __init__(self, path: Path, *, ocr: str) -> None:
        """Open the cache, made anew where it is damaged.

        Args:
            path: the file; its folder is made.
            ocr: what reads pictures of text now; contents that depend on another are not found.
        """
        self._path = path
        self._ocr = ocr
        self._readers = reader_versions()
        self._today = int(time.time() // _DAY_S)
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _opened(path)
        except (OSError, sqlite3.Error) as error:
            _log.warning("nothing read is kept: %s cannot be used: %s", path, error)

    def __enter__(self) -> "ReadingCache":
        return self

    def __exit__(self, *error: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def get(self, source: Source) -> Content | None:
        """The content of a source's file, if it is known."""

        def found(connection: sqlite3.Connection) -> Content | None:
            row = connection.execute(
                "SELECT content FROM contents WHERE key = ? AND readers = ? AND ocr IN ('', ?)",
                (_key_of(source), self._readers, self._ocr),
            ).fetchone()
            return None if row is None else unpack(row[0])

        return self._try(found)

    def put(self, source: Source, content: Content) -> None:
        """Keep the content of a source's file; it is on the disk when this returns."""
        # Only what has pages without text would be another with other means of reading them.
        ocr = self._ocr if content.ocr_pages or content.unreadable else ""
        row = (_key_of(source), self._readers, ocr, self._today, pack(content))

        def kept(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?)", row)

        self._try(kept)

    def keep(self, sources: Iterable[Source]) -> None:
        """Note that these are in use, and forget what is not, or was read by other readers."""
        keys = [(self._today, _key_of(source)) for source in sources]

        def tidied(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "UPDATE contents SET used_day = ?1 WHERE key = ?2 AND used_day < ?1", keys
                )
                connection.execute(
                    "DELETE FROM contents WHERE readers <> ? OR used_day < ?",
                    (self._readers, self._today - _KEPT_DAYS),
                )

        self._try(tidied)

    def _try(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._connection is None:
            return None
        try:
            return work(self._connection)
        except (sqlite3.Error, ValueError) as error:
            _log.warning("%s: %s", self._path, error)
            return None


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connected(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGED:
            raise
        _log.warning("%s is made anew: %s", path, error)
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_LOCK_WAIT_S)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        [(verdict,)] = connection.execute("PRAGMA quick_check(1)")
        if verdict != "ok":
            damaged = sqlite3.DatabaseError(verdict)
            damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damaged
        connection.execute(_SCHEMA)
        return connection
    except sqlite3.Error:
        connection.close()
        raise


def _key_of(source: Source) -> str:
    """Of what is read and how: the suffix decides the format, the notice what is cut away."""
    parts = (source.sha256, source.path.suffix.lower(), source.notice, source.origin)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def reader_versions() -> str:
    """The readers' own version and those of the libraries that they read with."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _READERS]
    return "; ".join([f"askdocket {READER_VERSION}", *versions])
