"""The words of the index side: DocumentRecord, Passage and Hit."""

import hashlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.types import Kind, Origin, PageSpan

FloatArray: TypeAlias = npt.NDArray[np.float32]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Int8Array: TypeAlias = npt.NDArray[np.int8]

Leg = Literal["dense", "sparse", "fused"]

PassageKind = Literal["body", "question", "notes", "references"]
"""question: a numbered question of the agency's notice. notes: foot- and endnotes. references:
entries of a bibliography."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the index keeps it.

    Attributes:
        aliases: other names of the commenter.
        path: the file it was read from.
        pages: how many the file has.
        page_spans: which page each part of the text stands on.
        unreadable: number and reason of every page whose text cannot be had, ascending.
        ocr_pages: pages that were read by optical character recognition.
    """

    doc_id: str
    title: str
    commenter: str
    aliases: tuple[str, ...]
    kind: Kind
    origin: Origin
    url: str
    sha256: str
    path: str
    pages: int
    page_spans: tuple[PageSpan, ...]
    unreadable: tuple[tuple[int, str], ...] = ()
    ocr_pages: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The commenter's name, then the other names people use."""
        return (self.commenter, *self.aliases)

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Numbers of the pages whose text cannot be had, ascending."""
        return tuple(page for page, _ in self.unreadable)


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document's text: document text[start:end] == text.

    page_start and page_end follow from the offsets; they are filled in by whoever makes the
    passage with `Document.pages_of`, and never carried along from anything else.

    Attributes:
        section: the headings it stands under, in one line; or what it is, such as "Footnotes".
        question: number of the agency's question that it asks or speaks to ("5b"), or empty.
        pasted: share of its characters that are the agency's words in a comment, in [0, 1].
    """

    passage_id: str
    doc_id: str
    start: int
    end: int
    text: str
    section: str
    page_start: int
    page_end: int
    question: str = ""
    kind: PassageKind = "body"
    pasted: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its score and rank (1-based) and the leg that ranked it so."""

    passage: Passage
    score: float
    rank: int
    leg: Leg


def passage_id(doc_id: str, start: int, end: int, text: str) -> str:
    """Stable id of a passage: the first 16 hex digits of a SHA-256 over what it is.

    Embedding again, or building elsewhere, changes no id.
    """
    return hashlib.sha256(f"{doc_id}\0{start}\0{end}\0{text}".encode()).hexdigest()[:16]
