"""An agency's request for comment, taken apart: what it explains, how to answer, what it asks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from corpus.content import Block
from corpus.notice.questions import Question, find_questions
from corpus.types import Document

PartName = Literal["summary", "background", "definitions", "instructions"]

_TITLES: tuple[tuple[PartName, re.Pattern[str]], ...] = (
    ("summary", re.compile(r"(?:executive )?summary\b|what this notice is", re.I)),
    ("definitions", re.compile(r"[^:]*\b(?:definitions?|defined terms|terminology)\b", re.I)),
    (
        "instructions",
        re.compile(
            r"[^:]*\b(?:instructions?|how to (?:comment|respond|submit)|submission of comments"
            r"|submitting comments|guidance for (?:commenters|submitters))\b",
            re.I,
        ),
    ),
    ("background", re.compile(r"[^:]*\b(?:background|introduction)\b", re.I)),
)
"""In this order: what is headed "Background and definitions" defines."""
_SUPPLEMENTARY = re.compile(r"SUPPLEMENTARY INFORMATION\b")
"""Below it stands all that a notice in the Federal Register has to say; above, how to reach whom
(Document Drafting Handbook, Office of the Federal Register, section on notices)."""
_RUN_IN = re.compile(r"[A-Z][A-Z ]{3,40}:\s+\S")
"""A title at the head of its paragraph: "DATES: ..."."""
_CLOSING = re.compile(r"Dated:|Authority:|\[FR Doc|BILLING CODE|Signed\b")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a notice, text[start:end], without its heading."""

    name: PartName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Request:
    """An agency's notice that asks for comments.

    Attributes:
        parts: in the order of the text, apart from each other; not every notice has each, and
            one may come in several.
        questions: the numbered ones, in order.
        exact: whether the text is the agency's own. A digest retells it: text pasted from the
            notice cannot be recognised by it.
    """

    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    exact: bool


def parse_request(document: Document) -> Request:
    """Take a notice apart.

    Args:
        document: of kind "rfc"; others have neither parts nor questions.
    """
    questions = tuple(find_questions(document))
    parts = tuple(_parts(document, questions)) if document.kind == "rfc" else ()
    return Request(parts, questions, exact=document.origin != "digest")


def _parts(document: Document, questions: Sequence[Question]) -> Iterator[Part]:
    first, last = (questions[0].start, questions[-1].end) if questions else (0, 0)
    reader = _Reader(document.text)
    names = [
        (reader.part_of(block, asked=first <= block.start < last), block)
        for block in document.blocks
        if block.kind != "note"
    ]
    for name, group in groupby(names, key=lambda pair: pair[0]):
        blocks = [block for _, block in group]
        if name is not None:
            yield Part(name, blocks[0].start, blocks[-1].end)


class _Reader:
    """Reads a notice's blocks in order and says which part each belongs to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._part: PartName | None = None
        self._depth = 0
        self._otherwise: PartName | None = None

    def part_of(self, block: Block, *, asked: bool) -> PartName | None:
        """The part that a block belongs to; none for headings, questions and closing matter."""
        text = self._text[block.start : block.end]
        if asked or _CLOSING.match(text):
            self._part = self._otherwise = None
            return None
        run_in = bool(_RUN_IN.match(text))
        if block.kind != "heading" and not run_in and not _may_be_title(text):
            return self._part
        name = _named(text)
        if _SUPPLEMENTARY.match(text):
            name = self._otherwise = "background"
        if name is not None:
            self._part, self._depth = name, len(block.section)
        elif run_in or (block.kind == "heading" and len(block.section) <= self._depth):
            self._part = self._otherwise
        elif block.kind != "heading":
            return self._part
        return self._part if run_in else None


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text[-1:] not in ".?!;,"


def _named(text: str) -> PartName | None:
    """The part that a title names, or None."""
    title = text[:_LONGEST_TITLE]
    return next((name for name, pattern in _TITLES if pattern.match(title)), None)
