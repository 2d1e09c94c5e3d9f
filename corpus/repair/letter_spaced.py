"""Headings set letter by letter: "S U M M A R Y"."""

import re
from collections.abc import Iterator

from corpus.repair.edits import Edit
from corpus.repair.vocabulary import Vocabulary

_RUN = re.compile(r"(?<![^\s(“\"])[^\W\d_](?: (?:[^\W\d_]|’(?= s))){3,}(?![^\s.,:;!?)”\"’'])")
_LONGEST_RUN = 300
_LONGEST_WORD = 20
_LONG_WORD = 6
"""Letters from which on a rarer word is no fragment."""
_WORD_COST = 9.0
"""Zipf frequencies are logarithms of a word's share in a billion."""
_LONG_RATIO = 0.5
"""Share of the letters that must come to stand in words of more than three: initials and the
letters of a formula give short words only."""


def letter_spaced_edits(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits that take the spaces out of words of English; other runs of letters stay.

    A run may hold several words, since the wider space between them is often lost: it is cut
    where the product of the words' frequencies is largest.
    """
    for match in _RUN.finditer(text):
        letters = match.group()[::2]
        words = _cut(letters, vocabulary) if len(letters) <= _LONGEST_RUN else []
        place = match.start()
        for word in words:
            for inside in range(1, len(word)):
                yield place + 2 * inside - 1, place + 2 * inside, ""
            place += 2 * len(word)


def _cut(letters: str, vocabulary: Vocabulary) -> list[str]:
    """The likeliest words that the letters spell; empty where they spell none."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        options = [
            (best[start][0] + _WORD_COST - vocabulary.zipf(letters[start:end]), start)
            for start in range(max(0, end - _LONGEST_WORD), end)
            if _is_word(letters[start:end], vocabulary)
        ]
        best.append(min(options, default=(float("inf"), 0)))
    if best[-1][0] == float("inf"):
        return []
    words, end = [], len(letters)
    while end:
        start = best[end][1]
        words.append(letters[start:end])
        end = start
    long = sum(len(word) for word in words if len(word) > 3)
    return words[::-1] if long >= _LONG_RATIO * len(letters) else []


def _is_word(letters: str, vocabulary: Vocabulary) -> bool:
    word = letters.removesuffix("’s").removesuffix("’S")
    if not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    known = vocabulary.stands_alone if len(word) < _LONG_WORD else vocabulary.knows
    return known(word)
