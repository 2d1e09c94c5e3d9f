"""The sentences and quotations of a comment, and what the agency's notice has of each."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.content import Block
from corpus.sentences import sentence_ranges
from corpus.voices.letters import Letters
from corpus.voices.matching import Match, Run
from corpus.voices.quote_marks import quoted_ranges
from corpus.voices.wording import Notice

_LEAST_LETTERS = 24
"""Shared by a block with the notice, for a closer look: six short words."""


@dataclass(slots=True)
class Piece:
    """A sentence or a quotation, text[start:end], and what it shares with the notice.

    Attributes:
        block: place of its block among the document's.
        first: position of its first letter.
        last: position after its last letter.
        words: how many it has.
        quoted: whether it is what stands between quotation marks.
        shared: letters that the notice has too, ranges of positions in ascending order.
        matches: numbers of the matches that these belong to.
        held: which of them each sentence of the notice has.
        opened: sentences of the notice whose first letter is among them.
        telling: words among them that tell where they come from.
    """

    block: int
    start: int
    end: int
    first: int
    last: int
    words: int
    quoted: bool
    shared: list[tuple[int, int]] = field(default_factory=list)
    matches: set[int] = field(default_factory=set)
    held: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    telling: int = 0

    @property
    def shared_ratio(self) -> float:
        """Share of the piece's letters that the notice has, in [0, 1]."""
        return sum(end - start for start, end in self.shared) / (self.last - self.first)

    @property
    def nearest(self) -> tuple[int, int]:
        """Place of the notice's sentence that shares most letters, and how many it shares."""
        counts = {
            place: sum(end - start for start, end in ranges) for place, ranges in self.held.items()
        }
        place = max(counts, key=lambda place: (counts[place], -place))
        return place, counts[place]

    def add(self, number: int, run: Run, notice: Notice) -> None:
        """Take in what a run of that match shares with the piece."""
        start, end = max(run.left_start, self.first), min(run.left_end, self.last)
        self.shared.append((start, end))
        self.matches.add(number)
        shift = run.shift
        self.telling += int(np.count_nonzero(notice.telling[start + shift : end + shift]))
        for place in notice.sentences_in(start + shift, end + shift):
            sentence = notice.sentences[place]
            left, right = max(sentence.start, start + shift), min(sentence.end, end + shift)
            if left < right:
                self.held.setdefault(place, []).append((left - shift, right - shift))
                if left == sentence.start:
                    self.opened.add(place)


def pieces_of(
    text: str, blocks: Sequence[Block], letters: Letters, notice: Notice
) -> tuple[list[Piece], list[Piece]]:
    """The sentences and the quotations of a comment that share words with the notice.

    Args:
        text: the comment's text.
        blocks: of the comment, in its order.
        letters: of the text.
        notice: what the agency says.

    Returns:
        Sentences, then quotations, both by ascending start.
    """
    matches = notice.matcher.matches(letters)
    chosen = _sharing(blocks, letters, matches)
    sentences: list[Piece] = []
    quotations: list[Piece] = []
    for place in chosen:
        block = blocks[place]
        within = sentence_ranges(text[block.start : block.end])
        spans = [(block.start + start, block.start + end) for start, end in within]
        sentences += _placed(place, spans, letters, quoted=False)
        spans = [span for spans in quoted_ranges(text, [block]) for span in spans]
        quotations += _placed(place, spans, letters, quoted=True)
    for pieces in (sentences, quotations):
        _share(pieces, matches, notice)
    return (
        [piece for piece in sentences if piece.held],
        [piece for piece in quotations if piece.held],
    )


def _sharing(blocks: Sequence[Block], letters: Letters, matches: Iterable[Match]) -> list[int]:
    """Places of the blocks that share enough with the notice, ascending."""
    edges = np.searchsorted(letters.offsets, [block.start for block in blocks]).tolist()
    shared: Counter[int] = Counter()
    for match in matches:
        for run in match.runs:
            first = bisect_right(edges, run.left_start) - 1
            for place in range(first, bisect_left(edges, run.left_end)):
                end = edges[place + 1] if place + 1 < len(edges) else len(letters)
                shared[place] += min(end, run.left_end) - max(edges[place], run.left_start)
    return sorted(place for place, count in shared.items() if count >= _LEAST_LETTERS)


def _placed(
    place: int, spans: Iterable[tuple[int, int]], letters: Letters, *, quoted: bool
) -> Iterator[Piece]:
    for start, end in spans:
        first, last = letters.range_of(start, end)
        if first < last:
            yield Piece(place, start, end, first, last, letters.words(first, last), quoted)


def _share(pieces: Sequence[Piece], matches: Sequence[Match], notice: Notice) -> None:
    """Give each piece what it shares; pieces are apart from each other, in order."""
    for number, match in enumerate(matches):
        for run in match.runs:
            place = bisect_right(pieces, run.left_start, key=lambda piece: piece.last)
            while place < len(pieces) and pieces[place].first < run.left_end:
                pieces[place].add(number, run, notice)
                place += 1
