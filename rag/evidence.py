"""Choosing the sentences that answer a question from the passages found."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentence_ranges
from index.embed import Embedder
from index.passages import is_heading
from index.store import Snapshot
from index.types import FloatArray, Hit
from rag.types import Evidence
from rag.words import ngrams, stems, words

_MEANING_WEIGHT = 0.6
"""Weight of the cosine against that of shared words when a sentence is scored."""
ASKED_FOR = 1.0
"""Score of a passage that the question asks for by its number."""
_MIN_WORDS = 5
_MAX_CHARS = 700
"""Longest quote, in characters: what a reader takes in at a glance, and half a passage."""
_NEIGHBOUR_RATIO = 0.8
"""A neighbouring sentence with this share of the best one's score belongs to the same quote."""
_BROKEN_OFF = re.compile(r"[a-z](?![.)]\s)|[,;)\]]")
"""How the second half of a sentence begins that a footnote or a page cut in two: without its first
half, and perhaps the condition in it, it is no quote. ("b. Are there" begins a question.)"""
_LEANS_BACK = re.compile(
    r"^(?:This|These|Those|It|They|Such|However|For example|For instance|In addition|Thus|Therefore"
    r"|That|He|She|Its|Their|Similarly|Instead|But|And|Yet|Moreover|Furthermore|Additionally|Also"
    r"|As such|As a result|In contrast|Rather|Likewise|Here)\b"
)
_FINISHED = re.compile(r"[.!?:;”\"')\]]\s?\d{0,3}$")
_INTRODUCES = re.compile(r":[”\"]?\d{0,3}$")
_PASTED_RATIO = 0.5
"""A sentence with this share of its 5-grams in the agency's notice is the agency's, pasted."""
_REFERENCE = re.compile(
    r"https?://|\bdoi\b|\barXiv\b|\bIbid\b|\bId\. at\b|\bsupra\b|\bet al\.|\bhereinafter\b"
    r"|^\d{1,3}\s+(?-i:[A-Z])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    doc_id: str
    start: int
    end: int
    text: str
    rank: int  # of the best passage that holds it
    passage: int  # number of that passage among the hits, from 0
    heading: bool


class EvidenceChooser:
    """Scores the sentences of the best passages and keeps the few that speak to the question."""

    def __init__(self, embedder: Embedder, notice_text: str) -> None:
        """Take the embedding model and the text of the agency's own notice."""
        self._embedder = embedder
        self._notice = ngrams(words(notice_text), 5)

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
        kinds = {document.doc_id: document.kind for document in snapshot.documents}
        sentences = _sentences(hits, {d.doc_id: d.page_starts for d in snapshot.documents})
        usable = [
            not sentence.heading
            and not _BROKEN_OFF.match(sentence.text)
            and len(sentence.text.split()) >= _MIN_WORDS
            and len(sentence.text) <= _MAX_CHARS
            and (kinds[sentence.doc_id] == "rfc" or not self.is_pasted(sentence.text))
            for sentence in sentences
        ]
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
            quote = snapshot.text(doc_id)[start:end]
            chosen.append(Evidence(doc_id, start, end, quote, scores[n]))
        return chosen

    def whole(self, snapshot: Snapshot, rows: Sequence[int]) -> list[Evidence]:
        """Passages asked for by number, whole and in order, as the best evidence there is."""
        return [
            Evidence(passage.doc_id, passage.start, passage.end, passage.text, ASKED_FOR)
            for passage in snapshot.passages(rows)
        ]

    def is_pasted(self, text: str) -> bool:
        """Whether a sentence of a comment is the agency's own text pasted in."""
        grams = ngrams(words(text), 5)
        return bool(grams) and len(grams & self._notice) / len(grams) >= _PASTED_RATIO

    def _scores(self, query: str, sentences: Sequence[_Sentence]) -> list[float]:
        vectors = self._embedder.embed([query, *(sentence.text for sentence in sentences)])
        meaning = vectors[1:] @ vectors[0]
        shared = _shared_words(query, [sentence.text for sentence in sentences])
        best_passage = np.array([1 / (1 + 0.1 * (s.rank - 1)) for s in sentences], dtype=np.float32)
        mixed = _MEANING_WEIGHT * meaning.clip(0, 1) + (1 - _MEANING_WEIGHT) * shared
        penalty = np.array([_penalty(sentence.text) for sentence in sentences], dtype=np.float32)
        return [float(score) for score in mixed * (0.8 + 0.2 * best_passage) * penalty]


def _sentences(hits: Sequence[Hit], page_starts: Mapping[str, Sequence[int]]) -> list[_Sentence]:
    """Sentences of the passages in order, each once."""
    found: dict[tuple[str, int, int], _Sentence] = {}
    for number, hit in enumerate(hits):
        passage = hit.passage
        breaks = frozenset(s - 1 - passage.start for s in page_starts[passage.doc_id])
        for start, end in sentence_ranges(passage.text, breaks):
            key = (passage.doc_id, passage.start + start, passage.start + end)
            heading = is_heading(passage.text, start, end)
            sentence = _Sentence(*key, passage.text[start:end], hit.rank, number, heading)
            found.setdefault(key, sentence)
    return list(found.values())


def _widen(
    sentences: Sequence[_Sentence],
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
        return sentences[last].end - sentences[first].start <= _MAX_CHARS

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


def _penalty(text: str) -> float:
    """Less for what is seldom an answer: references, questions, sentences without an end."""
    factor = 1.0
    if _REFERENCE.search(text):
        factor *= 0.75
    if text.rstrip("”\"' ").endswith("?"):
        factor *= 0.85
    if not _FINISHED.search(text):
        factor *= 0.7
    return factor
