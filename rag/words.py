"""Words as the answering side compares them: normalised, stemmed, without function words."""

import re
import unicodedata
from collections.abc import Sequence

from index.sparse import Tokenizer

_WORD = re.compile(r"[^\W_]+")

_tokenize = Tokenizer()


def words(text: str) -> list[str]:
    """All words and numbers in order, NFKC and in lower case, without stemming."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def stems(text: str) -> list[str]:
    """Stems of the content words in order, as BM25 counts them."""
    return _tokenize(text)


def ngrams(tokens: Sequence[str], n: int) -> set[tuple[str, ...]]:
    """All runs of n tokens; the whole sequence where it is shorter."""
    if len(tokens) < n:
        return {tuple(tokens)} if tokens else set()
    return {tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)}
