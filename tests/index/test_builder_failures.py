"""Builds that meet something broken, or are stopped: nothing is lost but time."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import CorpusMissing
from index import builder
from index.builder import build_index
from index.errors import IndexStale, ModelUnavailable
from index.interaction import Projection
from index.types import FloatArray
from index.versions import current_folder
from tests.fakes import FakeEmbedder, plain_projection
from tests.index.bench import TEXTS, Bench
from tests.pdf_maker import make_pdf


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


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


def test_what_could_not_be_read_is_tried_again_under_other_limits(bench: Bench) -> None:
    bench.put("empty.txt", "")
    assert bench.build(read_under="300 s").manifest.failed
    assert not bench.build(read_under="300 s").changed
    report = bench.build(read_under="600 s")
    assert (report.changed, report.documents_read) == (True, 0)


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
        build_index(
            bench.library,
            bench.index_dir,
            read=bench.read,
            embedding_model="fake",
            load_embedder=fail,
        )
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


@pytest.mark.parametrize("projection", [None, plain_projection()], ids=["", "in pieces"])
def test_a_build_killed_between_batches_goes_on_where_it_was(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, projection: Projection | None
) -> None:
    monkeypatch.setattr(builder, "_EMBED_BATCH", 10)
    for number in range(32):
        bench.put(f"kite{number}.txt", f"Kite number {number} flies.")
    dying = DyingEmbedder()
    bench.embedder = dying
    with pytest.raises(Killed):
        bench.build(projection=projection)
    assert not (bench.index_dir / "CURRENT").exists()
    bench.embedder = FakeEmbedder()
    report = bench.build(projection=projection)
    assert report.documents_read == 0
    assert report.passages_embedded == 35 - 20
    assert not set(bench.embedder.embedded) & set(dying.embedded)
    assert report.manifest.passages == 35


def test_a_lost_or_damaged_cache_costs_only_time(bench: Bench) -> None:
    bench.build()
    [cache] = bench.index_dir.glob("*cache*")
    cache.write_bytes(b"rubbish" * 999)
    bench.put("seals.txt", "Seals sleep on sand.")
    report = bench.build()
    assert (report.documents_read, report.passages_embedded) == (1, 3)


@pytest.mark.parametrize("name", ["vectors.faiss", "docket.sqlite", "manifest.json", "CURRENT"])
def test_a_damaged_index_is_mended_by_building(bench: Bench, name: str) -> None:
    bench.build()
    folder = bench.index_dir if name == "CURRENT" else current_folder(bench.index_dir)
    (folder / name).write_bytes(b"rubbish")
    report = bench.build()
    assert report.changed
    assert (report.documents_read, report.passages_embedded) == (0, 0)
    assert bench.snapshot().text("seals") == TEXTS["seals.txt"]


@pytest.mark.parametrize("name", ["vectors.npy", "offsets.npy", "projection.npz"])
def test_damaged_word_pieces_are_refused_and_mended_by_building(bench: Bench, name: str) -> None:
    bench.build(projection=plain_projection())
    path = current_folder(bench.index_dir) / "tokens" / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexStale, match=f"tokens/{name}"):
        bench.snapshot()
    report = bench.build(projection=plain_projection())
    assert (report.changed, report.documents_read, report.passages_embedded) == (True, 0, 0)
    assert bench.snapshot().tokens is not None
