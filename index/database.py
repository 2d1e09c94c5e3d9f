"""The database of an index version: its documents with their content, and its passages."""

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from corpus.content import Content
from corpus.packing import pack, unpack
from corpus.types import Document, PageSpan
from index.types import DocumentRecord, Passage, PassageKind

_FILE = "docket.sqlite"
_SCHEMA = """
CREATE TABLE documents (
    ordinal INTEGER PRIMARY KEY, doc_id TEXT UNIQUE NOT NULL, title TEXT NOT NULL,
    commenter TEXT NOT NULL, aliases TEXT NOT NULL, kind TEXT NOT NULL, origin TEXT NOT NULL,
    url TEXT NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL, pages INTEGER NOT NULL,
    page_spans TEXT NOT NULL, unreadable TEXT NOT NULL, ocr_pages TEXT NOT NULL
);
CREATE TABLE contents (
    doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id), packed BLOB NOT NULL
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, passage_id TEXT UNIQUE NOT NULL,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id), start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, text TEXT NOT NULL, section TEXT NOT NULL,
    page_start INTEGER NOT NULL, page_end INTEGER NOT NULL, question TEXT NOT NULL,
    kind TEXT NOT NULL, pasted REAL NOT NULL
);
"""
_KEPT_CHARS = 8_000_000
"""Of the contents unpacked last, at 9 to 12 bytes a character."""


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """What ranking needs to know of a passage; fields as in Passage, and its length."""

    doc_id: str
    kind: PassageKind
    question: str
    pasted: float
    chars: int
    page_start: int
    page_end: int


def write_database(
    folder: Path,
    documents: Sequence[tuple[Document, tuple[str, ...]]],
    passages: Sequence[Passage],
) -> None:
    """Write documents (with their commenters' aliases) and passages into a new folder."""
    with closing(sqlite3.connect(folder / _FILE)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [(ordinal, *_row(*given)) for ordinal, given in enumerate(documents)],
        )
        connection.executemany(
            "INSERT INTO contents VALUES (?,?)",
            [(document.doc_id, pack(document.content)) for document, _ in documents],
        )
        connection.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            [(row, *astuple(passage)) for row, passage in enumerate(passages)],
        )


class Database:
    """The database of a version, opened read-only; safe to use from many threads.

    Its file may be removed while it is open.

    Raises:
        sqlite3.Error: the file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        uri = (folder / _FILE).resolve().as_uri() + "?mode=ro&immutable=1"
        # One connection for all threads: once the folder is removed no other could be opened.
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        self._lock = threading.Lock()
        self._contents: dict[str, Content] = {}

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents, in the order in which they were written."""
        rows = self._query("SELECT * FROM documents ORDER BY ordinal")
        return tuple(_record(*row) for row in rows)

    def content(self, doc_id: str) -> Content:
        """What the file of a document that is here says."""
        with self._lock:
            found = self._contents.pop(doc_id, None)
        if found is None:
            [(packed,)] = self._query("SELECT packed FROM contents WHERE doc_id = ?", doc_id)
            found = unpack(packed)
        with self._lock:
            self._contents[doc_id] = found  # the last in order is the last used
            while len(self._contents) > 1 and self._kept_chars() > _KEPT_CHARS:
                del self._contents[next(iter(self._contents))]
        return found

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """The passages at these rows, in the order given."""
        wanted = list(rows)
        marks = ",".join("?" * len(wanted))
        found = self._query(f"SELECT * FROM passages WHERE row IN ({marks})", *wanted)  # noqa: S608
        by_row = {row: Passage(*values) for row, *values in found}
        return [by_row[row] for row in wanted]

    def rows_of(self, passage_ids: Iterable[str]) -> list[int]:
        """The rows of passages that are here, in the order given."""
        wanted = list(passage_ids)
        marks = ",".join("?" * len(wanted))
        query = f"SELECT passage_id, row FROM passages WHERE passage_id IN ({marks})"  # noqa: S608
        by_id = dict(self._query(query, *wanted))
        return [by_id[passage_id] for passage_id in wanted]

    def rows(self) -> list[PassageFacts]:
        """What ranking needs to know of every passage, by row."""
        rows = self._query(
            "SELECT doc_id, kind, question, pasted, length(text), page_start, page_end "
            "FROM passages ORDER BY row"
        )
        return [PassageFacts(*row) for row in rows]

    def _kept_chars(self) -> int:
        return sum(len(content.text) for content in self._contents.values())

    def _query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _row(document: Document, aliases: tuple[str, ...]) -> tuple[Any, ...]:
    content = document.content
    return (
        document.doc_id,
        document.title,
        document.commenter,
        json.dumps(aliases),
        document.kind,
        document.origin,
        document.url,
        document.sha256,
        str(document.path),
        content.page_count,
        json.dumps([(span.start, span.page) for span in document.page_spans]),
        json.dumps([(page, content.unreadable[page]) for page in document.unreadable_pages]),
        json.dumps(content.ocr_pages),
    )


def _record(*row: Any) -> DocumentRecord:
    _, doc_id, title, commenter, aliases, kind, origin, url, sha256, path, pages, *facts = row
    spans, unreadable, ocr_pages = map(json.loads, facts)
    return DocumentRecord(
        doc_id=doc_id,
        title=title,
        commenter=commenter,
        aliases=tuple(json.loads(aliases)),
        kind=kind,
        origin=origin,
        url=url,
        sha256=sha256,
        path=path,
        pages=pages,
        page_spans=tuple(PageSpan(*span) for span in spans),
        unreadable=tuple((page, reason) for page, reason in unreadable),
        ocr_pages=tuple(ocr_pages),
    )
