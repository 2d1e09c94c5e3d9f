"""Where two texts say the same, whatever their case, spaces, hyphens and punctuation.

Only letters and digits are compared, so that a space lost or put into a word, a hyphen at a line's
end or another form of quotation mark changes nothing. Runs of _SHINGLE letters that both texts
hold (found by a rolling hash, as Karp and Rabin, "Efficient randomized pattern-matching
algorithms", 1987) are joined where a few letters differ between them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.voices.letters import Codes, Letters, Numbers

_SHINGLE = 16
"""Letters, a power of two; about three words. A wrong letter hides the words around it, not the
sentence."""
_MOST_PLACES = 6
"""Of a shingle in the right text, from which runs are begun: what recurs more often is a stock
phrase. Runs are continued through those."""
_MOST_REPEATS = 64
"""Of a shingle in the left text, likewise; it bounds the time that a repetitive text takes."""
_STEP = 64
"""Letters compared at a time where a run is continued."""
_LEAST_LETTERS = 24
"""Of a match; four or five words. Less is shared by any two texts on the same matter."""
_WIDEST_GAP = 24
"""Letters that may differ between two runs: one long word or a few short ones."""
_BASE = 0x9E3779B97F4A7C15
"""Odd, 64 bits; the hash is a polynomial in it modulo 2**64."""
_SIEVE_BITS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """The same letters in both texts: left[left_start:left_start + length] and right[...]."""

    left_start: int
    right_start: int
    length: int

    @property
    def shift(self) -> int:
        """From a letter's position in the left text to that in the right one."""
        return self.right_start - self.left_start

    @property
    def left_end(self) -> int:
        """Position after the last letter in the left text."""
        return self.left_start + self.length

    @property
    def right_end(self) -> int:
        """Position after the last letter in the right text."""
        return self.right_start + self.length


@dataclass(frozen=True, slots=True)
class Match:
    """Runs in the order of both texts, with at most a few letters between each two."""

    runs: tuple[Run, ...]

    @property
    def left_start(self) -> int:
        """Position of the first letter in the left text."""
        return self.runs[0].left_start

    @property
    def left_end(self) -> int:
        """Position after the last letter in the left text."""
        return self.runs[-1].left_end

    @property
    def length(self) -> int:
        """How many letters are the same."""
        return sum(run.length for run in self.runs)


class Matcher:
    """Finds what other texts share with one text."""

    def __init__(self, right: Letters) -> None:
        """Prepare the text that the others are compared with."""
        hashes = _hashes(right.codes)
        self._codes = right.codes
        self._order = np.argsort(hashes, kind="stable")
        self._sorted = hashes[self._order]
        self._seen = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
        self._seen[_sieve(hashes)] = True

    def matches(self, left: Letters) -> list[Match]:
        """What `left` shares with the text, by ascending place in `left`.

        Where several parts of the text fit the same letters, the longest match keeps them.
        """
        return _apart(_chained(self._runs(left)), len(left))

    def recurring(self, letters: Letters) -> npt.NDArray[np.bool_]:
        """Which letters belong to a shingle that the text holds at least twice, one a letter."""
        places, _, counts = self._places(letters)
        return _covered(len(letters), places[counts > 1])

    def _places(self, left: Letters) -> tuple[Numbers, Numbers, Numbers]:
        """Places of shared shingles in `left`, the first in `_sorted`, and how many there are."""
        hashes = _hashes(left.codes)
        # Few shingles are shared: a table of bits rules the others out without a search.
        places = np.flatnonzero(self._seen[_sieve(hashes)])
        first = np.searchsorted(self._sorted, hashes[places], side="left")
        counts = np.searchsorted(self._sorted, hashes[places], side="right") - first
        return places, first, counts

    def _runs(self, left: Letters) -> list[Run]:
        """Maximal runs of the same letters, by ascending place in `left`."""
        places, first, counts = self._places(left)
        _, which, repeats = np.unique(first, return_inverse=True, return_counts=True)
        told = (counts > 0) & (counts <= _MOST_PLACES) & (repeats[which] <= _MOST_REPEATS)
        places, first, counts = places[told], first[told], counts[told]
        if not len(places):
            return []
        lefts = np.repeat(places, counts)
        nth = np.arange(len(lefts)) - np.repeat(np.cumsum(counts) - counts, counts)
        rights = self._order[np.repeat(first, counts) + nth]
        order = np.lexsort((lefts, rights - lefts))
        lefts, rights = lefts[order], rights[order]
        breaks = np.flatnonzero((np.diff(lefts) != 1) | (np.diff(rights) != 1)) + 1
        begins = np.concatenate(([0], breaks))
        lengths = np.diff(np.concatenate((begins, [len(lefts)]))) + _SHINGLE - 1
        runs = map(Run, lefts[begins].tolist(), rights[begins].tolist(), lengths.tolist())
        return sorted(
            _continued(runs, left.codes, self._codes),
            key=lambda run: (run.left_start, run.right_start),
        )


def _continued(runs: Iterable[Run], left: Codes, right: Codes) -> Iterator[Run]:
    """Runs made as long as their texts agree; they come by diagonal, then by place."""
    last: Run | None = None
    for run in runs:
        if last is not None and run.shift == last.shift and run.left_end <= last.left_end:
            continue
        before = _agreeing(left[: run.left_start][::-1], right[: run.right_start][::-1])
        after = _agreeing(left[run.left_end :], right[run.right_end :])
        last = Run(run.left_start - before, run.right_start - before, before + run.length + after)
        yield last


def _agreeing(left: Codes, right: Codes) -> int:
    """How many letters are the same at the beginning of both."""
    length = min(len(left), len(right))
    for start in range(0, length, _STEP):
        end = min(start + _STEP, length)
        differing = np.flatnonzero(left[start:end] != right[start:end])
        if len(differing):
            return start + int(differing[0])
    return length


def _hashes(codes: Codes) -> Codes:
    """Hash of the shingle that begins at each letter but the last ones."""
    hashes, width, factor = codes, 1, _BASE
    while width < _SHINGLE:
        hashes = hashes[:-width] * np.uint64(factor) + hashes[width:]
        width, factor = 2 * width, factor**2 % 2**64
    return hashes


def _sieve(hashes: Codes) -> Codes:
    return hashes >> np.uint64(64 - _SIEVE_BITS)


def _covered(length: int, places: Numbers) -> npt.NDArray[np.bool_]:
    """Which of `length` letters belong to a shingle that begins at one of the places."""
    changes = np.zeros(length + 1, dtype=np.int64)
    changes[places] += 1
    changes[places + _SHINGLE] -= 1
    return np.cumsum(changes[:-1]) > 0


def _chained(runs: Iterable[Run]) -> list[Match]:
    """Runs joined where they follow each other closely in both texts."""
    finished: list[list[Run]] = []
    growing: list[list[Run]] = []
    for run in runs:
        open_ = [c for c in growing if run.left_start - c[-1].left_end <= _WIDEST_GAP]
        finished += [c for c in growing if run.left_start - c[-1].left_end > _WIDEST_GAP]
        growing = open_
        near = [(gap, c) for c in growing if (gap := _gap(c[-1], run)) is not None]
        if near:
            chain = min(near, key=lambda pair: pair[0])[1]
            _append(chain, run)
        else:
            growing.append([run])
    matches = (Match(tuple(chain)) for chain in finished + growing)
    return [match for match in matches if match.length >= _LEAST_LETTERS]


def _gap(before: Run, run: Run) -> int | None:
    """Letters between two runs in the text where they are farther apart; None: too many."""
    left, right = run.left_start - before.left_end, run.right_start - before.right_end
    # Runs may overlap by what their texts share at the seam, such as a word said twice.
    overlap = max(0, -left, -right)
    if overlap >= min(run.length, before.length) or max(left, right) > _WIDEST_GAP:
        return None
    return max(left, right) + overlap


def _append(chain: list[Run], run: Run) -> None:
    overlap = max(0, chain[-1].left_end - run.left_start, chain[-1].right_end - run.right_start)
    chain.append(_cut(run, overlap, run.length))


def _cut(run: Run, start: int, end: int) -> Run:
    return Run(run.left_start + start, run.right_start + start, end - start)


def _apart(matches: list[Match], length: int) -> list[Match]:
    """Matches without the letters that a longer one holds, by ascending place in the left text.

    Args:
        matches: in any order.
        length: letters of the left text.
    """
    free = np.ones(length, dtype=np.bool_)
    kept = []
    for match in sorted(matches, key=lambda match: (-match.length, match.left_start)):
        runs = [part for run in match.runs for part in _free_parts(run, free)]
        if runs:
            kept.append(Match(tuple(runs)))
            free[runs[0].left_start : runs[-1].left_end] = False
    return sorted(kept, key=lambda match: match.left_start)


def _free_parts(run: Run, free: npt.NDArray[np.bool_]) -> list[Run]:
    """The parts of a run whose letters are free in the left text, shreds left out."""
    edges = np.flatnonzero(np.diff(free[run.left_start : run.left_end], prepend=0, append=0))
    return [
        _cut(run, start, end)
        for start, end in edges.reshape(-1, 2).tolist()
        if end - start >= min(run.length, _SHINGLE)
    ]
