"""One version of the index, opened: Snapshot."""

import sqlite3
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.content import SEPARATOR, Block, Content
from corpus.errors import UnknownDocument
from corpus.types import ranges_on_page
from index.database import Database, PassageFacts
from index.dense import DenseIndex
from index.errors import IndexStale
from index.interaction import TokenIndex
from index.manifest import check_files, read_manifest
from index.sparse import SparseIndex
from index.types import BoolArray, DocumentRecord, Passage
from index.units import blocks_within

_VECTORS_FILE = "vectors.faiss"
_BM25_FOLDER = "bm25"
_TOKENS_FOLDER = "tokens"
_MOSTLY, _LEAST_OWN_CHARS = 0.5, 60
"""A comment's passage that is mostly the agency's words, with fewer of its own, only repeats the
agency's questions: 39 of the docket's 3,181."""


def write_indexes(
    folder: Path, dense: DenseIndex, sparse: SparseIndex, tokens: TokenIndex | None
) -> None:
    """Write the search indexes into the folder of a new version."""
    dense.save(folder / _VECTORS_FILE)
    sparse.save(folder / _BM25_FOLDER)
    if tokens is not None:
        tokens.save(folder / _TOKENS_FOLDER)


class Snapshot:
    """One index version, opened read-only; safe to use from many threads.

    Attributes:
        tokens: for late interaction; None where the version was built without a projection.

    Raises:
        IndexStale: files are missing or do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        check_files(folder, self.manifest)
        try:
            self._database = Database(folder)
            self.dense = DenseIndex.load(folder / _VECTORS_FILE)
            self.sparse = SparseIndex.load(folder / _BM25_FOLDER, self.manifest.passages)
            self.tokens = (
                TokenIndex.load(folder / _TOKENS_FOLDER) if self.manifest.projection else None
            )
            self.documents = self._database.documents()
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexStale(f"The index {folder.name} is damaged: {error}.") from error
        sizes = [len(self.dense), *([] if self.tokens is None else [len(self.tokens)])]
        if any(size != self.manifest.passages for size in sizes):
            raise IndexStale(f"The index {folder.name} is damaged: its parts differ in size.")
        self._by_id = {document.doc_id: document for document in self.documents}

    @property
    def version(self) -> str:
        """Name of this version."""
        return self.manifest.version

    @cached_property
    def facts(self) -> tuple[PassageFacts, ...]:
        """What ranking needs to know of every passage, by row."""
        return tuple(self._database.rows())

    @cached_property
    def document_of_row(self) -> npt.NDArray[np.int32]:
        """Ordinal in `documents` of each passage's document, shape (n_passages,)."""
        ordinals = {document.doc_id: n for n, document in enumerate(self.documents)}
        return np.fromiter((ordinals[fact.doc_id] for fact in self.facts), dtype=np.int32)

    @cached_property
    def is_aside(self) -> BoolArray:
        """Whether each passage is of notes or of a bibliography, shape (n_passages,)."""
        return np.fromiter((fact.kind in ("notes", "references") for fact in self.facts), np.bool_)

    @cached_property
    def is_pasted(self) -> BoolArray:
        """Whether a comment's passage is hardly more than the agency's, shape (n_passages,)."""
        return np.fromiter(
            (
                fact.pasted >= _MOSTLY and fact.chars * (1 - fact.pasted) < _LEAST_OWN_CHARS
                for fact in self.facts
            ),
            np.bool_,
        )

    def on_pages(self, pages: Collection[int]) -> BoolArray:
        """Which passages stand on one of these pages of their documents, shape (n_passages,)."""
        wanted = set(pages)
        return np.fromiter(
            (not wanted.isdisjoint(range(f.page_start, f.page_end + 1)) for f in self.facts),
            np.bool_,
        )

    @cached_property
    def question_rows(self) -> dict[str, tuple[int, ...]]:
        """Rows of the passages that are numbered questions of the notice, by number ("5b")."""
        found: dict[str, list[int]] = {}
        for row, fact in enumerate(self.facts):
            if fact.kind == "question":
                found.setdefault(fact.question, []).append(row)
        return {number: tuple(rows) for number, rows in found.items()}

    @cached_property
    def answer_rows(self) -> dict[str, frozenset[int]]:
        """Rows of the passages in comments that speak to a question of the notice, by number."""
        found: dict[str, set[int]] = {}
        for row, fact in enumerate(self.facts):
            if fact.question and fact.kind == "body":
                found.setdefault(fact.question, set()).add(row)
        return {number: frozenset(rows) for number, rows in found.items()}

    def document(self, doc_id: str) -> DocumentRecord:
        """The document of that id.

        Raises:
            UnknownDocument: the index has none.
        """
        try:
            return self._by_id[doc_id]
        except KeyError:
            raise UnknownDocument(f"There is no document {doc_id!r} in the index.") from None

    def content(self, doc_id: str) -> Content:
        """What the document's file says; the contents used last are kept in memory.

        Raises:
            UnknownDocument: the index has none of that id.
        """
        self.document(doc_id)
        return self._database.content(doc_id)

    def text(self, doc_id: str) -> str:
        """A document's whole text: the body of all pages, then the notes of all pages.

        Raises:
            UnknownDocument: the index has none of that id.
        """
        return self.content(doc_id).text

    def page(self, doc_id: str, number: int) -> str:
        """Text of one page (1-based): its part of the body, then its notes.

        Raises:
            UnknownDocument: no such document, or it has no such page.
        """
        text = self.text(doc_id)
        parts = (text[start:end].strip() for start, end in self.page_ranges(doc_id, number))
        return SEPARATOR.join(filter(None, parts))

    def page_ranges(self, doc_id: str, number: int) -> tuple[tuple[int, int], ...]:
        """The parts [start, end) of a document's text that stand on one page (1-based).

        Raises:
            UnknownDocument: no such document, or it has no such page.
        """
        record = self.document(doc_id)
        if not 1 <= number <= record.pages:
            raise UnknownDocument(
                f"{doc_id} has no page {str(number)[:20]}.",
                hint=f"Its pages are 1 to {record.pages}.",
            )
        return ranges_on_page(record.page_spans, len(self.text(doc_id)), number)

    def page_blocks(self, doc_id: str, number: int) -> list[Block]:
        """The blocks of one page (1-based), or their parts on it, in its order.

        Raises:
            UnknownDocument: no such document, or it has no such page.
        """
        blocks = self.content(doc_id).blocks
        ranges = self.page_ranges(doc_id, number)
        return [block for start, end in ranges for block in blocks_within(blocks, start, end)]

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """The passages at these rows, in the order given."""
        return self._database.passages(rows)

    def rows_of(self, passages: Iterable[Passage]) -> list[int]:
        """The rows of passages of this index, in the order given."""
        return self._database.rows_of(passage.passage_id for passage in passages)
