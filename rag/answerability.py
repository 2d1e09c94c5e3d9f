"""How likely it is that the passages found answer the question at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import Embedder
from index.interaction import QueryTokens, TokenIndex
from index.store import Snapshot
from index.types import FloatArray
from rag.retrieval import Retrieved
from rag.types import Evidence
from rag.understanding import Understood

_SPREAD, _WEAKEST_WEIGHT, _ELSEWHERE, _FIGURES, _BIAS = 20.8, 6.1, 3.4, -7.3, -5.3
LEAST_LOG_ODDS = -0.9
"""A logistic regression over 1,100 of the docket's own questions, the same asked of a commenter
who does not answer them or with the one who does left out, and 140 written to have no answer
(docs/answers.md). At this bound it refuses 0.05 of the docket's own questions, whose answer is
often not found either, 0.015 of those of dev.jsonl, and 0.50 of the 140. With more signs, or as a
boosted tree over 43, it is no better."""
_WEAKEST = 0.2
_MOST_PASSAGES = 400
_FIGURE = re.compile(r"(?<![\w-])\d[\d,.]*\d|\b\d\b")
_NUMBERS = re.compile(
    r"\b(?:NTIA|comment|docket|page|pages|pp?\.|questions?)[\s-]*\d[\w-]*(?:[-, ]+\d{4})*", re.I
)
"""Of documents, pages and questions, which are no figures."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells an answerable question; all but `figures` are higher where it is.

    Attributes:
        spread: by how much the best passage's MaxSim is higher than the mean of all found: what
            answers stands out.
        weakest: cosine that the weakest fifth of the question's weight does not exceed, in the
            best sentence's passage: the thing asked for that the passage lacks.
        elsewhere: the lowest of the question's weightier pieces in all of the documents asked, or
            in all passages found.
        figures: 1 where it has a figure that the documents asked, or all, do not have.
    """

    spread: float
    weakest: float
    elsewhere: float
    figures: float

    @property
    def log_odds(self) -> float:
        """Logarithm of the odds that the question is answered, 0 where they are even."""
        return (
            _BIAS
            + _SPREAD * self.spread
            + _WEAKEST_WEIGHT * self.weakest
            + _ELSEWHERE * self.elsewhere
            + _FIGURES * self.figures
        )


def signs(
    snapshot: Snapshot,
    embedder: Embedder,
    understood: Understood,
    found: Retrieved,
    evidence: Sequence[Evidence],
) -> Signs | None:
    """The signs for a question; None where there is no evidence, or the index has no pieces.

    Args:
        snapshot: index version that was searched.
        embedder: the embedding model.
        understood: the question.
        found: the passages found.
        evidence: what was chosen of them, best first.
    """
    if snapshot.tokens is None or not evidence:
        return None
    asked = snapshot.tokens.projection.of_query(embedder.encode([understood.subject]).tokens[0])
    rows = snapshot.rows_of(hit.passage for hit in found.hits)
    scores = snapshot.tokens.scores(asked, rows)
    return Signs(
        spread=float(scores.max() - scores.mean()),
        weakest=_weakest(asked, snapshot.tokens.pieces(_row_of_best(found, rows, evidence[0]))),
        elsewhere=_elsewhere(asked, snapshot.tokens, _rows_asked(snapshot, understood) or rows),
        figures=float(bool(_figures_missing(snapshot, understood))),
    )


def _row_of_best(found: Retrieved, rows: Sequence[int], best: Evidence) -> int:
    for hit, row in zip(found.hits, rows, strict=True):
        passage = hit.passage
        if passage.doc_id == best.doc_id and passage.start <= best.start < passage.end:
            return row
    return rows[0]


def _rows_asked(snapshot: Snapshot, understood: Understood) -> list[int]:
    wanted = set(understood.doc_ids)
    if not wanted:
        return []
    rows = (row for row, fact in enumerate(snapshot.facts) if fact.doc_id in wanted)
    return list(rows)[:_MOST_PASSAGES]


def _weakest(asked: QueryTokens, pieces: FloatArray) -> float:
    nearest = (asked.vectors @ pieces.T).max(axis=1)
    order = np.argsort(nearest)
    place = int(np.searchsorted(np.cumsum(asked.weights[order]), _WEAKEST))
    return float(nearest[order][min(place, len(order) - 1)])


def _elsewhere(asked: QueryTokens, tokens: TokenIndex, rows: Iterable[int]) -> float:
    nearest = np.max([(asked.vectors @ tokens.pieces(row).T).max(axis=1) for row in rows], axis=0)
    weighty = asked.weights >= 0.5 * np.median(asked.weights)
    return float(nearest[weighty].min())


def _figures_missing(snapshot: Snapshot, understood: Understood) -> list[str]:
    figures = _FIGURE.findall(_NUMBERS.sub(" ", understood.topic))
    if not figures:
        return []
    texts = (snapshot.text(doc_id) for doc_id in understood.doc_ids)
    held = {digits for text in texts for digits in _DIGITS.findall(text)}

    def is_there(figure: str) -> bool:
        if understood.doc_ids:
            return held.issuperset(_DIGITS.findall(figure))
        return snapshot.sparse.knows(figure)

    return [figure for figure in figures if not is_there(figure)]
