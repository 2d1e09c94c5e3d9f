"""How well each sentence of the passages found speaks to a question."""

import math
import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from index.embedding import Embedder
from index.interaction import QueryTokens, TokenIndex
from index.passages import context_line
from index.store import Snapshot
from index.types import FloatArray, Hit
from rag.candidates import Candidate
from rag.words import stems

_PIECES = {"nearness": 21.0, "passage": 25.0, "reference": -2.0, "length": -0.9}
_WHOLE = {"nearness": 9.2, "shared": 2.4, "rank": 10.0, "reference": -1.6}
"""Weights of a conditional logit over the sentences of one question's passages, fitted on 549 of
the docket's own questions, with word pieces and without. With pieces the first sentence is
evidence for 0.75 of 63 questions of dev.jsonl, and of the right document for 0.95; without, for
0.66 and 0.93; by the weights before, set by hand, for 0.58 and 0.88. With more features (cosine,
shared words, rank, neighbours) it is no better, nor by a boosted tree over eighteen of them."""
_QUOTING, _QUESTION, _UNFINISHED, _NOTE = -0.7, -1.0, -0.5, -0.5
"""Set by hand, in the same unit, for what is seldom an answer or not the author's own."""
_RANK_DECAY = 0.1
_USUAL_CHARS = 150
_FINISHED = re.compile(r"[.!?:;”\"')\]]\s?\d{0,3}$")
_REFERENCE = re.compile(
    r"https?://|\bdoi\b|\barXiv\b|\bIbid\b|\bId\. at\b|\bsupra\b|\bet al\.|\bhereinafter\b"
    r"|\((?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}, \d{4}\)"
    r"|^\d{1,3}\s+(?-i:[A-Z])",
    re.I,
)


def names_a_source(text: str) -> bool:
    """Whether a sentence is, or has, a reference to somebody else's publication."""
    return bool(_REFERENCE.search(text))


class SentenceScorer:
    """Scores sentences by the word pieces of their passages, which the index holds.

    In its passage, "It costs a dollar" knows what it is; and nothing is embedded but the question.
    An index without word pieces has its sentences embedded alone.
    """

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedding model."""
        self._embedder = embedder

    def score(
        self, snapshot: Snapshot, query: str, hits: Sequence[Hit], sentences: Sequence[Candidate]
    ) -> FloatArray:
        """Logits of the sentences, shape (n,): only their differences mean anything.

        Args:
            snapshot: index version that the hits are from.
            query: the question, standing alone.
            hits: passages found, best first.
            sentences: theirs, as `candidates_of` gives them.
        """
        if snapshot.tokens is None:
            found = self._by_meaning(query, sentences)
        else:
            found = self._by_pieces(snapshot, snapshot.tokens, query, hits, sentences)
        found += [_manner(sentence) for sentence in sentences]
        return found

    def _by_pieces(
        self,
        snapshot: Snapshot,
        tokens: TokenIndex,
        query: str,
        hits: Sequence[Hit],
        sentences: Sequence[Candidate],
    ) -> FloatArray:
        asked = tokens.projection.of_query(self._embedder.encode([query]).tokens[0])
        rows = snapshot.rows_of(hit.passage for hit in hits)
        weights = _PIECES
        scores = np.array(
            [
                weights["passage"] * hits[sentence.passage].score
                + weights["reference"] * names_a_source(sentence.text)
                + weights["length"] * math.log(max(1, len(sentence.text)) / _USUAL_CHARS)
                for sentence in sentences
            ],
            dtype=np.float32,
        )
        for number, group in groupby(range(len(sentences)), lambda n: sentences[n].passage):
            own = list(group)
            near = self._nearness(
                snapshot,
                asked,
                tokens.pieces(rows[number]),
                hits[number],
                [sentences[n] for n in own],
            )
            scores[own] += weights["nearness"] * near
        return scores

    def _nearness(
        self,
        snapshot: Snapshot,
        asked: QueryTokens,
        pieces: FloatArray,
        hit: Hit,
        sentences: Sequence[Candidate],
    ) -> FloatArray:
        """MaxSim of the question with each sentence's own part of its passage's pieces."""
        passage = hit.passage
        document = snapshot.document(passage.doc_id)
        head = context_line(document, passage.section, passage.question)
        borders = [
            border - passage.start
            for sentence in sentences
            for border in (max(sentence.start, passage.start), min(sentence.end, passage.end))
        ]
        texts = [head, *(passage.text[:border] for border in borders)]
        before, *counts = self._embedder.count_tokens(texts)
        cosines = asked.vectors @ pieces.T
        near = np.zeros(len(sentences), np.float32)
        for n in range(len(sentences)):
            start, end = (
                min(1 + before + count, len(pieces) - 1) for count in counts[2 * n : 2 * n + 2]
            )
            if start < end:
                near[n] = asked.weights @ cosines[:, start:end].max(axis=1)
        return near

    def _by_meaning(self, query: str, sentences: Sequence[Candidate]) -> FloatArray:
        texts = [sentence.text for sentence in sentences]
        vectors = self._embedder.embed([query, *texts])
        weights = _WHOLE
        near, shared = vectors[1:] @ vectors[0], _shared_words(query, texts)
        rest = [
            weights["rank"] * _rank(sentence) + weights["reference"] * names_a_source(sentence.text)
            for sentence in sentences
        ]
        scores: FloatArray = weights["nearness"] * near + weights["shared"] * shared
        return scores + np.array(rest, dtype=np.float32)


def _rank(sentence: Candidate) -> float:
    return 1 / (1 + _RANK_DECAY * (sentence.rank - 1))


def _manner(sentence: Candidate) -> float:
    """Less for notes, quotations, questions and sentences without an end."""
    asks = sentence.text.rstrip("”\"' ").endswith("?")
    quotes = sentence.quoting and sentence.speaker == "comment"
    return (
        _NOTE * (sentence.kind == "note")
        + _QUOTING * quotes
        + _QUESTION * asks
        + _UNFINISHED * (not _FINISHED.search(sentence.text))
    )


def _shared_words(query: str, texts: Sequence[str]) -> FloatArray:
    """Share of the query's word weight that each text covers, in [0, 1].

    A word weighs ln(1 + n / n_with), with n texts of which n_with have it.
    """
    wanted = set(stems(query))
    owned = [set(stems(text)) for text in texts]
    weight = {
        word: math.log(1 + len(texts) / (1 + sum(word in own for own in owned))) for word in wanted
    }
    total = sum(weight.values())
    shares = [sum(weight[word] for word in wanted & own) / total if total else 0.0 for own in owned]
    return np.array(shares, dtype=np.float32)
