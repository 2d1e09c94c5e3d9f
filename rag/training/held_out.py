"""Documents kept from training, to see what it is worth where it has not been."""

import hashlib

from index.store import Snapshot

_RATIO = 0.3


def held_out(snapshot: Snapshot) -> frozenset[str]:
    """Ids of three in ten documents, the notice never among them; the same in every run."""
    comments = [document.doc_id for document in snapshot.documents if document.kind != "rfc"]
    comments.sort(key=lambda doc_id: hashlib.sha256(doc_id.encode()).digest())
    return frozenset(comments[: round(_RATIO * len(comments))])
