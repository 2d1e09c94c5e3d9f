"""One version on disk: what was written comes back, and what is damaged is refused."""

import gc
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from made_version import PAGES, documents, fill, passages_of

from corpus.errors import UnknownDocument
from index.errors import IndexStale
from index.store import (
    FORMAT,
    Snapshot,
    check_files,
    read_manifest,
    write_database,
    write_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder)
    return folder


def test_documents_come_back(folder: Path) -> None:
    snapshot = Snapshot(folder)
    for made, record in zip(documents(), snapshot.documents, strict=True):
        for field in ("doc_id", "title", "commenter", "kind", "origin", "url", "sha256"):
            assert getattr(record, field) == getattr(made, field)
        assert record.path == str(made.path)
        assert record.pages == len(made.pages)
        assert record.page_starts == made.page_starts
        assert record.unreadable_pages == made.unreadable_pages
        assert record.aliases == (made.doc_id.upper(), "Frïends")
        assert snapshot.document(made.doc_id) == record


def test_texts_come_back_and_offsets_fit(folder: Path) -> None:
    snapshot = Snapshot(folder)
    for made in documents():
        assert snapshot.text(made.doc_id) == made.text
        assert [snapshot.page(made.doc_id, page.number) for page in made.pages] == [
            page.text for page in made.pages
        ]
    for passage in snapshot.passages(range(snapshot.manifest.passages)):
        assert snapshot.text(passage.doc_id)[passage.start : passage.end] == passage.text


def test_passages_come_back_in_the_order_asked_for(folder: Path) -> None:
    snapshot, made = Snapshot(folder), passages_of(documents())
    assert snapshot.passages(range(len(made))) == made
    assert snapshot.passages([1, 0, 1]) == [made[1], made[0], made[1]]
    assert snapshot.passages([]) == []


def test_rows_know_their_document(folder: Path) -> None:
    snapshot = Snapshot(folder)
    ids = [snapshot.documents[ordinal].doc_id for ordinal in snapshot.document_of_row]
    assert ids == [passage.doc_id for passage in passages_of(documents())]


def test_searches_give_rows(folder: Path) -> None:
    snapshot = Snapshot(folder)
    [(row, _), *_] = snapshot.sparse.search("swim", 3, None)
    assert snapshot.passages([row])[0].doc_id == "seal"
    assert len(snapshot.dense) == snapshot.manifest.passages


def test_questions_are_found_by_their_sections(tmp_path: Path) -> None:
    made = passages_of(documents())
    sections = {"kite": "Question 1a", "seal": "Question 2"}
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder)
    (folder / "docket.sqlite").unlink()
    numbered = [replace(passage, section=sections[passage.doc_id]) for passage in made]
    notice, comment = documents()
    write_database(folder, [(replace(notice, kind="rfc"), ()), (comment, ())], numbered)
    write_manifest(folder, replace(read_manifest(folder), files={}))
    rows = [row for row, passage in enumerate(made) if passage.doc_id == "kite"]
    assert Snapshot(folder).question_rows == {"1a": tuple(rows)}  # a comment's headings are none


@pytest.mark.parametrize(("doc_id", "number"), [("whale", 1), ("kite", 0), ("kite", 4)])
def test_what_is_not_there_is_named(folder: Path, doc_id: str, number: int) -> None:
    with pytest.raises(UnknownDocument, match=doc_id):
        Snapshot(folder).page(doc_id, number)


def test_text_of_an_unknown_document_is_an_error_not_empty(folder: Path) -> None:
    with pytest.raises(UnknownDocument, match="whale"):
        Snapshot(folder).text("whale")


def test_many_threads_read_the_same(folder: Path) -> None:
    snapshot = Snapshot(folder)
    expected = (snapshot.text("kite"), snapshot.passages([0, 1]), snapshot.page("seal", 2))

    def read(_: int) -> object:
        return (snapshot.text("kite"), snapshot.passages([0, 1]), snapshot.page("seal", 2))

    with ThreadPoolExecutor(8) as pool:
        assert all(found == expected for found in pool.map(read, range(200)))


def test_a_version_in_use_outlives_its_folder(folder: Path) -> None:
    snapshot = Snapshot(folder)
    shutil.rmtree(folder)
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: snapshot.text("kite"), range(8)))
    assert set(texts) == {"\n".join(PAGES["kite"])}
    assert snapshot.sparse.search("swim", 1, None)


def test_nothing_is_left_open(folder: Path) -> None:
    snapshot = Snapshot(folder)
    assert snapshot.text("kite")
    del snapshot
    gc.collect()
    shutil.rmtree(folder)


def test_reading_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    snapshot = Snapshot(folder)
    snapshot.passages([0])
    assert snapshot.question_rows == {}
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert after == before


def files_of(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_each_missing_or_damaged_file_is_refused_with_the_command(
    folder: Path, tmp_path: Path
) -> None:
    assert len(files_of(folder)) >= 6
    for name in files_of(folder):
        for way in ("gone", "empty", "truncated", "flipped"):
            broken = tmp_path / "broken"
            shutil.copytree(folder, broken)
            path = broken / name
            data = bytearray(path.read_bytes())
            if way == "gone":
                path.unlink()
            elif way == "empty":
                path.write_bytes(b"")
            elif way == "truncated":
                path.write_bytes(data[: len(data) // 2])
            elif name == "manifest.json":
                path.write_bytes(data.replace(b'"format"', b'"fromat"'))
            else:
                data[len(data) // 2] ^= 1
                path.write_bytes(data)
            with pytest.raises(IndexStale, match="broken") as caught:
                Snapshot(broken)
            assert "askdocket index build" in caught.value.hint, (name, way)
            shutil.rmtree(broken)


def test_parts_of_different_size_are_refused(folder: Path) -> None:
    manifest = read_manifest(folder)
    write_manifest(folder, replace(manifest, passages=manifest.passages + 1))
    with pytest.raises(IndexStale, match="differ in size"):
        Snapshot(folder)


@pytest.mark.parametrize("format_", [FORMAT - 1, FORMAT + 1, str(FORMAT), None])
def test_another_format_is_refused(folder: Path, format_: object) -> None:
    raw = json.loads((folder / "manifest.json").read_text())
    raw["format"] = format_
    (folder / "manifest.json").write_text(json.dumps(raw))
    with pytest.raises(IndexStale, match=f"format {format_}, not {FORMAT}"):
        read_manifest(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"format": 1}', "null"])
def test_a_damaged_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(IndexStale, match="v1"):
        read_manifest(folder)


def test_the_manifest_comes_back(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.version == "v1"
    assert manifest.failed == {"broken.pdf": "broken.pdf: the file is broken."}
    assert sorted(manifest.files) == [name for name in files_of(folder) if name != "manifest.json"]
    check_files(folder, manifest)
