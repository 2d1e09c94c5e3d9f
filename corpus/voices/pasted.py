"""The agency's own words in a comment: its questions and explanations, pasted or quoted.

A comment's sentence is the agency's where it holds nearly all of a sentence of the notice, or
nearly nothing but the notice's words. What a commenter's own sentence borrows is the agency's
only between quotation marks. A phrase that the notice repeats proves nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.content import Block
from corpus.voices.labels import without_label
from corpus.voices.letters import Letters, letters_of
from corpus.voices.pieces import Piece, pieces_of
from corpus.voices.wording import Notice

_WHOLE_RATIO = 0.9
_MOSTLY_RATIO = 0.8
"""Of a sentence's letters. In the comments of NTIA-2023-0009 pasted questions, some shortened, hold
0.87 and more of the notice's; the commenters' own sentences in the notice's words up to 0.84, but
for one that answers a question in its words (0.97) and does not ask."""
_ADJOINING_RATIO = 0.6
"""For what is too short to be told by itself ("If so, why?") and adjoins a sentence pasted."""
_LEAST_WORDS = 6
_LEAST_WORDS_OF_PART = 8
_LEAST_TELLING_WORDS = 4
_MOST_WORDS_ADDED = 3
"""Before or behind the agency's words, in a sentence that is the agency's."""
_OPENING = "“‘\"'(["
_ENDING = re.compile(r"[?!.,;:”’\"')\]]*")
_BETWEEN = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Paste:
    """Words of the agency: text[start:end], inside one block.

    Attributes:
        block: the block's place among the document's.
        question: number of the question that is asked here, or empty.
    """

    start: int
    end: int
    block: int
    question: str


def find_pastes(text: str, blocks: Sequence[Block], notice: Notice) -> list[Paste]:
    """The agency's own words in a comment, in order, apart from each other.

    Args:
        text: the comment's text.
        blocks: of the comment, in its order.
        notice: what the agency says.
    """
    letters = letters_of(text)
    sentences, quotations = pieces_of(text, blocks, letters, notice)
    judge = _Judge(text, letters, notice)
    quoted = [piece for piece in quotations if judge.is_quoted(piece)]
    own = [piece for piece in sentences if judge.is_pasted(piece, quoted)]
    known = {(piece.block, number) for piece in own for number in piece.matches}
    own += [piece for piece in sentences if judge.adjoins(piece, known)]
    own += quoted
    found = [Paste(*judge.range_of(piece), piece.block, judge.question_of(piece)) for piece in own]
    return list(_with_labels(text, blocks, _merged(text, found)))


class _Judge:
    """Tells the agency's words from the commenter's."""

    def __init__(self, text: str, letters: Letters, notice: Notice) -> None:
        self._text = text
        self._letters = letters
        self._notice = notice

    def is_pasted(self, piece: Piece, quoted: Sequence[Piece]) -> bool:
        """Whether a sentence is one of the notice, or a part of one.

        Where the commenter's own sentence quotes the agency, the quotation marks tell how far.
        """
        if piece.shared_ratio < _MOSTLY_RATIO and any(
            piece.start <= quotation.start < piece.end for quotation in quoted
        ):
            return False
        place, count = piece.nearest
        sentence = self._notice.sentences[place]
        if sentence.asks and not self._asks(piece, place):
            return False
        held = count / (sentence.end - sentence.start)
        whole = held >= _WHOLE_RATIO or (
            held >= _MOSTLY_RATIO and piece.shared_ratio >= _MOSTLY_RATIO
        )
        if whole and sentence.words >= _LEAST_WORDS and (sentence.asks or self._tells(piece)):
            return True
        part = piece.shared_ratio >= _WHOLE_RATIO and piece.words >= _LEAST_WORDS_OF_PART
        return part and self._tells(piece)

    def is_quoted(self, piece: Piece) -> bool:
        """Whether what stands between quotation marks is from the notice."""
        place, count = piece.nearest
        sentence = self._notice.sentences[place]
        whole = sentence.asks and count >= _MOSTLY_RATIO * (sentence.end - sentence.start)
        return (
            piece.words >= _LEAST_WORDS
            and piece.shared_ratio >= _MOSTLY_RATIO
            and (whole or self._tells(piece))
        )

    def adjoins(self, piece: Piece, known: set[tuple[int, int]]) -> bool:
        """Whether a short sentence goes on with a match that is the agency's in that block."""
        return (
            piece.words < _LEAST_WORDS_OF_PART
            and piece.shared_ratio >= _ADJOINING_RATIO
            and any((piece.block, number) in known for number in piece.matches)
        )

    def question_of(self, piece: Piece) -> str:
        """Number of the question that a piece asks, or empty where it is but a part of one."""
        place, count = piece.nearest
        sentence = self._notice.sentences[place]
        whole = count >= _MOSTLY_RATIO * (sentence.end - sentence.start)
        part = piece.shared_ratio >= _WHOLE_RATIO and not piece.quoted
        return sentence.question if whole or part else ""

    def range_of(self, piece: Piece) -> tuple[int, int]:
        """The agency's words in a piece, as a range of the text."""
        if piece.quoted:
            return piece.start, piece.end
        letters = self._letters
        mostly = piece.shared_ratio >= _MOSTLY_RATIO
        place, _ = piece.nearest
        shared = piece.shared if mostly else piece.held[place]
        first, last = self._whole_words(shared[0][0], shared[-1][1], piece)
        start, end = int(letters.offsets[first]), int(letters.offsets[last - 1]) + 1
        before = without_label(self._text[piece.start : start])
        opening = len(before) - len(before.rstrip(_OPENING))
        if not before or (mostly and not opening and len(before.split()) <= _MOST_WORDS_ADDED):
            start = piece.start
        else:
            start -= opening
        behind = letters.words(last, piece.last)
        ending = _ENDING.match(self._text, end, piece.end)
        stop = ending.end() if ending else end
        # A short answer without a capital letter is taken for the end of the question.
        goes_on = mostly and behind <= _MOST_WORDS_ADDED and "?" not in self._text[end:stop]
        return start, piece.end if behind == 0 or goes_on else stop

    def _whole_words(self, first: int, last: int, piece: Piece) -> tuple[int, int]:
        """The letters [first, last) without the parts of words at either end."""
        starts = self._letters.starts
        while first < last - 1 and not starts[first]:
            first += 1
        while first < last - 1 and last < piece.last and not starts[last]:
            last -= 1
        return first, last

    def _asks(self, piece: Piece, place: int) -> bool:
        """Whether a sentence asks as that question does, and does not turn it into a statement."""
        return place in piece.opened or "?" in self._text[piece.start : piece.end + 1]

    def _tells(self, piece: Piece) -> bool:
        return piece.telling >= _LEAST_TELLING_WORDS


def _with_labels(text: str, blocks: Sequence[Block], pastes: Iterable[Paste]) -> Iterator[Paste]:
    """Pastes with the question's number, where nothing else stands before them."""
    last: Paste | None = None
    for paste in pastes:
        beside = last is not None and last.block == paste.block
        start = last.end if last is not None and beside else blocks[paste.block].start
        before = text[start : paste.start]
        start += len(before) - len(before.lstrip())
        if not without_label(before.lstrip()):
            paste = replace(paste, start=start)
        yield paste
        last = paste


def _merged(text: str, pastes: list[Paste]) -> list[Paste]:
    """Pastes in order; those that overlap, or ask the same without a word between, are one."""
    merged: list[Paste] = []
    for paste in sorted(pastes, key=lambda paste: (paste.start, -paste.end)):
        last = merged[-1] if merged else None
        if last is not None and last.block == paste.block and _belongs(text, last, paste):
            end = max(last.end, paste.end)
            merged[-1] = Paste(last.start, end, paste.block, paste.question or last.question)
        else:
            merged.append(paste)
    return merged


def _belongs(text: str, last: Paste, paste: Paste) -> bool:
    if paste.start < last.end:
        return True
    other = last.question and paste.question and last.question != paste.question
    return not other and bool(_BETWEEN.fullmatch(text, last.end, paste.start))
