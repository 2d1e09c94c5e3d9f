"""Choosing the sentences that answer a question from the passages found."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.embedding import Embedder
from index.store import Snapshot
from index.types import Hit
from rag.candidates import MAX_CHARS, Candidate, candidates_of, is_quoting
from rag.sentence_scores import SentenceScorer, names_a_source
from rag.types import Evidence
from rag.words import words

ASKED_FOR = 1.0
"""Score of a passage that the question asks for by its number."""
_NEIGHBOUR_RATIO = 0.1
"""A neighbouring sentence with this share of the best one's odds belongs to the same quote. Of 63
questions of dev.jsonl 0.905 have a quote that is evidence at 0.4, and 0.937 from 0.14 to 0.05."""
_LEANS_BACK = re.compile(
    r"^(?:This|These|Those|It|They|Such|However|For example|For instance|In addition|Thus|Therefore"
    r"|That|He|She|Its|Their|Similarly|Instead|But|And|Yet|Moreover|Furthermore|Additionally|Also"
    r"|As such|As a result|In contrast|Rather|Likewise|Here)\b"
)
_LEAST_OF_SOURCES = 0.5
"""Of the best one's odds: what names a source ("See ...") is evidence where that is asked for."""
_SHORT = 80
"""Characters under which a quote says little ("We invested in red-teaming.") and takes the next
sentence along."""
_INTRODUCES = re.compile(r":[”\"]?\d{0,3}$")


class EvidenceChooser:
    """Scores the sentences of the best passages and keeps the few that speak to the question."""

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedding model."""
        self._scorer = SentenceScorer(embedder)

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
            Evidence whose score is its odds beside the best sentence's, in (0, 1].
        """
        sentences = candidates_of(snapshot, hits)
        usable = [sentence.usable for sentence in sentences]
        if not any(usable):
            return []
        logits = self._scorer.score(snapshot, query, hits, sentences)
        odds = np.where(usable, np.exp(logits - logits[usable].max()), 0.0)
        scores = [min(ASKED_FOR, float(one)) for one in odds]
        plain = [" ".join(words(sentence.text)) for sentence in sentences]
        taken: Counter[str] = Counter()
        chosen: list[Evidence] = []
        for n in sorted(range(len(sentences)), key=lambda n: (-scores[n], sentences[n].rank, n)):
            doc_id = sentences[n].doc_id
            if not usable[n] or taken[doc_id] >= per_document or len(chosen) >= most:
                continue
            if scores[n] < _LEAST_OF_SOURCES and names_a_source(sentences[n].text):
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
    ones after where it introduces them with a colon or is short, and neighbours that score nearly
    as well.
    """

    def may_join(n: int) -> bool:
        return (
            0 <= n < len(sentences)
            and sentences[n].passage == sentences[best].passage
            and sentences[n].alone == sentences[best].alone
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
    short = sentences[last].end - sentences[first].start < _SHORT
    if short and may_join(last + 1) and sentences[last + 1].kind == sentences[best].kind:
        last += 1
    while may_join(first - 1) and fits(first - 1, last):
        leans = first == best and _LEANS_BACK.match(sentences[first].text)
        if not leans and scores[first - 1] < least:
            break
        first -= 1
    return first, last
