"""The words of the index side: Passage and Hit."""

import hashlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float32]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

Leg = Literal["dense", "sparse", "fused", "reranked"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document's text: document text[start:end] == text.

    page_start and page_end follow from the offsets; they are filled in by whoever makes the
    passage with `Document.pages_of`, and never carried along from anything else.
    """

    passage_id: str
    doc_id: str
    start: int
    end: int
    text: str
    section: str
    page_start: int
    page_end: int


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
