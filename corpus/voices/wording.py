"""The wording of an agency's notice, prepared for recognising it in comments."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.content import Block
from corpus.notice.request import parse_request
from corpus.sentences import sentence_ranges
from corpus.types import Document
from corpus.voices.letters import Letters, letters_of
from corpus.voices.matching import Matcher
from corpus.voices.quote_marks import quoted_ranges

_NUMBERED = re.compile(r"(?:(?:Question|Q)\.?\s?)?\(?(?:\d{1,2}\w{0,2}|[a-z]|[ivx]{1,4})[.):]\s+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence of the notice: letters [start, end) of Notice.letters.

    A question's number is left out.

    Attributes:
        start: position of the first letter.
        end: position after the last letter.
        words: how many it has.
        asks: whether it ends with a question mark.
        question: number of the question that it belongs to, or empty.
    """

    start: int
    end: int
    words: int
    asks: bool
    question: str


class Notice:
    """What the agency says in its notice: what it explains and asks, not its name and address."""

    def __init__(self, document: Document) -> None:
        """Prepare a notice; one that has only a digest says nothing in its own words."""
        request = parse_request(document)
        numbered = [(q.start, q.end, q.number) for q in request.questions if request.exact]
        ranges = numbered + [(p.start, p.end, "") for p in request.parts if request.exact]
        text = _only(document.text, [(start, end) for start, end, _ in ranges])
        self.numbers = tuple(question.number for question in request.questions)
        self.letters: Letters = letters_of(text)
        self.matcher = Matcher(self.letters)
        self.telling = self._telling(document)
        self.sentences = [
            sentence
            for start, end, number in sorted(ranges)
            for sentence in self._wordings(text, start, end, number)
        ]
        self._starts = [sentence.start for sentence in self.sentences]

    def sentences_in(self, start: int, end: int) -> list[int]:
        """Places in `sentences` of those that the letters [start, end) touch."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return list(range(first, bisect_left(self._starts, end)))

    def _wordings(self, text: str, start: int, end: int, number: str) -> Iterator[Wording]:
        for left, right in sentence_ranges(text[start:end]):
            left, right = start + left, start + right
            if opening := _NUMBERED.match(text, left, right):
                left = opening.end()
            first, last = self.letters.range_of(left, right)
            if first < last:
                words = self.letters.words(first, last)
                yield Wording(first, last, words, "?" in text[right - 4 : right], number)

    def _telling(self, document: Document) -> npt.NDArray[np.bool_]:
        """Which letters begin a word that tells where a text comes from.

        Not those of a phrase that the notice uses more than once, which is a term of the matter
        that everybody uses; nor those that the notice itself quotes.
        """
        recurring = Matcher(letters_of(document.text)).recurring(self.letters)
        quoted = np.zeros(len(self.letters), dtype=np.bool_)
        blocks: tuple[Block, ...] = document.blocks
        for spans in quoted_ranges(document.text, blocks):
            for start, end in spans:
                first, last = self.letters.range_of(start, end)
                quoted[first:last] = True
        return self.letters.starts & ~recurring & ~quoted


def _only(text: str, ranges: list[tuple[int, int]]) -> str:
    """The text with all but the ranges blank, so that offsets stay."""
    blank = np.full(len(text), ord(" "), dtype="<u4")
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    for start, end in ranges:
        blank[start:end] = codes[start:end]
    return blank.tobytes().decode("utf-32-le", "surrogatepass")
