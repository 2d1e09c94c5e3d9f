"""Where to search for an answer: in whose documents, on which pages, and whose come first."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from index.store import Snapshot
from index.types import BoolArray, FloatArray
from rag.understanding import Understood

_MENTIONED = 0.06
"""Added for a commenter whom the question mentions and may ask. Word pieces score 0.4 to 0.8, and
passages on the same subject differ by some 0.05; from 0.03 to 0.15 the figures stay the same."""
_NOTICE = 0.05
"""The same for the notice, where the question speaks of the agency."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of passages searched in its own right.

    Attributes:
        rows: shape (n_passages,), which passages it holds.
        favour: float32, shape (n_passages,): added to a passage's score.
    """

    rows: BoolArray
    favour: FloatArray


def scopes_of(snapshot: Snapshot, understood: Understood, given: BoolArray) -> list[Scope]:
    """The sets of passages to search, at least one: one for each commenter asked, or all.

    Args:
        snapshot: index version to search.
        understood: the question.
        given: shape (n_documents,): documents that the caller's filters leave.
    """
    documents = _Documents(snapshot)
    if understood.filed_ids is not None and not understood.doc_ids:
        filed = given & documents.of_ids(understood.filed_ids)
        given = filed if filed.any() else given
    asked = [documents.of_ids((doc_id,)) & given for doc_id in understood.doc_ids]
    favour = _favour(documents, understood)
    scopes = [mask for mask in asked if mask.any()] or _of_kinds(documents, understood, given)
    return [_scope(snapshot, mask, favour, understood.pages) for mask in scopes]


class _Documents:
    """Masks over the documents of an index version."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._documents = snapshot.documents

    def of_ids(self, doc_ids: Collection[str]) -> BoolArray:
        return np.array([d.doc_id in doc_ids for d in self._documents], np.bool_)

    def of_kind(self, kind: str) -> BoolArray:
        return np.array([d.kind == kind for d in self._documents], np.bool_)


def _of_kinds(documents: _Documents, understood: Understood, given: BoolArray) -> list[BoolArray]:
    """The notice alone, the comments alone, or both."""
    notice, comments = (documents.of_kind(kind) & given for kind in ("rfc", "comment"))
    if understood.about_commenters and comments.any():
        return [comments]
    if understood.about_notice and notice.any():
        return [notice]
    return [given, notice] if understood.defines and notice.any() else [given]


def _favour(documents: _Documents, understood: Understood) -> FloatArray:
    """What is added to the scores of each document's passages, shape (n_documents,)."""
    may_ask = not understood.asks_openly
    mentioned = _MENTIONED * may_ask * documents.of_ids(understood.mentioned)
    notice = _NOTICE * understood.leans_to_notice * documents.of_kind("rfc")
    return (mentioned + notice).astype(np.float32)


def _scope(
    snapshot: Snapshot, mask: BoolArray, favour: FloatArray, pages: Collection[int]
) -> Scope:
    rows = mask[snapshot.document_of_row] & ~snapshot.is_pasted
    if pages:
        on_pages = rows & snapshot.on_pages(pages)
        rows = on_pages if on_pages.any() else rows
    return Scope(rows, favour[snapshot.document_of_row])
