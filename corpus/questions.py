"""The numbered questions of an agency's notice: "5", "5b", "1d(i)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.types import Document

_TOP = re.compile(r"(\d{1,2})\.\s+\S")
_LETTER = re.compile(r"([a-z])\.\s+\S")
_ROMAN = re.compile(r"(i{1,3}|iv|vi{0,3}|ix|x)\.\s+\S")
_SPELT_OUT = re.compile(r"Question (\d{1,2}[a-z]?(?:\([ivx]+\))?)\.\s+\S")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_AFTER = re.compile(r"(?:Dated:|Authority:|\[FR Doc|BILLING CODE|Signed|Sincerely)")


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question: document text[start:end] is its wording, number included.

    `number` is as readers write it: "5", "5b", "1d(i)".
    """

    number: str
    start: int
    end: int


def find_questions(document: Document) -> list[Question]:
    """The numbered questions of a notice, or of its digest, in order.

    Numbers must run on from 1, letters from a, roman numbers from i: a list that does not is no
    list of questions. A question ends where the next begins or the notice closes. Documents of
    another kind have none.
    """
    if document.kind != "rfc":
        return []
    starts = list(_starts(document))
    closing = _closing(document.text, starts[-1][1]) if starts else 0
    ends = [*(start for _, start in starts[1:]), closing]
    return [
        Question(number, start, start + len(document.text[start:end].rstrip()))
        for (number, start), end in zip(starts, ends, strict=True)
    ]


def _closing(text: str, start: int) -> int:
    """Where the last question ends: at the end of its paragraph, or at closing matter."""
    match = re.compile(rf"\n(?={_AFTER.pattern})|\n(?![a-z])").search(text, start)
    return match.start() if match else len(text)


def _starts(document: Document) -> Iterator[tuple[str, int]]:
    """Number and offset of each line that begins a question."""
    counter = _Counter()
    position = 0
    for line in document.text.split("\n"):
        spelt_out = _SPELT_OUT.match(line)
        number = spelt_out.group(1) if spelt_out else counter.number_of(line)
        if number:
            yield number, position
        position += len(line) + 1


class _Counter:
    """Follows the numbering of a list of questions down to its third level."""

    def __init__(self) -> None:
        self._top = 0
        self._letters = 0
        self._romans = 0

    def number_of(self, line: str) -> str:
        """The number of the question that begins with this line, or an empty text."""
        top = _TOP.match(line)
        if top and int(top.group(1)) == self._top + 1:
            self._top, self._letters, self._romans = self._top + 1, 0, 0
            return str(self._top)
        letter, roman = _LETTER.match(line), _ROMAN.match(line)
        if self._top and letter and letter.group(1) == chr(ord("a") + self._letters):
            self._letters, self._romans = self._letters + 1, 0
            return f"{self._top}{letter.group(1)}"
        if self._letters and roman and roman.group(1) == _ROMANS[self._romans]:
            self._romans += 1
            return f"{self._top}{chr(ord('a') + self._letters - 1)}({roman.group(1)})"
        return ""
