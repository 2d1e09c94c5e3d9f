"""Ligatures that a font names by a letter: "educaNon", and "litle" where "tt" is named "t"."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from corpus.repair.edits import LONGEST_WORD, Edit
from corpus.repair.vocabulary import Vocabulary

_WORD = re.compile(rf"(?<![^\W_])[^\W\d_]{{4,{LONGEST_WORD}}}(?![^\W_])")
_CAPITAL_INSIDE = re.compile(
    rf"(?<![^\W_])[A-Z]?[a-z]{{1,{LONGEST_WORD}}}(?:[A-Z][a-z]{{0,{LONGEST_WORD}}}){{1,3}}(?![^\W_])"
)
_FORMS = ("ti", "tt", "fi", "fl", "ff", "ft", "tf", "ffi", "ffl", "tti")
_EVIDENCE = 3
"""Different words that a letter must mend in the same way. In the first docket no file has three
by chance, and one file has 24 ligatures "tt" that its font names "t"."""
_LEAST_ZIPF = 3.5
_LEAST_RISE = 2.0
"""Powers of ten by which the mended word must be likelier than the one that is there."""

_Reading = tuple[str, str, tuple[int, ...]]
"""A letter, the ligature that it may stand for, and where in the word it does."""


def capital_edits(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits of words in which a capital stands for a ligature."""
    return _edits(text, _CAPITAL_INSIDE, _capital_readings, vocabulary)


def first_letter_edits(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits of words in which a ligature is named by its first letter.

    Authors make such mistakes too: only for files that have lost other ligatures.
    """
    return _edits(text, _WORD, _first_letter_readings, vocabulary)


def _edits(
    text: str,
    pattern: re.Pattern[str],
    readings: Callable[[str], Iterator[_Reading]],
    vocabulary: Vocabulary,
) -> Iterator[Edit]:
    matches = list(pattern.finditer(text))
    evidence: dict[tuple[str, str], dict[str, tuple[int, ...]]] = defaultdict(dict)
    for word in {match.group() for match in matches}:
        for letter, form, places in readings(word):
            if _mends(word, _mended(word, form, places), vocabulary):
                evidence[letter, form][word] = places
    mends: dict[str, tuple[str, tuple[int, ...]]] = {}
    for (_, form), words in sorted(evidence.items(), key=lambda item: (len(item[1]), item[0])):
        if len(words) >= _EVIDENCE:
            mends.update((word, (form, places)) for word, places in words.items())
    for match in matches if mends else ():
        form, places = mends.get(match.group(), ("", ()))
        for place in places:
            yield match.start() + place, match.start() + place + 1, form


def _capital_readings(word: str) -> Iterator[_Reading]:
    for letter in {letter for letter in word[1:] if letter.isupper()}:
        places = tuple(place for place in range(1, len(word)) if word[place] == letter)
        for form in _FORMS:
            yield letter, form, places


def _first_letter_readings(word: str) -> Iterator[_Reading]:
    for place, letter in enumerate(word):
        for form in _FORMS:
            if form[0] == letter:
                yield letter, form, (place,)


def _mended(word: str, form: str, places: tuple[int, ...]) -> str:
    return "".join(form if place in places else letter for place, letter in enumerate(word))


def _mends(word: str, mended: str, vocabulary: Vocabulary) -> bool:
    zipf = vocabulary.zipf(mended)
    return zipf >= _LEAST_ZIPF and zipf - vocabulary.zipf(word) >= _LEAST_RISE
