"""What a projection is trained on: questions, the passages that answer them, and look-alikes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus.progress import Progress
from index.embedding import Embedder
from index.store import Snapshot
from index.types import FloatArray
from rag.evaluate import covers
from rag.retrieval.ranking import DEPTH
from rag.retrieval.scopes import scopes_of
from rag.types import Turn
from rag.understanding import Understanding

_LEAST_NEGATIVES = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A question to learn from.

    Attributes:
        states: of the question's word pieces, float32, shape (n_pieces, hidden).
        positives: rows of passages that hold a piece of its evidence.
        negatives: rows that cosine and BM25 find for it in the documents it asks, nearest first,
            and that hold none.
    """

    states: FloatArray
    positives: tuple[int, ...]
    negatives: tuple[int, ...]


def examples_of(
    gold: Sequence[Mapping[str, Any]],
    snapshot: Snapshot,
    understanding: Understanding,
    embedder: Embedder,
    *,
    without: Collection[str],
    progress: Progress,
) -> list[Example]:
    """Examples from questions whose evidence the index has.

    Args:
        gold: questions, as `rag.gold.with_quotes` gives them.
        snapshot: the index.
        understanding: of that index.
        embedder: the model that the index was built with.
        without: documents held out: no question about them and no passage of theirs is used.
        progress: told of questions prepared.
    """
    rows_of: dict[str, list[int]] = {}
    for row, fact in enumerate(snapshot.facts):
        rows_of.setdefault(fact.doc_id, []).append(row)
    texts = [passage.text for passage in snapshot.passages(range(snapshot.manifest.passages))]
    everything = np.array([d.doc_id not in without for d in snapshot.documents], np.bool_)
    examples = []
    for number, item in enumerate(gold, start=1):
        progress(number, len(gold), "questions prepared")
        if any(piece["doc_id"] in without for piece in item["evidence"]):
            continue
        positives = {
            row
            for piece in item["evidence"]
            for row in rows_of.get(piece["doc_id"], ())
            if covers({"doc_id": piece["doc_id"], "text": texts[row]}, piece)
        }
        history = [Turn(turn["role"], turn["content"]) for turn in item.get("history") or ()]
        understood = understanding.understand(item["question"], history)
        encoded = embedder.encode([understood.searched])
        found: dict[int, None] = {}
        for scope in scopes_of(snapshot, understood, everything):
            for row, _ in (
                *snapshot.dense.search(encoded.vectors[0], DEPTH, scope.rows),
                *snapshot.sparse.search(understood.searched, DEPTH, scope.rows),
            ):
                found.setdefault(row)
        negatives = tuple(row for row in found if row not in positives)
        if positives and len(negatives) >= _LEAST_NEGATIVES:
            examples.append(Example(encoded.tokens[0], tuple(sorted(positives)), negatives))
    return examples
