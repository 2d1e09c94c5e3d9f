"""Choosing the sentences that answer a question from the passages found."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.embedding import Embedder
from index.store import Snapshot
from index.types import FloatArray, Hit
from rag.candidates import MAX_CHARS, Candidate, candidates_of, is_quoting
from rag.types import Evidence
from rag.words import stems, words

_MEANING_WEIGHT = 0.6
"""Weight of the cosine against that of shared words when a sentence is scored."""
ASKED_FOR = 1.0
"""Score of a passage that the question asks for by its number."""
_NEIGHBOUR_RATIO = 0.8
"""A neighbouring sentence with this share of the best one's score belongs to the same quote."""
_LEANS_BACK = re.compile(
    r"^(?:This|These|Those|It|They|Such|However|For example|For instance|In addition|Thus|Therefore"
    r"|That|He|She|Its|Their|Similarly|Instead|But|And|Yet|Moreover|Furthermore|Additionally|Also"
    r"|As such|As a result|In contrast|Rather|Likewise|Here)\b"
)
_FINISHED = re.compile(r"[.!?:;”\"')\]]\s?\d{0,3}$")
_INTRODUCES = re.compile(r":[”\"]?\d{0,3}$")
_NOTE_FACTOR = 0.9
_QUOTING_FACTOR = 0.9
"""Enough to put the author's own words, in the body, before others that say the same. On dev.jsonl
the answers are as good from 0.7 to 1."""
_REFERENCE = re.compile(
    r"https?://|\bdoi\b|\barXiv\b|\bIbid\b|\bId\. at\b|\bsupra\b|\bet al\.|\bhereinafter\b"
    r"|^\d{1,3}\s+(?-i:[A-Z])",
    re.I,
)


class EvidenceChooser:
    """Scores the sentences of the best passages and keeps the few that speak to the question."""

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedding model."""
        self._embedder = embedder

    def choose(
        self, snapshot: Snapshot, query: str, hits: Sequence[Hit], *, most: int, per_document: int
    ) -> list[Evidence]:
        """The sentences that speak to the query, best first.

        Args:
            snapshot: index version that the hits are from.
            query: the question, standing alone.
            hits: passages found, best first.
            most: sentences wanted.
            per_document: sentences taken from one document, at most.

        Returns:
            Evidence whose score is in [0, 1]: the weighted mean of cosine and shared words.
        """
        sentences = candidates_of(snapshot, hits)
        usable = [sentence.usable for sentence in sentences]
        if not any(usable):
            return []
        scores = self._scores(query, sentences)
        plain = [" ".join(words(sentence.text)) for sentence in sentences]
        taken: Counter[str] = Counter()
        chosen: list[Evidence] = []
        for n in sorted(range(len(sentences)), key=lambda n: (-scores[n], sentences[n].rank, n)):
            doc_id = sentences[n].doc_id
            if not usable[n] or taken[doc_id] >= per_document or len(chosen) >= most:
                continue
            first, last = _widen(sentences, scores, usable, n)
            taken[doc_id] += 1
            said = set(plain[first : last + 1])
            usable = [may and text not in said for may, text in zip(usable, plain, strict=True)]
            start, end = sentences[first].start, sentences[last].end
            chosen.append(_evidence(snapshot, doc_id, start, end, scores[n]))
        return chosen

    def whole(self, snapshot: Snapshot, rows: Sequence[int]) -> list[Evidence]:
        """Passages asked for by number, whole and in order, as the best evidence there is."""
        return [
            Evidence(passage.doc_id, passage.start, passage.end, passage.text, ASKED_FOR)
            for passage in snapshot.passages(rows)
        ]

    def _scores(self, query: str, sentences: Sequence[Candidate]) -> list[float]:
        """A score for each sentence, in [0, 1]; 0 for those that may be no quote."""
        usable = [n for n, sentence in enumerate(sentences) if sentence.usable]
        texts = [sentences[n].text for n in usable]
        vectors = self._embedder.embed([query, *texts])
        meaning = vectors[1:] @ vectors[0]
        shared = _shared_words(query, texts)
        best_passage = np.array([1 / (1 + 0.1 * (sentences[n].rank - 1)) for n in usable])
        mixed = _MEANING_WEIGHT * meaning.clip(0, 1) + (1 - _MEANING_WEIGHT) * shared
        penalty = np.array([_penalty(sentences[n]) for n in usable])
        scores = np.zeros(len(sentences))
        scores[usable] = mixed * (0.8 + 0.2 * best_passage) * penalty
        return [float(score) for score in scores]


def _evidence(snapshot: Snapshot, doc_id: str, start: int, end: int, score: float) -> Evidence:
    content, kind = snapshot.content(doc_id), snapshot.document(doc_id).kind
    quoting = is_quoting(content.voices, start, end, kind)
    return Evidence(doc_id, start, end, content.text[start:end], score, quoting)


def _widen(
    sentences: Sequence[Candidate],
    scores: Sequence[float],
    usable: Sequence[bool],
    best: int,
) -> tuple[int, int]:
    """First and last of the sentences around the best one that make a quote that stands alone.

    The sentence before is taken where the best one leans on it ("This ...", "However, ..."), the
    ones after where it introduces them with a colon, and neighbours that score nearly as well.
    """

    def may_join(n: int) -> bool:
        return (
            0 <= n < len(sentences)
            and sentences[n].passage == sentences[best].passage
            and usable[n]
        )

    def fits(first: int, last: int) -> bool:
        return sentences[last].end - sentences[first].start <= MAX_CHARS

    first = last = best
    least = _NEIGHBOUR_RATIO * scores[best]
    while may_join(last + 1) and fits(first, last + 1):
        if not _INTRODUCES.search(sentences[best].text) and scores[last + 1] < least:
            break
        last += 1
    while may_join(first - 1) and fits(first - 1, last):
        leans = first == best and _LEANS_BACK.match(sentences[first].text)
        if not leans and scores[first - 1] < least:
            break
        first -= 1
    return first, last


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


def _penalty(sentence: Candidate) -> float:
    """Less for what is seldom an answer, or not the author's: notes, references, quotations,
    questions, sentences without an end."""
    factor = 1.0
    if sentence.kind == "note":
        factor *= _NOTE_FACTOR
    if sentence.quoting and sentence.speaker == "comment":
        factor *= _QUOTING_FACTOR
    if _REFERENCE.search(sentence.text):
        factor *= 0.75
    if sentence.text.rstrip("”\"' ").endswith("?"):
        factor *= 0.85
    if not _FINISHED.search(sentence.text):
        factor *= 0.7
    return factor
