"""Ligatures whose glyph says nothing, or another letter, put back as the letters they join."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from math import log10

from corpus.cleaning import UNKNOWN
from corpus.repair.edits import LONGEST_WORD, Edit, letters_after, letters_before
from corpus.repair.stand_ins import capital_edits, first_letter_edits
from corpus.repair.vocabulary import Vocabulary

FORMS = ("ti", "fi", "fl", "ff", "ft", "tt", "ffi", "ffl", "tti", "tf", "fj", "Th", "’")
"""What such a glyph may stand for: the ligatures of common text fonts, and an apostrophe that was
read in a wrong encoding."""
_AFTER_APOSTROPHE = frozenset(("s", "t", "d", "m", "re", "ve", "ll"))
_STRANGE = re.compile(rf"[{UNKNOWN}\u0100-\u024f]")
"""Fonts that lie about their ligatures name letters that English does not have: "Ɵ", "Ʃ", "Ư"."""
_RUN = re.compile(rf"(?:[^\W\d_]|{UNKNOWN})+")
_LINK = re.compile(r"[\ufffe-] ?$")
_LINK_AFTER = re.compile(r"[\ufffe-] ?")
_MOST_SLOTS, _FEW_SLOTS = 5, 2
"""Unknown glyphs in a word, at most; with more than few only the forms seen elsewhere are tried."""
_USUAL_FORMS = 3
_LEAST_LETTERS = 3
"""Other letters that a word must have in which one claims to be a foreign letter."""
_LEAST_FOR_LETTER = 3.0
"""Zipf frequency that a word must have where the glyph claims to be a letter, which a foreign name
may have; where it claims nothing, any word of the list will do."""
_MARGIN = 1.0
"""The likeliest word must be ten times as likely as the next."""
_MOST_WORDS = 20_000
"""Different damaged words looked at: a second's work. Files of the first docket have up to 200."""
_MANY_LOST = 5
"""Ligatures found from which on a file's other letters are doubted too."""


def ligature_edits(text: str, vocabulary: Vocabulary) -> list[Edit]:
    """Edits that put the letters back, each on the one glyph that stands for them.

    A word that no ligature makes one of English, or several as well, stays as it is. What the
    file's clear words show about its glyphs decides about the others.
    """
    damaged = list(_damaged(text))
    solver = _Solver(vocabulary)
    solver.learn(solver.solve(tries) for _, tries in damaged)
    edits = [
        (place, place + 1, form)
        for places, tries in damaged
        for place, form in zip(places, solver.solve(tries), strict=False)
    ]
    edits += capital_edits(text, vocabulary)
    if len(edits) >= _MANY_LOST:
        edits += first_letter_edits(text, vocabulary)
    return sorted(edits)


def _damaged(text: str) -> Iterator[tuple[list[int], tuple[str, ...]]]:
    """Places of the strange glyphs of each damaged word, and what the word may be.

    That is the run of letters itself, or with the part before or after it where a line's end
    broke it.
    """
    done = 0
    for match in _STRANGE.finditer(text):
        if match.start() < done:
            continue
        start = match.start() - len(letters_before(text, match.start()))
        run = _RUN.match(text, start, start + 2 * LONGEST_WORD)
        if not run:
            continue
        done = run.end()
        word = run.group()
        tries = [word]
        before = _LINK.search(text[max(0, start - 2) : start])
        if before and (left := letters_before(text, start - len(before.group()))):
            tries.append(left + word)
        after = _LINK_AFTER.match(text, done)
        if after and (right := letters_after(text, after.end())):
            tries.append(word + right)
        yield [start + found.start() for found in _STRANGE.finditer(word)], tuple(tries)


class _Solver:
    """Finds what the strange glyphs of a word stand for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._seen: Counter[str] = Counter()
        self._solved: dict[str, tuple[str, ...]] = {}

    def learn(self, solved: Iterable[tuple[str, ...]]) -> None:
        """Count what the glyphs of words stand for, which then counts for others."""
        self._seen = Counter(form for forms in solved for form in forms)
        self._solved = {}

    def solve(self, tries: Iterable[str]) -> tuple[str, ...]:
        """The letters for each strange glyph; empty where that is not clear."""
        for word in tries:
            if word not in self._solved and len(self._solved) < _MOST_WORDS:
                self._solved[word] = self._solve(word)
            if self._solved.get(word):
                return self._solved[word]
        return ()

    def _solve(self, word: str) -> tuple[str, ...]:
        slots, parts = _STRANGE.findall(word), _STRANGE.split(word)
        if len(slots) > _MOST_SLOTS or len(word) > LONGEST_WORD or not any(parts):
            return ()
        lies = any(slot != UNKNOWN for slot in slots)
        if lies and (self._vocabulary.zipf(word) or len(word) - len(slots) < _LEAST_LETTERS):
            return ()
        readings = sorted(self._readings(parts, lies))
        if not readings or (len(readings) > 1 and readings[-1][0] - readings[-2][0] < _MARGIN):
            return ()
        chosen = readings[-1][1]
        return tuple(form.upper() for form in chosen) if _in_capitals(parts) else chosen

    def _readings(
        self, parts: Sequence[str], lies: bool
    ) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Words of the list that the parts may make, with the logarithm of their likelihood."""
        forms = FORMS if len(parts) - 1 <= _FEW_SLOTS else self._usual_forms()
        total = sum(self._seen.values()) + len(FORMS)
        options = [
            [form for form in forms if _fits(form, before, after)]
            for before, after in pairwise(parts)
        ]
        for chosen in product(*options):
            zipf = self._vocabulary.zipf(_filled(parts, chosen))
            if zipf > (_LEAST_FOR_LETTER if lies else 0):
                yield zipf + sum(log10((self._seen[form] + 1) / total) for form in chosen), chosen

    def _usual_forms(self) -> tuple[str, ...]:
        return tuple(form for form, _ in self._seen.most_common(_USUAL_FORMS)) or FORMS[:1]


def _filled(parts: Sequence[str], chosen: tuple[str, ...]) -> str:
    return "".join(part + form for part, form in zip(parts, (*chosen, ""), strict=True))


def _fits(form: str, before: str, after: str) -> bool:
    """Whether a form may stand between these letters."""
    if form == "Th":
        return not before
    return form != "’" or (bool(before) and after.lower() in _AFTER_APOSTROPHE)


def _in_capitals(parts: Sequence[str]) -> bool:
    letters = "".join(parts)
    return len(letters) > 1 and letters.isupper()
