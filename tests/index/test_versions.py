"""Versions: swapped whole, one builder at a time, and a reader that never sees half of one."""

import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import BuildRunning, IndexMissing, IndexStale
from index.versions import (
    IndexReader,
    build_lock,
    current_folder,
    new_version,
    open_snapshot,
)
from tests.index.made_version import documents, fill

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    return folder


def put(index_dir: Path, name: str, **facts: str) -> None:
    with new_version(index_dir, name) as folder:
        fill(folder, **facts)  # type: ignore[arg-type]


def names(index_dir: Path) -> set[str]:
    return {path.name for path in index_dir.iterdir()}


def test_nothing_built_yet(index_dir: Path) -> None:
    for folder in (index_dir, index_dir / "not" / "there"):
        with pytest.raises(IndexMissing) as caught:
            current_folder(folder)
        assert "askdocket index build" in caught.value.hint


@pytest.mark.parametrize("pointer", ["gone", "", "\n"])
def test_a_pointer_that_leads_nowhere(index_dir: Path, pointer: str) -> None:
    (index_dir / "CURRENT").write_text(pointer)
    with pytest.raises(IndexStale, match="CURRENT"):
        current_folder(index_dir)


def test_a_new_version_becomes_current(index_dir: Path) -> None:
    put(index_dir, "v1")
    assert current_folder(index_dir) == index_dir / "v1"
    assert names(index_dir) == {"CURRENT", "v1"}


def test_the_one_before_is_kept_and_older_ones_go(index_dir: Path) -> None:
    for number in range(1, 5):
        put(index_dir, f"v{number}")
        os.utime(index_dir / f"v{number}", (number, number))
    assert names(index_dir) == {"CURRENT", "v3", "v4"}


def test_others_may_read_what_was_built(index_dir: Path) -> None:
    put(index_dir, "v1")
    assert (index_dir / "v1").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("filled", [False, True])
def test_a_build_that_fails_leaves_the_old_version(
    index_dir: Path, error: type[BaseException], filled: bool
) -> None:
    put(index_dir, "v1")

    def build() -> None:
        with new_version(index_dir, "v2") as folder:
            if filled:
                fill(folder)
            raise error

    with pytest.raises(error):
        build()
    assert names(index_dir) == {"CURRENT", "v1"}
    assert IndexReader(index_dir, "fake").snapshot().text("seal")


KILLED = """
import os, sys
from pathlib import Path
import index.versions as versions
step = sys.argv[2]

def die(*_, **__):
    os._exit(9)

if step == "rename":
    Path.rename = die
elif step == "pointer":
    Path.replace = die
elif step == "cleaning":
    versions._remove_old = die
with versions.build_lock(Path(sys.argv[1])), versions.new_version(Path(sys.argv[1]), "v2") as folder:
    from tests.index.made_version import fill
    if step == "filling":
        (folder / "docket.sqlite").write_bytes(b"half")
        die()
    fill(folder)
os._exit(1)
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", ["filling", "rename", "pointer", "cleaning"])
def test_a_build_killed_at_any_step_leaves_a_usable_version(index_dir: Path, step: str) -> None:
    put(index_dir, "v1")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(index_dir), step], cwd=ROOT, check=False, timeout=60
    )
    assert killed.returncode == 9
    expected = "v2" if step == "cleaning" else "v1"
    assert current_folder(index_dir).name == expected
    assert IndexReader(index_dir, "fake").snapshot().text("seal")
    with build_lock(index_dir):  # the lock died with its holder
        put(index_dir, "v3")
    assert IndexReader(index_dir, "fake").snapshot().folder.name == "v3"
    assert not [name for name in names(index_dir) if name.startswith(".building")]
    assert len([path for path in index_dir.iterdir() if path.is_dir()]) <= 2


HOLDER = """
import sys
from pathlib import Path
from index.versions import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(index_dir: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(index_dir)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()


@pytest.mark.slow
def test_a_second_process_may_not_build_until_the_first_ends(index_dir: Path) -> None:
    with held_elsewhere(index_dir):
        began = time.monotonic()
        with pytest.raises(BuildRunning, match="Another process") as caught, build_lock(index_dir):
            raise AssertionError("two builders")
        assert time.monotonic() - began < 5
        assert caught.value.retryable
    with build_lock(index_dir):
        pass


def test_the_lock_makes_the_folder_and_is_given_back_after_an_error(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), build_lock(tmp_path / "new" / "index"):
            raise KeyError


def test_a_reader_opens_once_and_picks_up_the_next_version(index_dir: Path) -> None:
    reader = IndexReader(index_dir, "fake")
    with pytest.raises(IndexMissing):
        reader.snapshot()
    put(index_dir, "v1")
    first = reader.snapshot()
    assert reader.snapshot() is first
    put(index_dir, "v2")
    assert reader.snapshot().folder.name == "v2"
    assert reader.snapshot() is not first
    assert first.text("kite") == reader.snapshot().text("kite")


def test_another_embedding_model_names_both_and_the_command(index_dir: Path) -> None:
    put(index_dir, "v1", model="other-model")
    with pytest.raises(IndexStale, match=r"'other-model'.*'fake'") as caught:
        open_snapshot(index_dir / "v1", "fake")
    assert "askdocket index build" in caught.value.hint
    assert "ASKDOCKET_EMBEDDING_MODEL" in caught.value.hint
    with pytest.raises(IndexStale):
        IndexReader(index_dir, "fake").snapshot()


@pytest.mark.parametrize("fault", ["model", "damaged"])
def test_a_newer_version_that_cannot_be_used_does_not_take_the_old_one_away(
    index_dir: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    put(index_dir, "v1")
    reader = IndexReader(index_dir, "fake")
    first = reader.snapshot()
    put(index_dir, "v2", model="other" if fault == "model" else "fake")
    if fault == "damaged":
        (index_dir / "v2" / "vectors.faiss").write_bytes(b"")
    with caplog.at_level(logging.ERROR):
        assert reader.snapshot() is first
    assert "keeping index" in caplog.text
    put(index_dir, "v3")
    os.utime(index_dir / "v3")
    assert reader.snapshot() is not first


def test_a_version_that_was_refused_is_tried_again_only_when_the_pointer_has_changed(
    index_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(index_dir, "v1")
    reader = IndexReader(index_dir, "fake")
    first = reader.snapshot()
    put(index_dir, "v2", model="other")
    for _ in range(3):
        assert reader.snapshot() is first
    assert caplog.text.count("keeping index") == 1
    for name in ("v1", "v2"):
        (index_dir / "CURRENT").write_text(name)
        assert reader.snapshot() is first
    assert caplog.text.count("keeping index") == 2


@pytest.mark.slow
def test_readers_never_see_half_a_version_while_versions_are_swapped(index_dir: Path) -> None:
    put(index_dir, "v0")
    template = index_dir.parent / "template"
    shutil.copytree(index_dir / "v0", template)
    done = threading.Event()
    expected = documents()[0].text

    def read(fresh: bool) -> int:
        reader, opened = IndexReader(index_dir, "fake"), 0
        while not done.is_set() or opened == 0:
            if fresh:
                reader = IndexReader(index_dir, "fake")
            snapshot = reader.snapshot()
            assert snapshot.text("kite") == expected
            assert len(snapshot.passages(range(snapshot.manifest.passages))) == len(snapshot.dense)
            assert snapshot.sparse.search("swim", 1, None)
            opened += 1
        return opened

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, fresh) for fresh in (True, True, True, False)]
        try:
            for number in range(1, 80):
                with new_version(index_dir, f"v{number}") as folder:
                    shutil.copytree(template, folder, dirs_exist_ok=True)
        finally:
            done.set()
        assert all(each.result(timeout=60) >= 1 for each in reading)
    assert current_folder(index_dir).name == "v79"
