"""What a build may reuse: vectors computed before.

Kept in one SQLite file beside the index versions and committed as the work goes on, so that a
build that is stopped goes on where it was, and an unchanged passage is not embedded again. Losing
the file costs only time.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from index.types import FloatArray

_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
"""


class BuildCache:
    """Vectors by text and model."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        try:
            self._open()
        except sqlite3.DatabaseError as error:  # a damaged cache is only a slow build
            _log.warning("%s is made anew: %s", path, error)
            self._connection.close()
            path.unlink()
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
            self._connection = sqlite3.connect(path)
            self._open()

    def _open(self) -> None:
        self._connection.executescript(_SCHEMA)
        [(verdict,)] = self._connection.execute("PRAGMA quick_check(1)")
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)

    def __enter__(self) -> "BuildCache":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def vectors(self, keys: Sequence[str]) -> dict[str, FloatArray]:
        """The stored ones among the vectors of `keys`."""
        wanted = set(keys)
        rows = self._connection.execute("SELECT key, vector FROM vectors")
        return {key: np.frombuffer(blob, dtype=np.float32) for key, blob in rows if key in wanted}

    def put_vectors(self, keys: Sequence[str], vectors: FloatArray) -> None:
        """Store vectors, float32 of shape (len(keys), dim)."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                [(key, row.tobytes()) for key, row in zip(keys, vectors, strict=True)],
            )

    def keep_only(self, keys: Sequence[str]) -> None:
        """Forget all other vectors, so that the cache does not outgrow the index."""
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY)")
            self._connection.executemany(
                "INSERT OR IGNORE INTO kept VALUES (?)", [(key,) for key in keys]
            )
            self._connection.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)")
            self._connection.execute("DROP TABLE kept")


def key_of(*parts: str | int) -> str:
    """A key for the cache: SHA-256 over what the stored thing depends on."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()
