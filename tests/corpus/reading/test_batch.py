"""Reading all documents: order, what is read again, reasons."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.files import sha256_of
from corpus.library.manifest import load_docket
from corpus.library.source import Source, source_of_digest, source_of_file
from corpus.reading.batch import Limits, Reading, read_all
from tests.corpus.made_up import docket, entry, write_digest

pytestmark = pytest.mark.slow

TEXTS = {"ada.txt": "Ada wants long strings.", "ben.md": "Ben wants *none*.", "cy.txt": "Cy waits."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "reading.sqlite"


def source_of(path: Path) -> Source:
    kites = docket(path.parent)
    return source_of_file(kites, path, sha256_of(path), path.stat().st_size, record=None)


def sources_in(folder: Path) -> list[Source]:
    return [source_of(path) for path in sorted(folder.iterdir())]


def texts(readings: Sequence[Reading]) -> list[str]:
    return ["" if reading.document is None else reading.document.text for reading in readings]


EXPECTED = ["Ada wants long strings.", "Ben wants none.", "Cy waits."]


def test_documents_come_in_the_order_of_their_sources(folder: Path, cache: Path) -> None:
    sources = sources_in(folder)[::-1]
    readings = read_all(sources, cache_path=cache)
    assert [reading.source for reading in readings] == sources
    assert texts(readings) == EXPECTED[::-1]
    assert [r.document.doc_id for r in readings if r.document] == ["cy", "ben", "ada"]
    assert all(0 < reading.seconds < 30 and not reading.cached for reading in readings)


def test_no_documents_are_no_readings(cache: Path) -> None:
    assert read_all([], cache_path=cache) == []


def test_what_was_read_is_not_read_again(folder: Path, cache: Path) -> None:
    sources = sources_in(folder)
    before = read_all(sources, cache_path=cache)
    again = read_all(sources, cache_path=cache)
    assert all(reading.cached for reading in again)
    assert texts(again) == EXPECTED
    for old, new in zip(before, again, strict=True):
        assert old.document is not None
        assert new.document is not None
        assert new.document.blocks == old.document.blocks
        assert new.document.page_spans == old.document.page_spans


def test_fresh_reads_again(folder: Path, cache: Path) -> None:
    sources = sources_in(folder)
    read_all(sources, cache_path=cache)
    assert not any(r.cached for r in read_all(sources, cache_path=cache, fresh=True))


def test_a_changed_file_alone_is_read_again(folder: Path, cache: Path) -> None:
    read_all(sources_in(folder), cache_path=cache)
    (folder / "ben.md").write_text("Ben has changed.")
    readings = read_all(sources_in(folder), cache_path=cache)
    assert [reading.cached for reading in readings] == [True, False, True]
    assert texts(readings)[1] == "Ben has changed."


def test_the_same_bytes_by_another_suffix_are_read_in_another_way(
    folder: Path, cache: Path
) -> None:
    read_all(sources_in(folder), cache_path=cache)
    renamed = (folder / "ben.md").rename(folder / "ben.txt")
    assert texts(read_all([source_of(renamed)], cache_path=cache)) == ["Ben wants *none*."]


def test_a_bad_file_costs_only_itself_and_is_tried_again(folder: Path, cache: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    for _ in range(2):
        readings = read_all(sources_in(folder), cache_path=cache)
        assert texts(readings) == [EXPECTED[0], "", *EXPECTED[1:]]
        assert readings[1].error == "bad.pdf: the file is broken, or no PDF."
        assert readings[1].hint
        assert not readings[1].cached


def test_a_file_that_has_gone_is_a_reason(folder: Path, cache: Path) -> None:
    sources = sources_in(folder)
    (folder / "ada.txt").unlink()
    assert "ada.txt: the file cannot be opened" in read_all(sources, cache_path=cache)[0].error


def test_digests_are_read_without_a_worker(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kites = docket(tmp_path / "kites", entry("KITE-2031-0001-0001", b"absent"))
    path = write_digest(kites, "KITE-2031-0001-0001")
    source = source_of_digest(kites.documents[0], path)
    monkeypatch.setattr("corpus.reading.workers.pool.Worker", None)
    [reading] = read_all([source], cache_path=cache)
    assert "longer strings" in texts([reading])[0]


def test_a_digest_that_breaks_its_format_is_a_reason(tmp_path: Path, cache: Path) -> None:
    kites = docket(tmp_path / "kites", entry("KITE-2031-0001-0001", b"absent"))
    path = write_digest(kites, "KITE-2031-0001-0001")
    path.write_text("no head")
    [reading] = read_all([source_of_digest(kites.documents[0], path)], cache_path=cache)
    assert reading.document is None
    assert reading.error


def test_progress_counts_documents(folder: Path, cache: Path) -> None:
    seen: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, label: str) -> None:
        seen.append((done, total, label))

    read_all(sources_in(folder)[:1], cache_path=cache)
    read_all(sources_in(folder), cache_path=cache, progress=progress)
    assert seen == [(done, 3, "documents read") for done in (1, 2, 3)]


def test_what_was_read_before_an_interruption_is_kept(folder: Path, cache: Path) -> None:
    def interrupt(done: int, total: int, label: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_all(sources_in(folder), cache_path=cache, progress=interrupt)
    assert sum(r.cached for r in read_all(sources_in(folder), cache_path=cache)) == 1


def test_a_cache_that_cannot_be_written_costs_only_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the folder's place")
    readings = read_all(sources_in(folder), cache_path=tmp_path / "file" / "reading.sqlite")
    assert texts(readings) == EXPECTED


def test_two_processes_may_use_the_cache(folder: Path, cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.corpus.reading.test_batch import *\n"
        "print(*texts(read_all(sources_in(Path(sys.argv[1])), cache_path=Path(sys.argv[2]), "
        "fresh=True)))"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, folder, cache], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in both] == [
        " ".join(EXPECTED)
    ] * 2
    assert all(reading.cached for reading in read_all(sources_in(folder), cache_path=cache))


@pytest.mark.real
def test_the_real_documents_are_read(real_corpus: Path, cache: Path, tmp_path: Path) -> None:
    kites = load_docket("NTIA-2023-0009", tmp_path)
    paths = sorted(real_corpus.glob("*.pdf"))[:6]
    sources = [
        source_of_file(kites, path, sha256_of(path), path.stat().st_size, record=None)
        for path in paths
    ]
    readings = read_all(sources, cache_path=cache, limits=Limits(timeout_s=60, memory_mb=1024))
    assert not [reading.error for reading in readings if reading.error]
    again = read_all(sources, cache_path=cache)
    assert all(reading.cached for reading in again)
    assert texts(again) == texts(readings)
