"""Passages of whole sentences that fit the embedding model's window."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.sentences import sentence_ranges
from corpus.types import Document
from index.types import Passage, passage_id

TokenCounts = Callable[[list[str]], list[int]]
"""Word pieces of each text, special tokens left out."""

_HEADING = re.compile(r"(?:[A-Z0-9IVX][\w.]*\s)?[A-Z“\"‘(].{2,118}[^.,;:!?]\??")
_CLAUSE = re.compile(r"(?<=[;:,])\s|\s(?=[•–—-]\s)|\s")


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


def context_line(document: Document, section: str) -> str:
    """The line put before a passage when it is embedded: who speaks, in what, under what."""
    parts = [document.commenter, document.title, section]
    return " — ".join(dict.fromkeys(part for part in parts if part))


def make_passages(
    document: Document, count_tokens: TokenCounts, rules: PassageRules
) -> list[Passage]:
    """Cut a document into passages, in order.

    Every sentence is in at least one passage; a passage ends before a new section where it has
    reached half its length. With its context line no passage exceeds the window.
    """
    units = _units(document, count_tokens, rules)
    passages = []
    first = 0
    while first < len(units):
        last = _fill(units, first, rules)
        passages.append(_passage(document, units[first], units[last - 1]))
        if last >= len(units):
            break
        first = max(first + 1, last - _overlap(units, first, last, rules))
    return passages


def _fill(units: Sequence[_Unit], first: int, rules: PassageRules) -> int:
    """Index after the last unit of the passage that begins with unit `first`."""
    used, last = 0, first
    while last < len(units) and (last == first or used + units[last].tokens <= rules.target_tokens):
        new_section = last > first and units[last].section != units[last - 1].section
        if new_section and used >= rules.target_tokens // 2:
            break
        used += units[last].tokens
        last += 1
    return last


def _overlap(units: Sequence[_Unit], first: int, last: int, rules: PassageRules) -> int:
    """Units to repeat: none into a new section, and never more than a third of the passage."""
    if units[last].section != units[last - 1].section:
        return 0
    repeated = units[max(first + 1, last - rules.overlap_sentences) : last]
    fits = sum(unit.tokens for unit in repeated) <= rules.target_tokens // 3
    return len(repeated) if fits else 0


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


def _units(document: Document, count_tokens: TokenCounts, rules: PassageRules) -> list[_Unit]:
    breaks = frozenset(start - 1 for start in document.page_starts[1:])
    ranges = sentence_ranges(document.text, breaks)
    counts = count_tokens([document.text[start:end] for start, end in ranges])
    units: list[_Unit] = []
    section = ""
    for (start, end), tokens in zip(ranges, counts, strict=True):
        if is_heading(document.text, start, end):
            section = document.text[start:end]
        pieces = [(start, end, tokens)]
        if tokens > rules.target_tokens:
            pieces = _split_long(document.text, start, end, count_tokens, rules)
        units += [_Unit(left, right, count, section) for left, right, count in pieces]
    return units


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether the sentence at [start, end) is a paragraph of its own that reads as a heading."""
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    if not alone or not _HEADING.fullmatch(text[start:end]):
        return False
    words = text[start:end].split()
    return 1 < len(words) <= 16 and not text[start:end].lower().startswith(("http", "www"))


def _split_long(
    text: str, start: int, end: int, count_tokens: TokenCounts, rules: PassageRules
) -> list[tuple[int, int, int]]:
    """Cut a sentence longer than a passage at spaces, into pieces that fit."""
    cuts = [start, *(m.end() for m in _CLAUSE.finditer(text, start, end)), end]
    counts = count_tokens([text[a:b] for a, b in pairwise(cuts)])
    pieces, left, used = [], start, 0
    for position, tokens in zip(cuts, counts, strict=False):
        if used and used + tokens > rules.target_tokens:
            pieces.append((left, _rstrip(text, left, position), used))
            left, used = position, 0
        used += tokens
    pieces.append((left, end, used))
    return pieces


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
