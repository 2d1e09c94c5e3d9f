"""BM25 over word stems, in bm25s."""

import logging
import re
import threading
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from index.types import BoolArray

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when imported

_TOKEN = re.compile(r"\d+(?:[.,^]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\W_]+")
_STOPWORDS = frozenset(
    """
    a about also an and any are as at be been but by can could did do does doing for from had
    has have he her his how i if in into is it its itself me more most my no not of on one or
    other our out own say says said she should so some such than that the their them then
    there these they this those to too under up very was we were what when where which while
    who whom whose why will with would you your
    """.split()
)

_NO_WORD = "\0"


class Tokenizer:
    """Text to the stems that BM25 counts: NFKC, lower case, Snowball's English stems.

    Hyphenated compounds count as their parts, so that "open-weight" finds "open weights";
    numbers keep their inner points and carets ("10^26", "3.5").
    """

    def __init__(self) -> None:
        self._local = threading.local()  # a Snowball stemmer is not safe across threads

    def __call__(self, text: str) -> list[str]:
        """The stems of a text's content words and its numbers, in order."""
        words = _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
        stemmer = getattr(self._local, "stemmer", None)
        if stemmer is None:
            stemmer = self._local.stemmer = Stemmer.Stemmer("english")
        kept = [word.replace("’", "'") for word in words if word not in _STOPWORDS]
        return list(stemmer.stemWords(kept))


class SparseIndex:
    """BM25 scores of every passage for a query; row i is passage i."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25 = bm25
        self._size = size
        self._tokenize = Tokenizer()

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> "SparseIndex":
        """Index texts in row order; k1 1.5 and b 0.75 as in Robertson and Zaragoza (2009)."""
        tokenize = Tokenizer()
        tokens = [tokenize(text) for text in texts]
        if tokens and not any(tokens):
            tokens[0] = [_NO_WORD]  # bm25s cannot index an empty vocabulary
        bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        bm25.index(tokens, show_progress=False)
        return cls(bm25, len(tokens))

    @classmethod
    def load(cls, folder: Path, size: int) -> "SparseIndex":
        """Open what `save` wrote, mapped into memory; `size` is the number of passages."""
        return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False), size)

    def save(self, folder: Path) -> None:
        """Write the arrays and the vocabulary (no pickle) into a folder."""
        self._bm25.save(folder, show_progress=False)

    def knows(self, word: str) -> bool:
        """Whether a passage has the word, or one of the same stem."""
        tokens = self._tokenize(word)
        return bool(tokens) and all(token in self._bm25.vocab_dict for token in tokens)

    def search(self, query: str, k: int, allowed: BoolArray | None) -> list[tuple[int, float]]:
        """The k best passages among those allowed that share a stem with the query.

        Returns:
            (row, BM25 score above 0), best first; equal scores by row.
        """
        known = self._bm25.vocab_dict
        tokens = [token for token in dict.fromkeys(self._tokenize(query)) if token in known]
        if not tokens:
            return []
        scores = self._bm25.get_scores(tokens)[: self._size]
        if allowed is not None:
            scores = np.where(allowed, scores, 0.0)
        order = np.lexsort((np.arange(len(scores)), -scores))[:k]
        return [(int(row), float(scores[row])) for row in order if scores[row] > 0]
