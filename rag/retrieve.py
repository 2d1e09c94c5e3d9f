"""From an understood question to ranked passages: dense and BM25, filtered, then fused."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

import numpy as np

from corpus.errors import UnknownDocument
from index.embed import Embedder
from index.fusion import fuse
from index.store import Snapshot
from index.types import BoolArray, FloatArray, Hit
from rag.names import NameIndex
from rag.types import Filters
from rag.understand import Understood

_NUMBERED_WEIGHT = 3.0
"""Above 2, a question asked for by its number comes before whatever both legs put first."""
_ANSWERING_WEIGHT = 2.0
"""As much as both legs together: what a commenter says under a question comes before what he says
elsewhere, unless that is first in both."""
_ASIDE_WEIGHT = 0.95
"""Of notes and bibliographies, whose words are the search's rather than the answer's: about three
ranks. On dev.jsonl the evidence is first for 0.687 of the questions, without it for 0.657."""
_DEPTH = 100
"""Passages taken from each leg before fusion."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question.

    Attributes:
        hits: passages, best first.
        nearness: cosine of the nearest passage of all documents, in [-1, 1]: how much the
            question is of this docket at all.
    """

    hits: tuple[Hit, ...]
    nearness: float


class Retriever:
    """Finds the passages that answer a question."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def retrieve(
        self, snapshot: Snapshot, understood: Understood, filters: Filters, k: int
    ) -> Retrieved:
        """The k best passages.

        Args:
            snapshot: index version to search.
            understood: the question.
            filters: the caller's; they always hold, whatever the question names.
            k: passages wanted, at least 1.

        Raises:
            UnknownDocument: a filter names a document or commenter that is not in the index.
        """
        given = document_mask(snapshot, filters)
        vector = self._embedder.embed([understood.topic])[0]
        numbered = [row for n in understood.questions for row in snapshot.question_rows.get(n, ())]
        answering = frozenset().union(
            *(snapshot.answer_rows.get(n, frozenset()) for n in understood.answered)
        )
        rankings = [
            self._fused(snapshot, understood.topic, vector, mask, numbered, answering)
            for mask in _scopes(snapshot, understood, given)
        ]
        rows = _interleave(rankings)[:k]
        passages = snapshot.passages(row for row, _ in rows)
        scores = accumulate((score for _, score in rows), min)  # turns may mix scores up
        hits = tuple(
            Hit(passage=passage, score=score, rank=rank, leg="fused")
            for rank, (passage, score) in enumerate(zip(passages, scores, strict=True), start=1)
        )
        nearest = snapshot.dense.search(vector, 1, None)
        return Retrieved(hits, nearest[0][1] if nearest else 0.0)

    def _fused(
        self,
        snapshot: Snapshot,
        query: str,
        vector: FloatArray,
        documents: BoolArray,
        numbered: Sequence[int],
        answering: frozenset[int],
    ) -> list[tuple[int, float]]:
        allowed = None if documents.all() else documents[snapshot.document_of_row]
        dense = snapshot.dense.search(vector, _DEPTH, allowed)
        sparse = snapshot.sparse.search(query, _DEPTH, allowed)
        asked_for = [row for row in numbered if allowed is None or allowed[row]]
        near = [row for row, _ in dense]
        fused = fuse(
            [
                asked_for,
                [row for row in near if row in answering],
                near,
                [row for row, _ in sparse],
            ],
            [_NUMBERED_WEIGHT, _ANSWERING_WEIGHT, 1.0, 1.0],
        )
        weights = np.where(snapshot.is_aside, _ASIDE_WEIGHT, 1.0).tolist()
        weighed = [(row, score * weights[row]) for row, score in fused]
        return sorted(weighed, key=lambda item: (-item[1], item[0]))


def document_mask(snapshot: Snapshot, filters: Filters) -> BoolArray:
    """Which documents the filters leave, shape (n_documents,).

    Raises:
        UnknownDocument: a filter names a document or commenter that is not in the index.
    """
    for doc_id in filters.doc_ids:
        snapshot.document(doc_id)
    wanted = set(filters.doc_ids)
    commenters = _by_commenter(snapshot, filters.commenters)
    return np.array(
        [
            (not wanted or document.doc_id in wanted)
            and (not filters.commenters or document.doc_id in commenters)
            and (filters.kind is None or document.kind == filters.kind)
            for document in snapshot.documents
        ],
        dtype=np.bool_,
    )


def _by_commenter(snapshot: Snapshot, commenters: Sequence[str]) -> set[str]:
    if not commenters:
        return set()
    names = NameIndex((d.doc_id, d.names) for d in snapshot.documents)
    folded = {d.doc_id: {name.casefold() for name in d.names} for d in snapshot.documents}
    found: set[str] = set()
    for commenter in commenters:
        exact = {doc_id for doc_id, own in folded.items() if commenter.casefold() in own}
        matches = exact or set(names.find(commenter))
        if not matches:
            raise UnknownDocument(f"No document in the index is by {commenter!r}.")
        found |= matches
    return found


def _scopes(snapshot: Snapshot, understood: Understood, given: BoolArray) -> list[BoolArray]:
    """Sets of documents to search, each in its own right: one a commenter named, or all."""
    ids = [document.doc_id for document in snapshot.documents]
    named = [
        np.array([i == doc_id for i in ids], np.bool_) & given for doc_id in understood.doc_ids
    ]
    scopes = [mask for mask in named if mask.any()]
    if scopes:
        return scopes
    notice, comments = (
        np.array([document.kind == kind for document in snapshot.documents], np.bool_) & given
        for kind in ("rfc", "comment")
    )
    if understood.about_commenters and comments.any():
        return [comments]
    if understood.about_notice and notice.any():
        return [notice]
    return [given, notice] if understood.defines and notice.any() else [given]


def _interleave(rankings: Sequence[list[tuple[int, float]]]) -> list[tuple[int, float]]:
    """One list in turns, so that each of several commenters named is present."""
    turns = zip_longest(*rankings)
    return list(dict.fromkeys(item for turn in turns for item in turn if item is not None))
