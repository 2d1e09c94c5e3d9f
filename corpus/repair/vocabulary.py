"""What counts as a word in a document: the words of English, and the document's own."""

import re
from collections import Counter

from corpus.repair.words import WordList

LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{LETTER}+(?:[-’']{LETTER}+)*")
_DAMAGED = re.compile(r"(?<!\S)\S*[\ufffd\ufffe] ?\S*")
_RARE = 2.5
"""Zipf frequency below which the list has mostly misspellings and words run together."""


class Vocabulary:
    """Words with the number of times that they stand whole in the document."""

    def __init__(self, text: str, words: WordList) -> None:
        """Count the words of a text; those next to damage are left out."""
        self._words = words
        self._counts = Counter(_WORD.findall(_DAMAGED.sub(" ", text).lower()))

    def count(self, word: str) -> int:
        """How often the word, or the compound with hyphens, stands in the document."""
        return self._counts[word.lower()]

    def zipf(self, word: str) -> float:
        """See WordList.zipf."""
        return self._words.zipf(word)

    def knows(self, word: str) -> bool:
        """Whether it is a word of English, or one that the document has elsewhere too."""
        return self.zipf(word) >= _RARE or self._counts[word.lower()] > 1

    def stands_alone(self, word: str) -> bool:
        """See WordList.stands_alone."""
        return self._words.stands_alone(word)

    def gain(self, left: str, right: str) -> float:
        """How much likelier one word is than two that stand next to each other by chance.

        Powers of ten; under 0 where two are likelier.
        """
        return self.zipf(left + right) - (self.zipf(left) + self.zipf(right) - 9)
