"""Which documents the caller's filters leave."""

from collections.abc import Sequence

import numpy as np

from corpus.errors import UnknownDocument
from index.store import Snapshot
from index.types import BoolArray
from rag.types import Filters
from rag.understanding.names import NameIndex


def document_mask(snapshot: Snapshot, filters: Filters) -> BoolArray:
    """Which documents the filters leave, shape (n_documents,).

    Raises:
        UnknownDocument: a filter names a document or commenter that is not in the index.
    """
    for doc_id in filters.doc_ids:
        snapshot.document(doc_id)
    wanted = set(filters.doc_ids)
    commenters = _by_commenter(snapshot, filters.commenters)
    return np.array(
        [
            (not wanted or document.doc_id in wanted)
            and (not filters.commenters or document.doc_id in commenters)
            and (filters.kind is None or document.kind == filters.kind)
            for document in snapshot.documents
        ],
        dtype=np.bool_,
    )


def _by_commenter(snapshot: Snapshot, commenters: Sequence[str]) -> set[str]:
    if not commenters:
        return set()
    names = NameIndex((d.doc_id, d.names) for d in snapshot.documents)
    folded = {d.doc_id: {name.casefold() for name in d.names} for d in snapshot.documents}
    found: set[str] = set()
    for commenter in commenters:
        exact = {doc_id for doc_id, own in folded.items() if commenter.casefold() in own}
        matches = exact or set(names.find(commenter))
        if not matches:
            raise UnknownDocument(f"No document in the index is by {commenter!r}.")
        found |= matches
    return found
