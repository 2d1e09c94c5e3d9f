"""Passages of whole sentences that fit the embedding model's window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.content import spoken_ratio
from corpus.types import Document
from index.types import Passage, passage_id
from index.units import FOOTNOTES, QUESTION, Strand, TokenCounts, Unit, units_of

_SPECIAL_TOKENS = 2
"""What the model puts around a text: [CLS] and [SEP]."""
_MOST_NAME_CHARS = 240
"""Of a title or commenter in a context line; a file may be imported under any title, and the
passage needs the room."""


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


class Titled(Protocol):
    """Whatever has a title and a commenter: a document read, or its record in the index."""

    @property
    def title(self) -> str:
        """The document's."""
        ...

    @property
    def commenter(self) -> str:
        """Who speaks."""
        ...


def embedded_text(document: Titled, passage: Passage) -> str:
    """What the embedding model sees of a passage: its context line, then its text."""
    return f"{context_line(document, passage.section, passage.question)}\n{passage.text}"


def context_line(document: Titled, section: str, question: str = "") -> str:
    """The line put before a passage when it is embedded: who speaks, in what, under what.

    Args:
        document: the document.
        section: the passage's.
        question: number of the agency's question that the passage speaks to, or empty.
    """
    speaker = "" if document.commenter in document.title else document.commenter
    asked = f"{QUESTION}{question}" if question else ""
    if section.endswith(asked):
        asked = ""
    parts = (_shortened(speaker), _shortened(document.title), section, asked)
    return " — ".join(part for part in parts if part)


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_NAME_CHARS else name[: _MOST_NAME_CHARS - 1].rstrip() + "…"


def make_passages(
    document: Document, count_tokens: TokenCounts, rules: PassageRules
) -> list[Passage]:
    """Cut a document into passages, in order.

    Every sentence is in at least one passage, but for those of a table of contents. Body, notes
    and bibliography are never in one passage, nor are two numbered questions of a notice, or the
    answers to two of them. A heading goes with what follows it, a table stays together where it
    fits, and a passage ends before a new section where it has reached half its length. With its
    context line no passage exceeds the window.
    """
    cutter = _Cutter(document, count_tokens, rules)
    units = units_of(document, count_tokens, cutter.room)
    passages = []
    first = 0
    while first < len(units):
        last = cutter.fill(units, first)
        passages.append(_passage(document, units[first:last]))
        if last >= len(units):
            break
        again = last - cutter.overlap(units, first, last)
        # An overlap after which nothing new fits would say the end of this passage twice.
        first = again if cutter.fill(units, again) > last else last
    return passages


class _Cutter:
    """Decides where passages end."""

    def __init__(self, document: Document, count_tokens: TokenCounts, rules: PassageRules) -> None:
        self._document = document
        self._count_tokens = count_tokens
        self._rules = rules
        self._rooms: dict[str, int] = {}

    def room(self, strand: Strand, section: str) -> int:
        """Word pieces left for a passage's own text beside its context line."""
        line = context_line(self._document, section, strand.question)
        if line not in self._rooms:
            [context] = self._count_tokens([line])
            left = self._rules.window_tokens - _SPECIAL_TOKENS - context
            self._rooms[line] = max(1, min(self._rules.target_tokens, left))
        return self._rooms[line]

    def fill(self, units: Sequence[Unit], first: int) -> int:
        """Index after the last unit of the passage that begins with unit `first`."""
        room, used, last = self.room(units[first].strand, units[first].section), 0, first
        while last < len(units) and (last == first or used + units[last].tokens <= room):
            if last > first and _must_end(units[last - 1], units[last], used >= room // 2):
                break
            used += units[last].tokens
            last += 1
        return self._without_beginnings(units, first, last)

    def overlap(self, units: Sequence[Unit], first: int, last: int) -> int:
        """Units to repeat: none into a new section, no rows, never over a third of the passage."""
        before, after = units[last - 1], units[last]
        if (before.section, before.strand) != (after.section, after.strand) or before.table:
            return 0
        repeated = units[max(first + 1, last - self._rules.overlap_sentences) : last]
        fits = sum(unit.tokens for unit in repeated) <= self._rules.target_tokens // 3
        return len(repeated) if fits else 0

    def _without_beginnings(self, units: Sequence[Unit], first: int, last: int) -> int:
        """An earlier end where what the passage ends with belongs to what follows it."""
        if last == len(units) or units[last].strand != units[last - 1].strand:
            return last
        end = self._before_table(units, first, last)
        while end - 1 > first and units[end - 1].leads:
            end -= 1
        return last if units[end - 1].leads else end

    def _before_table(self, units: Sequence[Unit], first: int, last: int) -> int:
        """Where a table begins that the end at `last` would cut, though it fits a passage."""
        table = units[last].table
        if not table or units[last - 1].table != table:
            return last
        start = last
        while start > first and units[start - 1].table == table:
            start -= 1
        room, used, end = self.room(units[start].strand, units[start].section), 0, start
        while end < len(units) and units[end].table == table and used <= room:
            used += units[end].tokens
            end += 1
        return start if start > first and used <= room else last


def _must_end(before: Unit, unit: Unit, half_full: bool) -> bool:
    if unit.strand != before.strand:
        return True
    return half_full and unit.section != before.section


def _passage(document: Document, units: Sequence[Unit]) -> Passage:
    start, end = units[0].start, units[-1].end
    text = document.text[start:end]
    page_start, page_end = document.pages_of(start, end)
    return Passage(
        passage_id=passage_id(document.doc_id, start, end, text),
        doc_id=document.doc_id,
        start=start,
        end=end,
        text=text,
        section=_section(units),
        page_start=page_start,
        page_end=page_end,
        question=units[0].strand.question,
        kind=units[0].strand.kind,
        pasted=_pasted(document, start, end),
    )


def _pasted(document: Document, start: int, end: int) -> float:
    """Share of a comment's range that is the agency's text; the agency pastes nothing."""
    if document.kind == "rfc":
        return 0.0
    agency = [voice for voice in document.content.voices if voice.source == "agency"]
    return round(spoken_ratio(agency, start, end), 3)


def _section(units: Sequence[Unit]) -> str:
    """Where a passage's text stands: its first unit's section, or the notes that it holds."""
    section = units[0].section
    of_one_note = units[-1].section == section
    return section if units[0].strand.kind != "notes" or of_one_note else FOOTNOTES
