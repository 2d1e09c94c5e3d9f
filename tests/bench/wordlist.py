"""How many words of a text are no words: what lost letters and wrong spaces leave behind.

The word list is not the one that the reader repairs with, so that a wrong repair is counted too:
Webster's Second and the GCIDE, from the package english-words, with regular inflections; and, as
both are old, words that several documents have ("dataset", "deepfake").
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from english_words import get_english_words_set

_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\.(?:com|org|net|gov|edu|io|ai|pdf|html?)\b)\S*")
_PARTS = re.compile(r"[-\u00ad\u2010-\u2015/]")
_EDGES = " .,;:!?()[]{}<>\"'“”‘’«»*†‡§…•|="
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|t|re|ve|ll|d|m))$")
_DAMAGE = re.compile("[\x00-\x1f\ufffd\ufffe\ue000-\uf8ff]")
_SHORT_WORDS = frozenset(
    "a i ad ah ai am an as at be by do eg et ex go he hi id ie if ii in is it iv ix me my no of "
    "oh ok on or ox pi pp re so to up us vi vs we".split()
)
"""The large lists have 250 words of two letters, "th" and "ti" among them, so that a word broken
in two would pass."""
_INFLECTIONS = (
    ("s", ""), ("es", ""), ("ies", "y"),
    ("d", ""), ("ed", ""), ("ied", "y"),
    ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("r", ""), ("ers", ""), ("rs", ""), ("est", ""), ("ier", "y"),
    ("ly", ""), ("ally", ""), ("ily", "y"), ("ness", ""),
)  # fmt: skip
_DOUBLED = re.compile(r"(?:([b-df-hj-np-tv-z])\1)(?:ed|ing|er|ers|able)$")
_SPREAD = 5
"""Documents that must have a word that the lists do not hold. In the first docket 60 words have
that many, all of them words; of those in three or four documents, "ca" and "ed" are fragments."""
_MARK = re.compile(
    r"(?<![A-Za-z])([a-z]{3,})"
    r"(?:[.,;:)”\"’']{0,3}\d{1,3}\b|[.;][)”\"’']{0,2} \d{1,3} (?=[A-Z]))"
)


class WordList:
    """English words, with their inflections."""

    def __init__(self, documents: Iterable[str] = ()) -> None:
        """Load the lists, and take the texts whose common words count too; takes about 1 s."""
        self._listed = get_english_words_set(["web2", "gcide"], lower=True)
        self.holds = cache(self._holds)
        spread = Counter(word for text in documents for word in set(lower_case_words(text)))
        self.spread = frozenset(
            word for word, n in spread.items() if n >= _SPREAD and not self._in_lists(word)
        )

    def unknown(self, text: str) -> tuple[Counter[str], int]:
        """Words of a text that the lists do not hold, with their counts; and words counted."""
        words = Counter(lower_case_words(text))
        strange = Counter({word: n for word, n in words.items() if not self.holds(word)})
        return strange, words.total()

    def marks_left(self, text: str) -> int:
        """How many words are followed by what looks like a note's number.

        It is glued to them, "models.12", or stands loose between two sentences, "models. 12 The".
        """
        return sum(
            1 for match in _MARK.finditer(_ADDRESS.sub(" ", text)) if self.holds(match.group(1))
        )

    def _holds(self, word: str) -> bool:
        """Whether this is an English word, as it stands inside a sentence."""
        return word in self.spread or self._in_lists(word)

    def _in_lists(self, word: str) -> bool:
        if len(word) <= 2:
            return word in _SHORT_WORDS
        doubled = _DOUBLED.search(word)
        return (
            word in self._listed
            or any(
                word.endswith(end) and word.removesuffix(end) + stem in self._listed
                for end, stem in _INFLECTIONS
            )
            or (doubled is not None and word[: doubled.start() + 1] in self._listed)
        )


def lower_case_words(text: str) -> Iterator[str]:
    """The words of a text that begin with a small letter: names are left aside.

    Hyphenated words count as their parts; addresses, words with figures, and single letters that
    are joined to other signs (labels of lists) do not count. A sign that stands for a letter that
    was lost counts as a letter.
    """
    for token in _ADDRESS.sub(" ", text).split():
        for part in _PARTS.split(token):
            word = _CONTRACTED.sub("", part.strip(_EDGES))
            if not word[:1].islower() or not _DAMAGE.sub("", word).isalpha():
                continue
            if len(word) > 1 or word == token:
                yield word
