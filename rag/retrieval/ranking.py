"""Ranking the passages of one scope: three legs find them, late interaction orders them."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.fusion import fuse
from index.interaction import QueryTokens
from index.store import Snapshot
from index.types import FloatArray
from rag.retrieval.reranking import RERANKED, Reranker
from rag.retrieval.scopes import Scope
from rag.retrieval.trace import Place, Trace

Scored = list[tuple[int, float]]
"""Rows and scores, best first."""

DEPTH = 64
"""Passages taken from each leg. Of 1,495 questions about documents not trained on 0.831 have
evidence in 5 and 0.868 in 10; at 40 0.830 and 0.866, at 150 0.835 and 0.876 in twice the time."""
_SPARSE_WEIGHT = 0.03
"""Of the BM25 score over the best one's. Of 1,740 questions about documents not trained on 0.821
have evidence in 5; 0.813 without it, 0.810 at 0.06."""
_ASIDE_PENALTY = 0.01
"""Of notes and bibliographies, whose words are the search's rather than the answer's: 0.822 of the
same questions, 0.820 without it."""
_ANSWERING = 0.05
"""For what stands under the question of the notice that is asked about."""
_NUMBERED_WEIGHT = 3.0
"""Above 2, a question asked for by its number comes before whatever both legs put first."""
_ANSWERING_WEIGHT = 2.0
"""As much as both legs together: what a commenter says under a question comes before what he says
elsewhere, unless that is first in both."""
_ASIDE_WEIGHT = 0.95
"""Of notes and bibliographies: about three ranks."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        text: for BM25.
        vector: of the text, float32, shape (dim,), of unit length.
        tokens: of its word pieces; None where the index has no late interaction.
        asked_for: rows that the question asks for by their numbers, in order.
        answering: rows that stand under the question of the notice that is asked about.
    """

    text: str
    vector: FloatArray
    tokens: QueryTokens | None
    asked_for: Sequence[int]
    answering: Collection[int]


class Ranking:
    """The passages of one scope in order, and how each was found.

    Attributes:
        order: rows and scores; the scores never rise but behind rows asked for by number.
    """

    def __init__(self, snapshot: Snapshot, query: Query, scope: Scope) -> None:
        """Rank the passages of a scope for a query."""
        allowed = None if scope.rows.all() else scope.rows
        self._is_aside = snapshot.is_aside
        self._favour = scope.favour
        self._asked_for = [row for row in query.asked_for if scope.rows[row]]
        self._answering = frozenset(query.answering)
        self._dense = _places(snapshot.dense.search(query.vector, DEPTH, allowed))
        self._sparse = _places(snapshot.sparse.search(query.text, DEPTH, allowed))
        self._reranked: dict[int, Place] = {}
        self._windows: dict[int, Place] = {}
        self._interaction: dict[int, Place] = {}
        if snapshot.tokens is None or query.tokens is None:
            self.order = self._fused()
            return
        self._windows = _places(snapshot.tokens.nearest(query.tokens, DEPTH, allowed))
        legs = (self._dense, self._sparse, self._windows)
        rows = list(dict.fromkeys([*self._asked_for, *(row for leg in legs for row in leg)]))
        near = zip(rows, snapshot.tokens.scores(query.tokens, rows).tolist(), strict=True)
        self._interaction = _places(sorted(near, key=_best_first))
        self.order = self._weighed()

    def rerank(self, reranker: Reranker, question: str, snapshot: Snapshot) -> None:
        """Order the best passages anew by what a cross-encoder says of them.

        What is asked for by number stays first, and what lies behind the best stays behind them.
        """
        first = [row for row, _ in self.order[: len(self._asked_for)] if row in self._asked_for]
        best = [row for row, _ in self.order[len(first) :][:RERANKED]]
        texts = [passage.text for passage in snapshot.passages(best)]
        scores = reranker.score(question, texts).tolist()
        self._reranked = _places(sorted(zip(best, scores, strict=True), key=_best_first))
        behind = self.order[len(first) + len(best) :]
        highest = 1 + max((score for _, score in behind), default=0.0)
        self.order = [
            *((row, highest + 1) for row in first),
            *((row, highest + _share(place.score)) for row, place in self._reranked.items()),
            *behind,
        ]

    def trace(self, row: int) -> Trace:
        """How a passage of the ranking was found."""
        return Trace(
            dense=self._dense.get(row),
            sparse=self._sparse.get(row),
            windows=self._windows.get(row),
            interaction=self._interaction.get(row),
            asked_for=row in self._asked_for,
            answers=row in self._answering,
            favour=float(self._favour[row]),
            aside=bool(self._is_aside[row]),
            reranked=self._reranked.get(row),
        )

    def _weighed(self) -> Scored:
        """By late interaction, with a little of BM25 and of what is known of the passage."""
        best = max((place.score for place in self._sparse.values()), default=1.0)
        found = []
        for row, place in self._interaction.items():
            sparse = self._sparse.get(row)
            score = place.score + float(self._favour[row])
            score += _SPARSE_WEIGHT * sparse.score / best if sparse else 0.0
            score += _ANSWERING * (row in self._answering) - _ASIDE_PENALTY * self._is_aside[row]
            found.append((row, float(score)))
        return self._in_order(found)

    def _fused(self) -> Scored:
        """By reciprocal ranks, where there is no late interaction."""
        near = list(self._dense)
        answering = [row for row in near if row in self._answering]
        favoured = [row for row in near if self._favour[row] > 0]
        fused = fuse(
            [self._asked_for, answering, favoured, near, list(self._sparse)],
            [_NUMBERED_WEIGHT, _ANSWERING_WEIGHT, _ANSWERING_WEIGHT, 1.0, 1.0],
        )
        return self._in_order(
            [(row, score * (_ASIDE_WEIGHT if self._is_aside[row] else 1.0)) for row, score in fused]
        )

    def _in_order(self, found: Scored) -> Scored:
        """What is asked for by number in its own order, then the rest by score."""
        place = {row: n for n, row in enumerate(self._asked_for)}
        last = len(place)
        return sorted(found, key=lambda item: (place.get(item[0], last), *_best_first(item)))


def _share(logit: float) -> float:
    """A score of any size as one in (0, 1), in the same order."""
    return 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))


def _best_first(item: tuple[int, float]) -> tuple[float, int]:
    return -item[1], item[0]


def _places(ranking: Scored) -> dict[int, Place]:
    return {row: Place(rank, score) for rank, (row, score) in enumerate(ranking, start=1)}
