"""One version of the index on disk: writing it, and reading it as a Snapshot."""

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import UnknownDocument
from corpus.files import sha256_of
from corpus.types import PAGE_SEPARATOR, Document, Kind, Origin
from index.dense import DenseIndex
from index.errors import IndexStale
from index.passages import QUESTION_SECTION
from index.sparse import SparseIndex
from index.types import Passage

FORMAT = 1
"""Changes when older code could not read what this code writes, or the other way round."""

MANIFEST_FILE = "manifest.json"
_DATABASE_FILE = "docket.sqlite"
_VECTORS_FILE = "vectors.faiss"
_BM25_FOLDER = "bm25"

_SCHEMA = """
CREATE TABLE documents (
    ordinal INTEGER PRIMARY KEY, doc_id TEXT UNIQUE NOT NULL, title TEXT NOT NULL,
    commenter TEXT NOT NULL, aliases TEXT NOT NULL, kind TEXT NOT NULL, origin TEXT NOT NULL,
    url TEXT NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL, pages INTEGER NOT NULL,
    unreadable_pages TEXT NOT NULL, page_starts TEXT NOT NULL
);
CREATE TABLE pages (
    doc_id TEXT NOT NULL REFERENCES documents (doc_id), number INTEGER NOT NULL,
    text TEXT NOT NULL, PRIMARY KEY (doc_id, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, passage_id TEXT UNIQUE NOT NULL,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id), start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, text TEXT NOT NULL, section TEXT NOT NULL,
    page_start INTEGER NOT NULL, page_end INTEGER NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the index keeps it; `path` is the file it was read from."""

    doc_id: str
    title: str
    commenter: str
    aliases: tuple[str, ...]
    kind: Kind
    origin: Origin
    url: str
    sha256: str
    path: str
    pages: int
    unreadable_pages: tuple[int, ...]
    page_starts: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The commenter's name, then the other names people use."""
        return (self.commenter, *self.aliases)


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What an index version is made of.

    Attributes:
        format: FORMAT of the code that wrote it.
        version: name of the version's folder.
        fingerprint: SHA-256 over everything the index depends on; equal fingerprints mean
            equal indexes.
        docket: docket id.
        created: ISO time, UTC.
        embedding_model: its name.
        dim: length of a vector.
        documents: number of documents.
        pages: number of pages.
        passages: number of passages.
        failed: file name and reason of every document that could not be read.
        files: SHA-256 of every file in the folder except the manifest.
    """

    format: int
    version: str
    fingerprint: str
    docket: str
    created: str
    embedding_model: str
    dim: int
    documents: int
    pages: int
    passages: int
    failed: dict[str, str]
    files: dict[str, str]


def write_database(
    folder: Path,
    documents: Sequence[tuple[Document, tuple[str, ...]]],
    passages: Sequence[Passage],
) -> None:
    """Write documents (with their commenters' aliases), pages and passages into a new folder."""
    with closing(sqlite3.connect(folder / _DATABASE_FILE)) as connection, connection:
        connection.executescript(_SCHEMA)
        for ordinal, (document, aliases) in enumerate(documents):
            connection.execute(
                "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    ordinal,
                    document.doc_id,
                    document.title,
                    document.commenter,
                    json.dumps(aliases),
                    document.kind,
                    document.origin,
                    document.url,
                    document.sha256,
                    str(document.path),
                    len(document.pages),
                    json.dumps(document.unreadable_pages),
                    json.dumps(document.page_starts),
                ),
            )
            connection.executemany(
                "INSERT INTO pages VALUES (?,?,?)",
                [(page.doc_id, page.number, page.text) for page in document.pages],
            )
        connection.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?)",
            [
                (
                    row,
                    passage.passage_id,
                    passage.doc_id,
                    passage.start,
                    passage.end,
                    passage.text,
                    passage.section,
                    passage.page_start,
                    passage.page_end,
                )
                for row, passage in enumerate(passages)
            ],
        )


def write_indexes(folder: Path, dense: DenseIndex, sparse: SparseIndex) -> None:
    """Write both search indexes into the folder of a new version."""
    dense.save(folder / _VECTORS_FILE)
    sparse.save(folder / _BM25_FOLDER)


def write_manifest(folder: Path, manifest: IndexManifest) -> None:
    """Write the manifest: last, since its presence says that the rest is complete."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> IndexManifest:
    """Read a version's manifest.

    Raises:
        IndexStale: it is missing, damaged, or of another format.
    """
    try:
        raw = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        if raw.get("format") != FORMAT:
            raise IndexStale(
                f"The index {folder.name} has format {raw.get('format')}, not {FORMAT}."
            )
        return IndexManifest(**raw)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise IndexStale(f"The index {folder.name} cannot be read: {error}.") from error


def check_files(folder: Path, manifest: IndexManifest) -> None:
    """Compare a version's files with the hashes that its manifest has of them.

    Raises:
        IndexStale: a file is missing, or not as it was written.
    """
    for name, sha256 in manifest.files.items():
        try:
            same = sha256_of(folder / name) == sha256
        except OSError as error:
            raise IndexStale(f"The index {folder.name} is damaged: {error}.") from error
        if not same:
            raise IndexStale(f"The index {folder.name} is damaged: {name} has changed.")


class Snapshot:
    """One index version, opened read-only; safe to use from many threads.

    Raises:
        IndexStale: files are missing or do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        check_files(folder, self.manifest)
        self._lock = threading.Lock()
        try:
            self._connection = _connect(folder / _DATABASE_FILE)
            weakref.finalize(self, self._connection.close)
            self.dense = DenseIndex.load(folder / _VECTORS_FILE)
            self.sparse = SparseIndex.load(folder / _BM25_FOLDER, self.manifest.passages)
            self.documents = tuple(
                _record(row) for row in self._query("documents ORDER BY ordinal")
            )
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexStale(f"The index {folder.name} is damaged: {error}.") from error
        if len(self.dense) != self.manifest.passages:
            raise IndexStale(f"The index {folder.name} is damaged: its parts differ in size.")
        self._by_id = {document.doc_id: document for document in self.documents}

    @property
    def version(self) -> str:
        """Name of this version."""
        return self.manifest.version

    @cached_property
    def document_of_row(self) -> npt.NDArray[np.int32]:
        """Ordinal in `documents` of each passage's document, shape (n_passages,)."""
        ordinals = {document.doc_id: n for n, document in enumerate(self.documents)}
        rows = self._query("passages ORDER BY row", "doc_id")
        return np.fromiter((ordinals[row[0]] for row in rows), dtype=np.int32)

    @cached_property
    def question_rows(self) -> dict[str, tuple[int, ...]]:
        """Rows of the passages that are numbered questions of the notice, by number ("5b")."""
        found: dict[str, list[int]] = {}
        like = (f"{QUESTION_SECTION}%",)
        for row, section in self._query(
            f"passages WHERE section LIKE ? AND {_OF_NOTICE} ORDER BY row", "row, section", like
        ):
            found.setdefault(section.removeprefix(QUESTION_SECTION), []).append(row)
        return {number: tuple(rows) for number, rows in found.items()}

    def document(self, doc_id: str) -> DocumentRecord:
        """The document of that id.

        Raises:
            UnknownDocument: the index has none.
        """
        try:
            return self._by_id[doc_id]
        except KeyError:
            raise UnknownDocument(f"There is no document {doc_id!r} in the index.") from None

    def page(self, doc_id: str, number: int) -> str:
        """Text of one page (1-based).

        Raises:
            UnknownDocument: no such document, or it has no such page.
        """
        pages = self.document(doc_id).pages
        rows = list(self._query("pages WHERE doc_id = ? AND number = ?", "text", (doc_id, number)))
        if not rows:
            raise UnknownDocument(f"{doc_id} has pages 1 to {pages}, no page {number}.")
        return str(rows[0][0])

    def text(self, doc_id: str) -> str:
        """A document's whole text: its page texts joined."""
        self.document(doc_id)
        rows = self._query("pages WHERE doc_id = ? ORDER BY number", "text", (doc_id,))
        return PAGE_SEPARATOR.join(row[0] for row in rows)

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """The passages at these rows, in the order given."""
        found = []
        for row in rows:
            [values] = self._query("passages WHERE row = ?", _PASSAGE_COLUMNS, (row,))
            found.append(Passage(*values))
        return found

    def _query(
        self, rest: str, columns: str = "*", values: tuple[Any, ...] = ()
    ) -> Iterable[tuple[Any, ...]]:
        # One connection for all threads, opened with the rest: the folder may be removed while
        # this version is still in use, and then no other could be opened.
        with self._lock:
            return self._connection.execute(
                f"SELECT {columns} FROM {rest}",  # noqa: S608  # all from this module
                values,
            ).fetchall()


def _connect(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


_OF_NOTICE = "doc_id IN (SELECT doc_id FROM documents WHERE kind = 'rfc')"
"""A comment may have headings such as "Question 5b" too."""
_PASSAGE_COLUMNS = 'passage_id, doc_id, start, "end", text, section, page_start, page_end'


def _record(row: tuple[Any, ...]) -> DocumentRecord:
    _, doc_id, title, commenter, aliases, kind, origin, url, sha256, path, pages, bad, starts = row
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
        unreadable_pages=tuple(json.loads(bad)),
        page_starts=tuple(json.loads(starts)),
    )
