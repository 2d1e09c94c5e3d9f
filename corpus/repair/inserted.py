"""Spaces that stand inside words: "th e", "ef fective", "A SSOCIATION"."""

import re
from collections.abc import Iterator

from corpus.repair.edits import LONGEST_WORD, Edit
from corpus.repair.vocabulary import Vocabulary

_LETTERS = re.compile(r"[^\W\d_]+")
_BOUND_BEFORE = frozenset(' \n\t(“"‘[—–/-|')
_DAMAGE_AFTER = frozenset("\ufffd\ufffe'’&0123456789")
_EVIDENCE = 5
"""Spaces found inside words from which on single letters are doubted too."""
_SHORT = 3
"""Letters up to which the list has as many fragments as words."""
_LEAST_ZIPF = 3.0
_LEAST_GAIN = 4.0
"""Powers of ten by which one word must be likelier than two: "th e" has 7.2 and "some one" 1.8,
"web site" 3.3, "can not" 0.7. The 400 repairs in the first docket, as read by pdfium and by pypdf,
were read one by one: all were right."""


def inserted_edits(text: str, vocabulary: Vocabulary) -> list[Edit]:
    """Edits that take such spaces out.

    One of the two pieces must be no word that stands alone, and both together a word much
    likelier than the pieces side by side. A single letter beside a word may be a name for
    something, as in "a function f or": it is doubted only in files that show other such spaces.
    """
    edits = list(_edits(text, vocabulary, symbols=False))
    if len(edits) >= _EVIDENCE:
        edits = list(_edits(text, vocabulary, symbols=True))
    return edits


def _edits(text: str, vocabulary: Vocabulary, *, symbols: bool) -> Iterator[Edit]:
    start, end, word = 0, -1, ""
    for match in _LETTERS.finditer(text):
        piece = match.group()
        if (
            match.start() == end + 1
            and text[end] == " "
            and not (vocabulary.stands_alone(word) and vocabulary.stands_alone(piece))
            and (symbols or not _may_be_symbol(word, piece, vocabulary))
            and _bounded(text, start, match.end())
            and _is_one_word(word, piece, vocabulary)
        ):
            yield end, match.start(), ""
            word += piece
        else:
            start, word = match.start(), piece
        end = match.end()


def _may_be_symbol(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Whether one of the two is a single letter and the other a word."""
    if min(len(first), len(second)) > 1:
        return False
    word = max(first, second, key=len)
    return vocabulary.stands_alone(word) or (len(word) > _SHORT and vocabulary.knows(word))


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether nothing beside the two pieces makes them parts of something else."""
    before_fits = start == 0 or text[start - 1] in _BOUND_BEFORE
    return before_fits and text[end : end + 1] not in _DAMAGE_AFTER


def _same_case(first: str, second: str) -> bool:
    if second.isupper():
        return first.isupper() and len(first) + len(second) > 3
    return second.islower() and (len(first) == 1 or first[1:].islower())


def _is_one_word(first: str, second: str, vocabulary: Vocabulary) -> bool:
    return (
        2 < len(first) + len(second) <= LONGEST_WORD
        and _same_case(first, second)
        and vocabulary.zipf(first + second) >= _LEAST_ZIPF
        and vocabulary.gain(first, second) >= _LEAST_GAIN
    )
