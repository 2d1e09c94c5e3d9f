"""Coverage: every document and page counted once, whatever the filters."""

from dataclasses import replace

import pytest

from index.store import Snapshot
from rag.coverage import coverage
from rag.types import Filters
from tests.docket_maker import ARC, COMMENTS_IN_DOCKET, GUILD, Kites


def test_coverage_adds_up(kites: Kites) -> None:
    whole = coverage(kites.snapshot, kites.docket, Filters(), 2)
    assert (whole.documents_indexed, whole.documents_searched) == (8, 8)
    assert (whole.comments_indexed, whole.comments_in_docket) == (7, COMMENTS_IN_DOCKET)
    assert (whole.documents_cited, whole.digests_searched) == (2, 1)
    parts = [
        coverage(kites.snapshot, kites.docket, Filters(doc_ids=(d.doc_id,)), 0)
        for d in kites.snapshot.documents
    ]
    assert sum(part.documents_searched for part in parts) == whole.documents_searched
    assert sum(part.digests_searched for part in parts) == whole.digests_searched
    assert sum((part.unreadable_pages for part in parts), ()) == whole.unreadable_pages


def test_pages_that_cannot_be_read_are_named_with_the_reason(kites: Kites) -> None:
    whole = coverage(kites.snapshot, kites.docket, Filters(), 0)
    assert whole.unreadable_pages == ((ARC, 2),)
    assert whole.unreadable_reasons == ("a picture",)
    others = coverage(kites.snapshot, kites.docket, Filters(doc_ids=(GUILD,)), 0)
    assert (others.unreadable_pages, others.unreadable_reasons) == ((), ())


def test_pages_that_were_recognised_are_named_and_each_reason_stands_once(
    kites: Kites, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot: Snapshot = kites.snapshot
    scanned = tuple(
        replace(d, unreadable=((1, "a picture"), (3, "broken")), ocr_pages=(2,))
        for d in snapshot.documents[:2]
    )
    monkeypatch.setattr(snapshot, "documents", scanned)
    whole = coverage(snapshot, kites.docket, Filters(), 0)
    assert whole.ocr_pages == tuple((d.doc_id, 2) for d in scanned)
    assert len(whole.unreadable_pages) == 4
    assert whole.unreadable_reasons == ("a picture", "broken")
