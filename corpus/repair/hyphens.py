"""Words that a line's end broke at a hyphen."""

import re
from collections.abc import Iterator

from corpus.cleaning import LINE_END_HYPHEN
from corpus.repair.edits import Edit, in_address, letters_after, letters_before
from corpus.repair.vocabulary import Vocabulary

_MARK = re.compile(rf"{LINE_END_HYPHEN} ?")
_SPACED = re.compile(r"(?<=[a-z])- (?=[a-z])")
_SUSPENDED = frozenset("and or to nor but as versus vs than rather if not through the".split())
"""What may follow a hyphen and a space in good English: "rights- and safety-impacting"."""
_LEAST_GAIN = 1.5
"""Powers of ten by which one word must be likelier than two: "whole-sale" has 2.5 and is one word,
"fine-tuning" 1.4, "problem-solving" 0.9 and "non-state" -0.3 are not..."""
_COMMON = 3.0
_LEAST_GAIN_IF_COMMON = 1.0
"""...and where the one word has this Zipf frequency: "invalid" (3.8) has 1.2."""


def hyphen_edits(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits that join words, or leave the hyphen where it belongs to the word.

    The form that the document has elsewhere decides, then the words' frequencies. In an address
    a hyphen is always its own.
    """
    for match in _MARK.finditer(text):
        left, right = letters_before(text, match.start()), letters_after(text, match.end())
        joins = (
            bool(left and right)
            and not in_address(text, match.start())
            and _is_one_word(left, right, vocabulary)
        )
        yield match.start(), match.end(), "" if joins else "-"


def spaced_hyphen_edits(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits of "con- fidence" and "well- meant", which no line's end explains any more.

    Only what the document or the word list has is touched: a hyphen with a space after it may be
    a dash.
    """
    for match in _SPACED.finditer(text):
        left, right = letters_before(text, match.start()), letters_after(text, match.end())
        if right in _SUSPENDED or in_address(text, match.start()):
            continue
        if vocabulary.count(f"{left}-{right}") > vocabulary.count(left + right):
            yield match.start() + 1, match.end(), ""
        elif _gains(left, right, vocabulary) or vocabulary.count(left + right) > 1:
            yield match.start(), match.end(), ""


def _is_one_word(left: str, right: str, vocabulary: Vocabulary) -> bool:
    if right[0].isupper() and not left.isupper():
        return False
    joined, compound = vocabulary.count(left + right), vocabulary.count(f"{left}-{right}")
    if joined != compound:
        return joined > compound
    if _gains(left, right, vocabulary):
        return True
    both = vocabulary.knows(left) and vocabulary.knows(right)
    return not both and not left.isupper()


def _gains(left: str, right: str, vocabulary: Vocabulary) -> bool:
    zipf, gain = vocabulary.zipf(left + right), vocabulary.gain(left, right)
    return zipf > 0 and gain >= (_LEAST_GAIN_IF_COMMON if zipf >= _COMMON else _LEAST_GAIN)
