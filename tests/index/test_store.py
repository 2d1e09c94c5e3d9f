"""One version on disk: what was written comes back, and what is damaged is refused."""

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.content import Block, Voice
from corpus.errors import UnknownDocument
from index.errors import IndexStale
from index.interaction import TokenIndex
from index.manifest import read_manifest, write_manifest
from index.store import Snapshot
from tests.fakes import FakeEmbedder, plain_projection
from tests.index.made_version import documents, fill, passages_of
from tests.made_document import document, of_pieces, piece


@pytest.fixture
def in_pieces(tmp_path: Path) -> Path:
    """A version with word pieces."""
    folder = tmp_path / "in-pieces"
    folder.mkdir()
    fill(folder, projection=plain_projection())
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder)
    return folder


def test_texts_come_back_and_offsets_fit(folder: Path) -> None:
    snapshot = Snapshot(folder)
    for made in documents():
        assert snapshot.text(made.doc_id) == made.text
        assert [snapshot.page(made.doc_id, page.number) for page in made.pages] == [
            page.text for page in made.pages
        ]
    for passage in snapshot.passages(range(snapshot.manifest.passages)):
        assert snapshot.text(passage.doc_id)[passage.start : passage.end] == passage.text


def test_a_page_is_its_part_of_the_body_then_its_notes(folder: Path) -> None:
    snapshot = Snapshot(folder)
    assert [snapshot.page("kite", number) for number in range(1, 5)] == [
        "On Kites\nKites fly high.\nStrings hold them over the\nSee Strings 5.",
        "houses. Tails steady them.",
        "The last page.",
        "",
    ]


def test_a_page_knows_what_its_blocks_are(folder: Path) -> None:
    snapshot = Snapshot(folder)
    text = snapshot.text("kite")

    def shown(number: int) -> list[tuple[str, str]]:
        blocks = snapshot.page_blocks("kite", number)
        return [(block.kind, text[block.start : block.end].strip()) for block in blocks]

    assert shown(1) == [
        ("heading", "On Kites"),
        ("paragraph", "Kites fly high."),
        ("paragraph", "Strings hold them over the"),
        ("note", "See Strings 5."),
    ]
    assert shown(2) == [("paragraph", "houses. Tails steady them.")]
    assert shown(4) == []
    heading, kites, *_, note = snapshot.page_blocks("kite", 1)
    assert kites.section == heading.section == ("On Kites",)
    assert note == Block(note.start, len(text), "note", number="1")


def test_rows_know_their_document(folder: Path) -> None:
    snapshot = Snapshot(folder)
    ids = [snapshot.documents[ordinal].doc_id for ordinal in snapshot.document_of_row]
    assert ids == [passage.doc_id for passage in passages_of(documents())]


def test_notes_are_told_from_the_body(folder: Path) -> None:
    snapshot = Snapshot(folder)
    passages = snapshot.passages(range(snapshot.manifest.passages))
    assert snapshot.rows_of(reversed(passages)) == [*reversed(range(len(passages)))]
    aside = [p.text for p, is_aside in zip(passages, snapshot.is_aside, strict=True) if is_aside]
    assert aside == ["See Strings 5."]


def test_searches_give_rows(folder: Path) -> None:
    snapshot = Snapshot(folder)
    [(row, _), *_] = snapshot.sparse.search("swim", 3, None)
    assert snapshot.passages([row])[0].doc_id == "seal"
    assert len(snapshot.dense) == snapshot.manifest.passages


def test_only_the_notices_questions_are_found_by_number(tmp_path: Path) -> None:
    asked = of_pieces(
        [
            piece("Why kites?"),
            piece("a. How high?", question="1a"),
            piece("Say so in metres.", question="1a"),
            piece("2. Where?", question="2"),
        ]
    )
    notice = document(asked, doc_id="notice", kind="rfc")
    comment = document(asked, doc_id="comment")
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder, made=[comment, notice])
    snapshot = Snapshot(folder)
    questions = snapshot.question_rows
    assert questions.keys() == {"1a", "2"}
    [passage] = snapshot.passages(questions["1a"])
    assert (passage.doc_id, passage.text) == ("notice", "a. How high?\nSay so in metres.")


@pytest.mark.parametrize(("doc_id", "number"), [("whale", 1), ("kite", 0), ("kite", 5)])
def test_what_is_not_there_is_named(folder: Path, doc_id: str, number: int) -> None:
    for ask in (Snapshot(folder).page, Snapshot(folder).page_blocks):
        with pytest.raises(UnknownDocument, match=doc_id):
            ask(doc_id, number)


def test_content_of_an_unknown_document_is_an_error_not_empty(folder: Path) -> None:
    for ask in (Snapshot(folder).text, Snapshot(folder).content, Snapshot(folder).document):
        with pytest.raises(UnknownDocument, match="whale"):
            ask("whale")


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
    assert set(texts) == {documents()[0].text}
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


def test_without_a_projection_there_are_no_word_pieces(folder: Path) -> None:
    snapshot = Snapshot(folder)
    assert snapshot.manifest.projection == ""
    assert snapshot.tokens is None


def test_word_pieces_come_back_with_their_projection(in_pieces: Path) -> None:
    snapshot = Snapshot(in_pieces)
    assert snapshot.tokens is not None
    assert len(snapshot.tokens) == snapshot.manifest.passages
    assert snapshot.tokens.projection.fingerprint == snapshot.manifest.projection
    [states] = FakeEmbedder().encode(["swim"]).tokens
    scores = snapshot.tokens.scores(
        snapshot.tokens.projection.of_query(states), range(snapshot.manifest.passages)
    )
    [passage] = snapshot.passages([int(scores.argmax())])
    assert passage.doc_id == "seal"
    assert scores.max() == pytest.approx(1, abs=0.01)


def test_word_pieces_in_use_outlive_their_folder(in_pieces: Path) -> None:
    snapshot = Snapshot(in_pieces)
    assert snapshot.tokens is not None
    query = snapshot.tokens.projection.of_query(FakeEmbedder().encode(["swim"]).tokens[0])
    before = snapshot.tokens.scores(query, [0, 1])
    shutil.rmtree(in_pieces)
    assert np.array_equal(snapshot.tokens.scores(query, [0, 1]), before)


def test_facts_are_those_of_the_passages(folder: Path) -> None:
    snapshot = Snapshot(folder)
    for fact, passage in zip(snapshot.facts, passages_of(documents()), strict=True):
        assert fact.chars == len(passage.text)
        for name in fact.__dataclass_fields__.keys() - {"chars"}:
            assert getattr(fact, name) == getattr(passage, name)


def test_what_stands_on_some_pages(tmp_path: Path) -> None:
    """A long text over three pages and a short one, cut small."""
    text = [
        " ".join(f"Kite {n}{page} flies over the old mill." for n in range(60)) for page in "abc"
    ]
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder, made=[document(text, doc_id="long"), document(["One.", "Two."], doc_id="short")])
    snapshot = Snapshot(folder)
    passages = snapshot.passages(range(snapshot.manifest.passages))
    assert len(passages) > 4
    for wanted in ([1], [2], [3], [2, 3], [1, 3, 2], [4], []):
        found = snapshot.on_pages(wanted)
        assert found.dtype == np.bool_
        assert found.tolist() == [
            any(p.page_start <= page <= p.page_end for page in wanted) for p in passages
        ]
    assert not snapshot.on_pages([4]).any()
    assert snapshot.on_pages([1, 2, 3]).all()


@pytest.mark.parametrize(
    ("own", "is_pasted"),
    [
        ("They do not.", True),
        ("They fly because the wind holds them up, and because we like it so.", False),
    ],
)
def test_passages_that_only_repeat_the_agencys_words(
    tmp_path: Path, own: str, is_pasted: bool
) -> None:
    asked = "Why do kites fly, and why does anybody at all want them to fly as they do?"
    content = of_pieces([piece(asked), piece(own)], voices=(Voice(0, len(asked), "agency"),))
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder, made=[document(content, doc_id="comment"), *documents()])
    snapshot = Snapshot(folder)
    assert snapshot.facts[0].pasted == pytest.approx(len(asked) / len(f"{asked} {own}"), abs=0.01)
    assert snapshot.is_pasted.tolist() == [is_pasted, *[False] * (len(snapshot.facts) - 1)]


def files_of(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_each_missing_or_damaged_file_is_refused_with_the_command(
    in_pieces: Path, tmp_path: Path
) -> None:
    assert len(files_of(in_pieces)) >= 9
    for name in files_of(in_pieces):
        for way in ("gone", "empty", "truncated", "flipped"):
            broken = tmp_path / "broken"
            shutil.copytree(in_pieces, broken)
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


def replace_tokens(folder: Path, tokens: TokenIndex | None) -> None:
    """Put others there, as a faulty build would have, or none: the manifest says nothing of it."""
    shutil.rmtree(folder / "tokens")
    if tokens is not None:
        tokens.save(folder / "tokens")
    manifest = read_manifest(folder)
    files = {name: sha for name, sha in manifest.files.items() if not name.startswith("tokens/")}
    write_manifest(folder, replace(manifest, files=files))


def test_fewer_word_pieces_than_passages_are_refused(in_pieces: Path) -> None:
    projection = plain_projection()
    replace_tokens(in_pieces, TokenIndex.from_passages([np.ones((3, 256), np.int8)], projection))
    with pytest.raises(IndexStale, match="differ in size"):
        Snapshot(in_pieces)


def test_word_pieces_that_the_manifest_names_must_be_there(in_pieces: Path) -> None:
    replace_tokens(in_pieces, None)
    with pytest.raises(IndexStale, match="damaged"):
        Snapshot(in_pieces)
