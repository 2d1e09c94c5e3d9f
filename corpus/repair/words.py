"""A large list of English words with their frequencies."""

import math
from collections.abc import Mapping
from functools import cache

_COMMON_WORDS_OF_TWO = frozenset(
    "ad ah ai am an as at be by do ex go he hi id if in is it me my no of oh ok on or ox pi re "
    "so to up us vs we".split()
)
_LEAST_OF_THREE = 4.5
"""Zipf frequency from which on three letters count as a word: the list has every abbreviation, and
fragments such as "ons" (3.6), "ing" (4.0) and "ber" (2.8)."""
_LEAST = 3.6
"""Zipf frequency from which on more letters do: "tions" has 2.2, "ment" 3.1 and "ness" 3.5."""


class WordList:
    """Words in lower case with their frequencies."""

    def __init__(self, frequencies: Mapping[str, float]) -> None:
        """Take words in lower case, each with its share of all words of running text."""
        self._frequencies = frequencies

    def zipf(self, word: str) -> float:
        """Logarithm (base 10) of how often the word stands in a billion; 0 where it is not listed.

        "the" has 7.7, "foundation" 4.8, "hyperparameter" 1.2; case does not matter.

        Source: van Heuven et al., "SUBTLEX-UK", 2014, doi:10.1080/17470218.2013.850521.
        """
        frequency = self._frequencies.get(word.lower().replace("’", "'"))
        return math.log10(frequency) + 9 if frequency else 0.0

    def stands_alone(self, word: str) -> bool:
        """Whether a word is common enough not to be taken for a piece of another one."""
        if len(word) == 1:
            return word in "aAI"
        if len(word) == 2:
            return word.lower() in _COMMON_WORDS_OF_TWO
        return self.zipf(word) >= (_LEAST_OF_THREE if len(word) == 3 else _LEAST)


@cache
def english_words() -> WordList:
    """The 321,000 words of wordfreq's large English list; loading it takes 0.3 s, once.

    Of symspellpy's 82,765 words the first docket's comments lack 12,000 running words, among
    them "dataset", "labor", "analyze" and "cybersecurity"; of these 1,300.
    """
    import wordfreq  # loads slowly, and most of the package does without it

    return WordList(wordfreq.get_frequency_dict("en", wordlist="large"))
