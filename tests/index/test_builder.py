"""Building: only what changed, whole or not at all, each broken file costing only itself."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.library import Source
from corpus.progress import Progress
from corpus.reading.batch import Reading
from index.builder import build_index
from index.interaction import Projection
from index.passages import PassageRules
from index.versions import current_folder
from tests.docket_maker import THREE, TWO, WINDWARD, make_kites
from tests.fakes import FakeEmbedder, plain_projection
from tests.index.bench import TEXTS, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_first_build_reads_and_embeds_everything(bench: Bench) -> None:
    report = bench.build()
    assert report.changed
    assert (report.documents_read, report.passages_embedded) == (3, 3)
    assert sorted(text.split("\n", 1)[1] for text in bench.embedder.embedded) == [
        "Kites fly over houses.\nStrings hold them in the wind.",
        "Seals swim under ice.",
        "Ships sail on water.",
    ]
    manifest = report.manifest
    assert (manifest.documents, manifest.pages, manifest.passages) == (3, 3, 3)
    assert (manifest.embedding_model, manifest.dim) == ("fake", bench.embedder.dim)
    assert (manifest.docket, manifest.failed) == ("KITE-1", {})
    snapshot = bench.snapshot()
    assert snapshot.manifest == manifest
    assert [record.doc_id for record in snapshot.documents] == ["kites", "seals", "ships"]


def test_rows_of_all_parts_agree(bench: Bench) -> None:
    bench.build()
    snapshot = bench.snapshot()
    for query, doc_id in (("wind", "kites"), ("ice", "seals"), ("sail", "ships")):
        [(sparse, _)] = snapshot.sparse.search(query, 1, None)
        [(dense, _)] = snapshot.dense.search(FakeEmbedder().embed([query])[0], 1, None)
        assert sparse == dense
        assert snapshot.passages([dense])[0].doc_id == doc_id
        assert snapshot.documents[snapshot.document_of_row[dense]].doc_id == doc_id


def test_nothing_changed_nothing_is_written_and_no_model_is_loaded(bench: Bench) -> None:
    first, before = bench.build(), bench.files()
    again = bench.build()
    assert not again.changed
    assert again.manifest == first.manifest
    assert (again.documents_read, again.passages_embedded, bench.loaded) == (0, 0, 0)
    assert bench.files() == before


def test_one_file_changed_only_it_is_read_and_embedded(bench: Bench) -> None:
    bench.build()
    bench.put("seals.txt", "Seals sleep on sand.")
    report = bench.build()
    assert report.changed
    assert (report.documents_read, report.passages_embedded) == (1, 1)
    assert [text.split("\n")[-1] for text in bench.embedder.embedded] == ["Seals sleep on sand."]
    assert bench.snapshot().text("seals") == "Seals sleep on sand."
    assert (
        bench.snapshot().text("kites") == "Kites fly over houses.\nStrings hold them in the wind."
    )
    assert bench.snapshot().sparse.search("ice", 3, None) == []


def test_a_document_added_and_one_removed(bench: Bench) -> None:
    bench.build()
    (bench.library.folder / "seals.txt").unlink()
    bench.put("trees.txt", "Trees stand still.")
    report = bench.build()
    assert (report.documents_read, report.passages_embedded) == (1, 1)
    assert [r.doc_id for r in bench.snapshot().documents] == ["kites", "ships", "trees"]
    assert bench.snapshot().sparse.search("seals", 3, None) == []
    assert len(bench.snapshot().dense) == 3


def test_what_was_removed_is_forgotten(bench: Bench) -> None:
    bench.build()
    path = bench.library.folder / "seals.txt"
    text = path.read_text()
    path.unlink()
    bench.build()
    bench.put("seals.txt", text)
    assert bench.build().passages_embedded == 1


def test_the_same_bytes_under_another_suffix_are_read_anew(bench: Bench) -> None:
    text = "# Kites\n\nThey *fly*."
    bench.put("a.txt", text)
    bench.put("b.md", text)
    assert bench.build().documents_read == 5
    assert "#" in bench.snapshot().text("a")
    assert bench.snapshot().text("b") == "Kites\nThey fly."


def test_full_reads_and_embeds_everything_again_also_at_once(bench: Bench) -> None:
    first = bench.build()
    for _ in range(3):
        report = bench.build(full=True)
        assert report.changed
        assert (report.documents_read, report.passages_embedded) == (3, 3)
        assert report.manifest.version != first.manifest.version
        assert report.manifest.fingerprint == first.manifest.fingerprint


def test_another_model_embeds_anew_but_reads_nothing(bench: Bench) -> None:
    bench.build()
    report = bench.build(model="another")
    assert (report.documents_read, report.passages_embedded) == (0, 3)
    assert bench.snapshot().manifest.embedding_model == "another"


def test_a_projection_keeps_the_word_pieces_of_every_passage(bench: Bench) -> None:
    projection = plain_projection()
    report = bench.build(projection=projection)
    assert (report.documents_read, report.passages_embedded) == (3, 3)
    assert report.manifest.projection == projection.fingerprint
    snapshot = bench.snapshot()
    assert snapshot.tokens is not None
    assert snapshot.tokens.projection.fingerprint == projection.fingerprint
    assert len(snapshot.tokens) == snapshot.manifest.passages == 3
    for word, doc_id in (("wind", "kites"), ("ice", "seals"), ("sail", "ships")):
        query = projection.of_query(FakeEmbedder().encode([word]).tokens[0])
        [passage] = snapshot.passages([int(snapshot.tokens.scores(query, [0, 1, 2]).argmax())])
        assert passage.doc_id == doc_id


def test_without_a_projection_no_word_pieces_are_kept(bench: Bench) -> None:
    assert bench.build().manifest.projection == ""
    assert bench.snapshot().tokens is None


def test_the_same_projection_changes_nothing(bench: Bench) -> None:
    first, before = bench.build(projection=plain_projection()), bench.files()
    again = bench.build(projection=plain_projection())
    assert not again.changed
    assert again.manifest == first.manifest
    assert (again.documents_read, again.passages_embedded, bench.loaded) == (0, 0, 0)
    assert bench.files() == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (plain_projection(), plain_projection(bias=0.5)),
        (plain_projection(), None),
        (None, plain_projection()),
    ],
    ids=["another", "none any more", "a first"],
)
def test_another_projection_embeds_anew_but_reads_nothing(
    bench: Bench, before: Projection | None, after: Projection | None
) -> None:
    first = bench.build(projection=before)
    report = bench.build(projection=after)
    assert report.changed
    assert (report.documents_read, report.passages_embedded) == (0, 3)
    assert report.manifest.fingerprint != first.manifest.fingerprint
    assert report.manifest.projection == (after.fingerprint if after else "")
    tokens = bench.snapshot().tokens
    assert (tokens.projection.fingerprint if tokens else "") == report.manifest.projection


def test_word_pieces_from_the_cache_stand_in_the_right_rows(bench: Bench) -> None:
    projection = plain_projection()
    bench.build(projection=projection)
    for number in range(12):
        bench.put(f"a{number}.txt", f"Tail number {number} is {'very ' * number}long.")
    assert bench.build(projection=projection).passages_embedded == 12
    snapshot = bench.snapshot()
    assert snapshot.tokens is not None
    rows = range(snapshot.manifest.passages)
    for row, passage in zip(rows, snapshot.passages(rows), strict=True):
        record = snapshot.document(passage.doc_id)
        states = FakeEmbedder().encode([f"{record.title}\n{passage.text}"]).tokens[0]
        scores = snapshot.tokens.scores(projection.of_query(states), rows)
        assert scores[row] == pytest.approx(1, abs=0.01)
        assert scores[row] == scores.max()


def test_the_model_is_loaded_while_documents_are_read(bench: Bench) -> None:
    """Either waits for the other to have begun."""
    loading, reading = threading.Event(), threading.Event()

    def load() -> FakeEmbedder:
        loading.set()
        assert reading.wait(30)
        return bench.load()

    def read(sources: Sequence[Source], *, fresh: bool, progress: Progress) -> list[Reading]:
        reading.set()
        assert loading.wait(30)
        return bench.read(sources, fresh=fresh, progress=progress)

    report = build_index(
        bench.library, bench.index_dir, read=read, embedding_model="fake", load_embedder=load
    )
    assert (report.documents_read, report.passages_embedded, bench.loaded) == (3, 3, 1)


def test_other_rules_cut_anew(bench: Bench) -> None:
    bench.build()
    report = bench.build(rules=PassageRules(window_tokens=12, target_tokens=5))
    assert report.changed
    assert report.documents_read == 0
    assert report.manifest.passages == 5  # two of the first file's second sentence


def test_a_new_title_reaches_the_index_without_reading(bench: Bench) -> None:
    path = bench.library.folder.parent / "given.txt"
    path.write_text("Trees stand still.")
    bench.library.add(path, title="On Trees", commenter="Ada")
    bench.build()
    bench.library.add(path, title="On Old Trees", commenter="Ada")
    report = bench.build()
    assert (report.changed, report.documents_read, report.passages_embedded) == (True, 0, 1)
    assert bench.snapshot().document("given").title == "On Old Trees"


def test_vectors_from_the_cache_stand_in_the_right_rows(bench: Bench) -> None:
    bench.build()
    for number in range(12):
        bench.put(f"a{number}.txt", f"Tail number {number} is {'very ' * number}long.")
    bench.build()
    snapshot = bench.snapshot()
    for row in range(snapshot.manifest.passages):
        [passage] = snapshot.passages([row])
        record = snapshot.document(passage.doc_id)
        vector = FakeEmbedder().embed([f"{record.title}\n{passage.text}"])[0]
        [(nearest, score)] = snapshot.dense.search(vector, 1, None)
        assert (nearest, score) == (row, pytest.approx(1.0, abs=1e-5))


def test_two_files_of_the_same_words_share_a_vector_not_a_passage(bench: Bench) -> None:
    bench.put("more.txt", TEXTS["seals.txt"])
    report = bench.build()
    assert report.manifest.passages == 4
    found = {bench.snapshot().passages([row])[0].doc_id for row in range(4)}
    assert found == {"kites", "seals", "ships", "more"}


def test_progress_reaches_the_end_of_each_part(bench: Bench) -> None:
    told: list[tuple[int, int, str]] = []
    build_index(
        bench.library,
        bench.index_dir,
        read=bench.read,
        embedding_model="fake",
        load_embedder=bench.load,
        progress=lambda *step: told.append(step),
    )
    assert (3, 3, "documents read") in told
    assert told[-1] == (3, 3, "passages embedded")
    assert all(0 <= done <= total for done, total, _ in told)


def test_the_windows_of_rules_and_model_both_hold(bench: Bench) -> None:
    bench.put("long.txt", " ".join(f"Kite {n} flies over the old houses." for n in range(60)))
    small = FakeEmbedder()
    small.window_tokens = 30
    bench.embedder = small
    bench.build()
    assert max(small.count_tokens(small.embedded)) + 2 <= 30


def test_the_index_holds_no_pickle(bench: Bench) -> None:
    bench.build(projection=plain_projection())
    for path in current_folder(bench.index_dir).rglob("*"):
        assert path.suffix in {"", ".npy", ".npz", ".json", ".faiss", ".sqlite"}
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                assert all(arrays[name].dtype == np.float32 for name in arrays)
        assert path.is_dir() or not path.read_bytes().startswith(b"\x80")


def test_pasted_questions_are_the_notices_and_lead_to_what_is_said_to_them(tmp_path: Path) -> None:
    kites = make_kites(tmp_path)
    kites.build()
    snapshot = kites.snapshot
    content = snapshot.content(WINDWARD)
    pasted = [content.text[v.start : v.end] for v in content.voices if v.source == "agency"]
    assert [any(asked[3:] in text for text in pasted) for asked in (TWO, THREE)] == [True, True]
    passages = snapshot.passages(range(snapshot.manifest.passages))
    said = {p.question: p.text for p in passages if p.doc_id == WINDWARD}
    assert "Windward pays for one lantern" in said["2"]
    assert "Schools deserve an exemption" in said["3"]
    assert snapshot.question_rows.keys() == {"1", "1a", "2", "3"}
