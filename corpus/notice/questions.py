"""The numbered questions of an agency's notice: "5", "5b", "1d(i)"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.content import Block
from corpus.types import Document

_TOP = re.compile(r"(?:(?:Question|Q)\.?\s?)?(\d{1,2})[.):]\s+\S", re.IGNORECASE)
_LETTER = re.compile(r"\(?([a-z])[.)]\s+\S")
_ROMAN = re.compile(r"\(?(i{1,3}|iv|vi{0,3}|ix|x)[.)]\s+\S")
_SPELT_OUT = re.compile(r"(?:Question|Q)\.?\s?(\d{1,2}[a-z](?:\([ivx]+\))?)[.):]\s+\S", re.I)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ASKED = frozenset(("heading", "item", "paragraph"))


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question: document text[start:end] is its wording, number included.

    `number` is as readers write it: "5", "5b", "1d(i)". Its pages are document.pages_of(start,
    end).
    """

    number: str
    start: int
    end: int


def find_questions(document: Document) -> list[Question]:
    """The numbered questions of a notice, or of its digest, in order.

    Numbers must run on from 1, letters from a, roman numbers from i. Of several such lists the
    one that asks most is taken. A question ends where the next begins, at a heading, or, the last
    one, with its block. Documents of another kind have none.
    """
    if document.kind != "rfc":
        return []
    blocks = [block for block in document.blocks if block.kind != "note"]
    lists = _lists(document.text, blocks)
    if not lists:
        return []
    found = max(lists, key=lambda starts: _asking(document.text, blocks, starts))
    after = [*(place for _, place in found[1:]), found[-1][1] + 1]
    return [
        Question(number, blocks[place].start, _end(blocks, place, stop))
        for (number, place), stop in zip(found, after, strict=True)
    ]


def _lists(text: str, blocks: Sequence[Block]) -> list[list[tuple[str, int]]]:
    """Runs of numbered blocks, each from its number 1 on: number and place of each block."""
    lists: list[list[tuple[str, int]]] = []
    counter = _Counter()
    for place, block in enumerate(blocks):
        if block.kind not in _ASKED:
            continue
        number = counter.number_of(text, block.start, block.end)
        if not number and _Counter().number_of(text, block.start, block.end) == "1":
            counter = _Counter()
            number = counter.number_of(text, block.start, block.end)
        if number == "1":
            lists.append([])
        if number:
            lists[-1].append((number, place))
    return lists


def _asking(
    text: str, blocks: Sequence[Block], starts: Sequence[tuple[str, int]]
) -> tuple[int, int]:
    """How many of a list's blocks hold a question mark, then how many there are."""
    marks = sum("?" in text[blocks[place].start : blocks[place].end] for _, place in starts)
    return marks, len(starts)


def _end(blocks: Sequence[Block], place: int, stop: int) -> int:
    """End of the question that begins with a block, before another block or a heading."""
    last = place
    while last + 1 < stop and blocks[last + 1].kind != "heading":
        last += 1
    return blocks[last].end


class _Counter:
    """Follows the numbering of a list of questions down to its third level."""

    def __init__(self) -> None:
        self._top = 0
        self._letters = 0
        self._romans = 0

    def number_of(self, text: str, start: int, end: int) -> str:
        """The number of the question that begins with text[start:end], or an empty text."""
        spelt_out = _SPELT_OUT.match(text, start, end)
        if spelt_out and self._top:
            return spelt_out.group(1)
        top = _TOP.match(text, start, end)
        if top and int(top.group(1)) == self._top + 1:
            self._top, self._letters, self._romans = self._top + 1, 0, 0
            return str(self._top)
        letter, roman = _LETTER.match(text, start, end), _ROMAN.match(text, start, end)
        if self._top and letter and letter.group(1) == chr(ord("a") + self._letters):
            self._letters, self._romans = self._letters + 1, 0
            return f"{self._top}{letter.group(1)}"
        if self._letters and roman and roman.group(1) == _ROMANS[self._romans]:
            self._romans += 1
            return f"{self._top}{chr(ord('a') + self._letters - 1)}({roman.group(1)})"
        return ""
