"""What a build may reuse: passages embedded before.

Kept in one SQLite file beside the index versions and committed as the work goes on, so that a
build that is stopped goes on where it was, and an unchanged passage is not embedded again. Losing
the file costs only time.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from index.types import FloatArray, Int8Array

_log = logging.getLogger(__name__)

_SCHEMA = """
DROP TABLE IF EXISTS vectors;
CREATE TABLE IF NOT EXISTS encoded (
    key TEXT PRIMARY KEY, vector BLOB NOT NULL, pieces BLOB NOT NULL, dim INTEGER NOT NULL
);
"""
"""`vectors` was the table of earlier versions, without word pieces."""


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """A passage embedded.

    Attributes:
        vector: float32, shape (dim,), of unit length.
        pieces: int8, shape (n_pieces, piece_dim), for late interaction; without rows where the
            embedding model has no projection.
    """

    vector: FloatArray
    pieces: Int8Array


class BuildCache:
    """Passages embedded, by model and text."""

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

    def passages(self, keys: Sequence[str]) -> dict[str, EncodedPassage]:
        """The stored ones among the passages of `keys`."""
        wanted = set(keys)
        rows = self._connection.execute("SELECT key, vector, pieces, dim FROM encoded")
        return {
            key: EncodedPassage(
                np.frombuffer(vector, dtype=np.float32),
                np.frombuffer(pieces, dtype=np.int8).reshape(len(pieces) // dim if dim else 0, dim),
            )
            for key, vector, pieces, dim in rows
            if key in wanted
        }

    def put(self, passages: Mapping[str, EncodedPassage]) -> None:
        """Store passages by their keys."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO encoded VALUES (?, ?, ?, ?)",
                [
                    (key, one.vector.tobytes(), one.pieces.tobytes(), one.pieces.shape[1])
                    for key, one in passages.items()
                ],
            )

    def keep_only(self, keys: Sequence[str]) -> None:
        """Forget all other passages, so that the cache does not outgrow the index."""
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY)")
            self._connection.executemany(
                "INSERT OR IGNORE INTO kept VALUES (?)", [(key,) for key in keys]
            )
            self._connection.execute("DELETE FROM encoded WHERE key NOT IN (SELECT key FROM kept)")
            self._connection.execute("DROP TABLE kept")


def key_of(*parts: str | int) -> str:
    """A key for the cache: SHA-256 over what the stored thing depends on."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()
