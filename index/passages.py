"""Passages of whole sentences that fit the embedding model's window."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.questions import find_questions
from corpus.sentences import sentence_ranges
from corpus.types import Document
from index.types import Passage, passage_id

TokenCounts = Callable[[list[str]], list[int]]
"""Word pieces of each text, special tokens left out."""

_HEADING = re.compile(r"(?:[A-Z0-9IVX][\w.]*\s)?[A-Z“\"‘(].{2,118}[^.,;:!?]\??")
_SPACE = re.compile(r"\s")
_SPECIAL_TOKENS = 2
"""What the model puts around a text: [CLS] and [SEP]."""
_MOST_NAME_CHARS = 240
"""Of a title or commenter in a context line; a file may be imported under any title, and the
passage needs the room."""
QUESTION_SECTION = "Question "
"""Begins the section of a passage that is a numbered question of the notice: "Question 5b"."""


@dataclass(frozen=True, slots=True)
class PassageRules:
    """How long passages are.

    Attributes:
        window_tokens: word pieces the embedding model takes, special tokens included.
        target_tokens: word pieces of a passage's own text, at most.
        overlap_sentences: sentences at a passage's end that begin the next one too.
    """

    window_tokens: int = 256
    target_tokens: int = 200
    overlap_sentences: int = 1


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one too long for a passage."""

    start: int
    end: int
    tokens: int
    section: str
    numbered: bool  # part of a numbered question of the notice; a comment's heading is none


def context_line(document: Document, section: str) -> str:
    """The line put before a passage when it is embedded: who speaks, in what, under what."""
    speaker = "" if document.commenter in document.title else document.commenter
    parts = (_shortened(speaker), _shortened(document.title), section)
    return " — ".join(part for part in parts if part)


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_NAME_CHARS else name[: _MOST_NAME_CHARS - 1].rstrip() + "…"


def make_passages(
    document: Document, count_tokens: TokenCounts, rules: PassageRules
) -> list[Passage]:
    """Cut a document into passages, in order.

    Every sentence is in at least one passage; a passage ends before a new section where it has
    reached half its length, and each numbered question of a notice is a passage of its own. With
    its context line no passage exceeds the window.
    """
    cutter = _Cutter(document, count_tokens, rules)
    units = cutter.units()
    passages = []
    first = 0
    while first < len(units):
        last = cutter.fill(units, first)
        passages.append(_passage(document, units[first], units[last - 1]))
        if last >= len(units):
            break
        again = last - cutter.overlap(units, first, last)
        # An overlap after which nothing new fits would say the end of this passage twice.
        first = again if cutter.fill(units, again) > last else last
    return passages


class _Cutter:
    """Cuts one document: into units, then units into passages."""

    def __init__(self, document: Document, count_tokens: TokenCounts, rules: PassageRules) -> None:
        self._document = document
        self._count_tokens = count_tokens
        self._rules = rules
        self._rooms: dict[str, int] = {}

    def room(self, section: str) -> int:
        """Word pieces left for a passage's own text beside its context line."""
        if section not in self._rooms:
            [context] = self._count_tokens([context_line(self._document, section)])
            left = self._rules.window_tokens - _SPECIAL_TOKENS - context
            self._rooms[section] = max(1, min(self._rules.target_tokens, left))
        return self._rooms[section]

    def units(self) -> list[_Unit]:
        """Sentences with their sections; those too long for a passage in pieces."""
        text = self._document.text
        breaks = frozenset(start - 1 for start in self._document.page_starts[1:])
        ranges = sentence_ranges(text, breaks)
        counts = self._count_tokens([text[start:end] for start, end in ranges])
        questions = {q.start: q for q in find_questions(self._document)}
        units: list[_Unit] = []
        section, question_end, numbered = "", -1, False
        for (start, end), tokens in zip(ranges, counts, strict=True):
            if start in questions:
                section = f"{QUESTION_SECTION}{questions[start].number}"
                question_end, numbered = questions[start].end, True
            elif is_heading(text, start, end) and start >= question_end:
                section, numbered = text[start:end], False
            elif numbered and start >= question_end:
                section, numbered = "", False
            room = self.room(section)
            pieces = [(start, end, tokens)]
            if tokens > room:
                pieces = self._split_long(start, end, room)
            units += [_Unit(left, right, count, section, numbered) for left, right, count in pieces]
        return units

    def fill(self, units: Sequence[_Unit], first: int) -> int:
        """Index after the last unit of the passage that begins with unit `first`."""
        room, used, last = self.room(units[first].section), 0, first
        while last < len(units) and (last == first or used + units[last].tokens <= room):
            if last > first and self._must_end(units[last - 1], units[last], used >= room // 2):
                break
            used += units[last].tokens
            last += 1
        return last

    def overlap(self, units: Sequence[_Unit], first: int, last: int) -> int:
        """Units to repeat: none into a new section, and never more than a third of the passage."""
        if units[last].section != units[last - 1].section:
            return 0
        repeated = units[max(first + 1, last - self._rules.overlap_sentences) : last]
        fits = sum(unit.tokens for unit in repeated) <= self._rules.target_tokens // 3
        return len(repeated) if fits else 0

    @staticmethod
    def _must_end(before: _Unit, unit: _Unit, half_full: bool) -> bool:
        if unit.section == before.section:
            return False
        return before.numbered or unit.numbered or half_full

    def _split_long(self, start: int, end: int, room: int) -> list[tuple[int, int, int]]:
        """Cut a sentence longer than a passage at spaces, into pieces that fit."""
        text = self._document.text
        cuts = [start, *(match.end() for match in _SPACE.finditer(text, start, end)), end]
        counts = self._count_tokens([text[a:b] for a, b in pairwise(cuts)])
        words = [
            part
            for (a, b), tokens in zip(pairwise(cuts), counts, strict=True)
            for part in self._halve(a, b, tokens, room)
        ]
        pieces, left, used = [], start, 0
        for position, tokens in words:
            if used and used + tokens > room:
                pieces.append((left, _rstrip(text, left, position), used))
                left, used = position, 0
            used += tokens
        pieces.append((left, end, used))
        return pieces

    def _halve(self, start: int, end: int, tokens: int, room: int) -> Iterator[tuple[int, int]]:
        """Start and word pieces of a word, or of its parts where it is too long (an address)."""
        if tokens <= room or end - start < 2:
            yield start, tokens
            return
        middle = (start + end) // 2
        text = self._document.text
        left, right = self._count_tokens([text[start:middle], text[middle:end]])
        yield from self._halve(start, middle, left, room)
        yield from self._halve(middle, end, right, room)


def _passage(document: Document, first: _Unit, last: _Unit) -> Passage:
    start, end = first.start, last.end
    text = document.text[start:end]
    page_start, page_end = document.pages_of(start, end)
    return Passage(
        passage_id=passage_id(document.doc_id, start, end, text),
        doc_id=document.doc_id,
        start=start,
        end=end,
        text=text,
        section=first.section,
        page_start=page_start,
        page_end=page_end,
    )


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether the sentence at [start, end) is a paragraph of its own that reads as a heading."""
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    if not alone or not _HEADING.fullmatch(text[start:end]):
        return False
    words = text[start:end].split()
    return 1 < len(words) <= 16 and not text[start:end].lower().startswith(("http", "www"))


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
