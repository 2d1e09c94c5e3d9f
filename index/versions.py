"""The versions of an index: a folder each, and a CURRENT pointer that is swapped atomically."""

import contextlib
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import AskdocketError
from index.errors import BuildRunning, IndexMissing, IndexStale
from index.store import Snapshot

_log = logging.getLogger(__name__)

_CURRENT = "CURRENT"
_LOCK = "build.lock"
_UNFINISHED = ".building-"
_KEPT_VERSIONS = 2
"""The current version and the one before: a reader that has just looked at the pointer may still
be opening the older one."""


def current_folder(index_dir: Path) -> Path:
    """Folder of the current version.

    Raises:
        IndexMissing: nothing has been built yet.
        IndexStale: the pointer leads nowhere.
    """
    name = _pointer(index_dir)
    folder = index_dir / name
    if not name or not folder.is_dir():
        raise IndexStale(f"{index_dir / _CURRENT} names {name!r}, which is not there.")
    return folder


def _pointer(index_dir: Path) -> str:
    """The name of the current version."""
    try:
        return (index_dir / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(f"There is no index in {index_dir} yet.") from None


@contextlib.contextmanager
def build_lock(index_dir: Path) -> Iterator[None]:
    """Hold the right to build; the system gives it back when the process ends, however it ends.

    Raises:
        BuildRunning: another process holds it.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index_dir / _LOCK, timeout=0):
            yield
    except Timeout:
        raise BuildRunning(f"Another process is building {index_dir}.") from None


@contextlib.contextmanager
def new_version(index_dir: Path, name: str) -> Iterator[Path]:
    """An empty folder to fill; on success it becomes the current version, else it is removed."""
    for leftover in index_dir.glob(f"{_UNFINISHED}*"):  # of a build that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=index_dir))
    try:
        yield folder
        folder.chmod(0o755)
        folder.rename(index_dir / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    pointer = index_dir / f"{_CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(index_dir / _CURRENT)
    _remove_old(index_dir, name)


def _remove_old(index_dir: Path, current: str) -> None:
    versions = sorted(
        (path for path in index_dir.iterdir() if path.is_dir() and path.name != current),
        key=lambda path: path.stat().st_mtime,
    )
    for folder in versions[: max(0, len(versions) - (_KEPT_VERSIONS - 1))]:
        shutil.rmtree(folder, ignore_errors=True)


class IndexReader:
    """The current version, opened once and opened anew when a build has swapped the pointer."""

    def __init__(self, index_dir: Path, embedding_model: str) -> None:
        self._index_dir = index_dir
        self._embedding_model = embedding_model
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._refused: str | None = None

    def snapshot(self) -> Snapshot:
        """The newest usable version.

        A newer version that cannot be used (damaged, of another embedding model) is logged and
        the one in use is kept; it is not tried again until the pointer names another.

        Raises:
            IndexMissing: nothing has been built yet.
            IndexStale: the only version cannot be used with this embedding model.
        """
        with self._lock:
            try:
                self._snapshot = self._newest()
            except AskdocketError as error:
                if self._snapshot is None:
                    raise
                _log.error("keeping index %s: %s", self._snapshot.version, error)
            return self._snapshot

    def _newest(self) -> Snapshot:
        """The version that the pointer names, opened unless it is open already."""
        while True:
            pointer = _pointer(self._index_dir)
            if self._snapshot is not None and pointer == self._refused:
                return self._snapshot
            self._refused = None
            try:
                folder = current_folder(self._index_dir)
                if self._snapshot is not None and self._snapshot.folder == folder:
                    return self._snapshot
                snapshot = open_snapshot(folder, self._embedding_model)
            except IndexStale:
                # Two builds may have ended since the pointer was read, and removed the version.
                if _pointer(self._index_dir) == pointer:
                    self._refused = pointer
                    raise
                continue
            _log.info("index %s opened", snapshot.version)
            return snapshot


def open_snapshot(folder: Path, embedding_model: str) -> Snapshot:
    """Open a version and check that it was built with this embedding model.

    Raises:
        IndexStale: it was not, or it is damaged.
    """
    snapshot = Snapshot(folder)
    built_with = snapshot.manifest.embedding_model
    if built_with != embedding_model:
        raise IndexStale(
            f"The index was built with the embedding model {built_with!r}, "
            f"the settings name {embedding_model!r}.",
            hint="Run `askdocket index build` to build it anew, or set ASKDOCKET_EMBEDDING_MODEL "
            "back.",
        )
    return snapshot
