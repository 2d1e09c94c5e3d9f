"""The database of a version: documents, contents and passages come back as they were."""

from pathlib import Path

import numpy as np
import pytest

import index.database
from corpus.types import Document
from index.database import Database, PassageFacts, write_database
from tests.index.made_version import documents, passages_of
from tests.made_document import document


def written(folder: Path, made: list[Document]) -> Database:
    given = [(d, (d.doc_id.upper(), "Frïends")) for d in made]
    write_database(folder, given, passages_of(made))
    return Database(folder)


def test_documents_come_back(tmp_path: Path) -> None:
    database = written(tmp_path, documents())
    for made, record in zip(documents(), database.documents(), strict=True):
        for field in ("doc_id", "title", "commenter", "kind", "origin", "url", "sha256"):
            assert getattr(record, field) == getattr(made, field)
        assert record.path == str(made.path)
        assert record.pages == made.content.page_count
        assert record.page_spans == made.page_spans
        assert record.unreadable_pages == made.unreadable_pages
        assert record.unreadable == tuple(made.content.unreadable.items())
        assert record.ocr_pages == made.content.ocr_pages
        assert record.aliases == (made.doc_id.upper(), "Frïends")


def test_a_digest_has_no_unreadable_pages(tmp_path: Path) -> None:
    made = document(["We digest this.", ""], origin="digest")
    [record] = written(tmp_path, [made]).documents()
    assert (record.pages, record.unreadable) == (2, ())


def test_contents_come_back(tmp_path: Path) -> None:
    database = written(tmp_path, documents())
    for made in documents():
        content = database.content(made.doc_id)
        assert (content.text, content.blocks) == (made.text, made.blocks)
        assert np.array_equal(content.origins, made.content.origins)


def test_passages_come_back_in_the_order_asked_for(tmp_path: Path) -> None:
    database, made = written(tmp_path, documents()), passages_of(documents())
    assert database.passages(range(len(made))) == made
    assert database.passages([1, 0, 1]) == [made[1], made[0], made[1]]
    assert database.passages([]) == []
    assert database.rows() == [
        PassageFacts(p.doc_id, p.kind, p.question, p.pasted, len(p.text), p.page_start, p.page_end)
        for p in made
    ]


def test_contents_used_last_are_kept_others_unpacked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [document([f"Kite {name} flies."], doc_id=name) for name in "abc"]
    monkeypatch.setattr(index.database, "_KEPT_CHARS", 2 * len(made[0].text))
    database = written(tmp_path, made)
    a, b = database.content("a"), database.content("b")
    assert database.content("a") is a
    assert database.content("c").text == "Kite c flies."
    assert database.content("a") is a
    assert database.content("b") is not b
