"""Headings whose every letter was drawn twice: "IInnttrroodduuccttiioonn"."""

import re
from collections.abc import Iterator

from corpus.repair.edits import Edit
from corpus.repair.vocabulary import Vocabulary

_RUN = re.compile(r"(?<!\S)(?:([^\s])\1)+(?: (?:([^\s])\2)+)*(?!\S)")
"""Words made of pairs, one after the other."""
_PAIR = re.compile(r"\S\S")
_LEAST_LETTERS = 3
"""Different letters in the longest word: "aabb" and "xxxxxx" may be codes."""


def doubled_edits(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits that leave one letter of each pair, where that gives words of English."""
    for match in _RUN.finditer(text):
        words = match.group().split(" ")
        single = [word[::2] for word in words]
        longest = max((word for word in single if word.isalpha()), key=len, default="")
        if len(set(longest)) >= _LEAST_LETTERS and vocabulary.stands_alone(longest):
            for pair in _PAIR.finditer(text, match.start(), match.end()):
                yield pair.end() - 1, pair.end(), ""
