"""Building: only what changed, whole or not at all, each broken file costing only itself."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import CorpusMissing
from corpus.library import Library
from corpus.manifest import Docket
from index import builder
from index.builder import BuildReport, build_index
from index.errors import ModelUnavailable
from index.passages import PassageRules
from index.store import Snapshot
from index.types import FloatArray
from index.versions import current_folder
from tests.fakes import FakeEmbedder
from tests.pdf_maker import make_pdf

TEXTS = {
    "kites.txt": "Kites fly over houses.\n\nStrings hold them in the wind.",
    "seals.txt": "Seals swim under ice.",
    "ships.txt": "Ships sail on water.",
}


class Bench:
    """A library in a folder, its index, and the embedder that builds have used."""

    def __init__(self, folder: Path) -> None:
        self.index_dir = folder / "index"
        self.embedder = FakeEmbedder()
        self.loaded = 0
        docket = Docket("KITE-1", "Kites", "Bureau of Kites", 0, (), (), folder / "docket")
        self.library = Library(folder / "documents", docket)
        self.library.folder.mkdir()
        for name, text in TEXTS.items():
            self.put(name, text)

    def put(self, name: str, text: str) -> Path:
        path = self.library.folder / name
        path.write_text(text)
        return path

    def load(self) -> FakeEmbedder:
        self.loaded += 1
        return self.embedder

    def build(
        self, *, full: bool = False, rules: PassageRules | None = None, model: str = "fake"
    ) -> BuildReport:
        self.embedder.embedded.clear()
        self.loaded = 0
        return build_index(
            self.library,
            self.index_dir,
            embedding_model=model,
            load_embedder=self.load,
            full=full,
            rules=rules,
        )

    def snapshot(self) -> Snapshot:
        return Snapshot(current_folder(self.index_dir))

    def files(self) -> dict[Path, tuple[int, bytes]]:
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes())
            for path in self.index_dir.rglob("*")
            if path.is_file()
        }


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


def test_a_broken_file_costs_only_itself_and_is_named(bench: Bench) -> None:
    good = make_pdf(bench.library.folder / "good.pdf", [["Good kites."]])
    (bench.library.folder / "cut.pdf").write_bytes(good.read_bytes()[:200])
    (bench.library.folder / "page.pdf").write_text("<!DOCTYPE html><p>Not found</p>")
    (bench.library.folder / "empty.txt").write_text("")
    report = bench.build()
    assert set(report.manifest.failed) == {"cut.pdf", "page.pdf", "empty.txt"}
    for name, reason in report.manifest.failed.items():
        assert reason.startswith(name)
    assert report.manifest.documents == 4
    assert bench.snapshot().text("good") == "Good kites."
    assert bench.snapshot().manifest.failed == report.manifest.failed
    assert not bench.build().changed


def test_a_mended_file_is_read(bench: Bench) -> None:
    (bench.library.folder / "good.pdf").write_bytes(b"%PDF-1.7 broken")
    bench.build()
    make_pdf(bench.library.folder / "good.pdf", [["Good kites."]])
    report = bench.build()
    assert (report.documents_read, report.manifest.failed) == (1, {})


def test_no_documents(bench: Bench) -> None:
    for path in bench.library.folder.iterdir():
        path.unlink()
    with pytest.raises(CorpusMissing, match=str(bench.library.folder)) as caught:
        bench.build()
    assert "askdocket corpus" in caught.value.hint
    assert not (bench.index_dir / "CURRENT").exists()


def test_no_document_that_can_be_read(bench: Bench) -> None:
    for path in bench.library.folder.iterdir():
        path.write_text("")
    with pytest.raises(CorpusMissing, match="readable text"):
        bench.build()


def test_a_model_that_cannot_be_loaded_leaves_the_old_index(bench: Bench) -> None:
    first = bench.build()
    bench.put("seals.txt", "Seals sleep on sand.")

    def fail() -> FakeEmbedder:
        raise ModelUnavailable("no model")

    with pytest.raises(ModelUnavailable):
        build_index(bench.library, bench.index_dir, embedding_model="fake", load_embedder=fail)
    assert bench.snapshot().manifest == first.manifest


class Killed(BaseException):
    """As Ctrl-C, or the end of the process."""


class DyingEmbedder(FakeEmbedder):
    """Dies before its third batch."""

    def __init__(self) -> None:
        super().__init__()
        self.batches = 0

    def embed(self, texts: Sequence[str]) -> FloatArray:
        self.batches += 1
        if self.batches == 3:
            raise Killed
        return super().embed(texts)


def test_a_build_killed_between_batches_goes_on_where_it_was(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "_EMBED_BATCH", 10)
    for number in range(32):
        bench.put(f"kite{number}.txt", f"Kite number {number} flies.")
    dying = DyingEmbedder()
    bench.embedder = dying
    with pytest.raises(Killed):
        bench.build()
    assert not (bench.index_dir / "CURRENT").exists()
    bench.embedder = FakeEmbedder()
    report = bench.build()
    assert report.documents_read == 0
    assert report.passages_embedded == 35 - 20
    assert not set(bench.embedder.embedded) & set(dying.embedded)
    assert report.manifest.passages == 35


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


def test_a_lost_or_damaged_cache_costs_only_time(bench: Bench) -> None:
    bench.build()
    [cache] = bench.index_dir.glob("*cache*")
    cache.write_bytes(b"rubbish" * 999)
    bench.put("seals.txt", "Seals sleep on sand.")
    report = bench.build()
    assert (report.documents_read, report.passages_embedded) == (3, 3)


@pytest.mark.parametrize("name", ["vectors.faiss", "docket.sqlite", "manifest.json", "CURRENT"])
def test_a_damaged_index_is_mended_by_building(bench: Bench, name: str) -> None:
    bench.build()
    folder = bench.index_dir if name == "CURRENT" else current_folder(bench.index_dir)
    (folder / name).write_bytes(b"rubbish")
    report = bench.build()
    assert report.changed
    assert (report.documents_read, report.passages_embedded) == (0, 0)
    assert bench.snapshot().text("seals") == TEXTS["seals.txt"]


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
    bench.build()
    for path in current_folder(bench.index_dir).rglob("*"):
        assert path.suffix in {"", ".npy", ".json", ".faiss", ".sqlite"}
        assert path.is_dir() or not path.read_bytes().startswith(b"\x80")
