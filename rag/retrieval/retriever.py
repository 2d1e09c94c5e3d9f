"""From an understood question to ranked passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from index.embedding import Embedder
from index.store import Snapshot
from index.types import Hit
from rag.retrieval.filters import document_mask
from rag.retrieval.ranking import Query, Ranking, Scored
from rag.retrieval.reranking import Reranker
from rag.retrieval.scopes import scopes_of
from rag.retrieval.trace import Trace
from rag.retrieval.variety import varied
from rag.types import Filters
from rag.understanding import Understood

_STRESS = 3.0
"""A follow-up's own word pieces count so many times those of what it leans on: of 250 follow-ups
0.892 have evidence in 5, unstressed 0.872."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question.

    Attributes:
        hits: passages, best first.
        traces: how each hit was found, in the same order.
        nearness: cosine of the nearest passage of all documents, in [-1, 1]: how much the
            question is of this docket at all.
    """

    hits: tuple[Hit, ...]
    traces: tuple[Trace, ...]
    nearness: float


class Retriever:
    """Finds the passages that answer a question."""

    def __init__(self, embedder: Embedder, reranker: Reranker | None = None) -> None:
        """Take the models, ready to use."""
        self._embedder = embedder
        self._reranker = reranker

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
        query = self._query(snapshot, understood)
        rankings = [
            Ranking(snapshot, query, scope) for scope in scopes_of(snapshot, understood, given)
        ]
        if self._reranker is not None:
            for ranking in rankings:
                ranking.rerank(self._reranker, understood.query, snapshot)
        orders = [ranking.order for ranking in rankings]
        if understood.asks_openly:
            document_of = snapshot.document_of_row.tolist().__getitem__
            orders = [varied(order, document_of) for order in orders]
        found = _interleave(orders)[:k]
        passages = snapshot.passages(row for row, _, _ in found)
        scores = accumulate((score for _, score, _ in found), min)  # turns may mix scores up
        hits = tuple(
            Hit(passage=passage, score=score, rank=rank, leg="fused")
            for rank, (passage, score) in enumerate(zip(passages, scores, strict=True), start=1)
        )
        traces = tuple(rankings[scope].trace(row) for row, _, scope in found)
        nearest = snapshot.dense.search(query.vector, 1, None)
        return Retrieved(hits, traces, nearest[0][1] if nearest else 0.0)

    def _query(self, snapshot: Snapshot, understood: Understood) -> Query:
        encoded = self._embedder.encode([understood.searched])
        tokens = None
        if snapshot.tokens is not None:
            tokens = snapshot.tokens.projection.of_query(encoded.tokens[0])
            if understood.before or understood.answered_before:
                [pieces] = self._embedder.count_tokens([understood.topic])
                tokens = tokens.stressed(pieces, _STRESS)
        rows = snapshot.question_rows
        return Query(
            text=understood.searched,
            vector=encoded.vectors[0],
            tokens=tokens,
            asked_for=[row for number in understood.questions for row in rows.get(number, ())],
            answering=frozenset().union(
                *(snapshot.answer_rows.get(n, frozenset()) for n in understood.answered)
            ),
        )


def _interleave(orders: Sequence[Scored]) -> list[tuple[int, float, int]]:
    """Row, score and scope in turns, so that each of several asked is present; each row once."""
    first: dict[int, tuple[int, float, int]] = {}
    for turn in zip_longest(*orders):
        for scope, found in enumerate(turn):
            if found is not None:
                first.setdefault(found[0], (*found, scope))
    return list(first.values())
