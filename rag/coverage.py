"""What an answer is based on, and what it could not see."""

from corpus.library.manifest import Docket
from index.store import Snapshot
from rag.retrieval import document_mask
from rag.types import Coverage, Filters


def coverage(snapshot: Snapshot, docket: Docket, filters: Filters, cited: int) -> Coverage:
    """What a search with these filters looks at, and what it cannot see."""
    mask = document_mask(snapshot, filters)
    searched = [d for d, wanted in zip(snapshot.documents, mask, strict=True) if wanted]
    return Coverage(
        documents_searched=len(searched),
        documents_cited=cited,
        documents_indexed=len(snapshot.documents),
        comments_indexed=comments_at_hand(snapshot, docket),
        comments_in_docket=docket.comments_in_docket,
        digests_searched=sum(d.origin == "digest" for d in searched),
        unreadable_pages=tuple((d.doc_id, page) for d in searched for page in d.unreadable_pages),
        unreadable_reasons=tuple(
            dict.fromkeys(reason for d in searched for _, reason in d.unreadable)
        ),
        ocr_pages=tuple((d.doc_id, page) for d in searched for page in d.ocr_pages),
    )


def comments_at_hand(snapshot: Snapshot, docket: Docket) -> int:
    """Comments of the docket in the index; what a user imported beside them is not counted."""
    of_docket = {d.doc_id for d in docket.documents if d.kind == "comment"}
    of_docket |= {listed.doc_id for listed in docket.listed}
    return sum(d.doc_id in of_docket for d in snapshot.documents)
