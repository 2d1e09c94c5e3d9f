"""The vectors of all passages' word pieces, and how near a question's pieces are to them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.interaction.projection import Projection, QueryTokens
from index.types import BoolArray, FloatArray, Int8Array
from index.vectors import unit

_PROJECTION_FILE = "projection.npz"
_WINDOW, _STRIDE = 64, 32
"""Pieces of a window, and from one window to the next. Of 747 questions that name nobody, BM25 and
windows hold an answer among 100 passages each for 0.894 with windows of 64 pieces, 0.897 of 32 and
0.877 of whole passages; BM25 and the vectors of sentence-transformers for 0.855."""

_Offsets = npt.NDArray[np.int64]


class TokenIndex:
    """Vectors of word pieces in eight bits, mapped from disk; row i is passage i.

    The projection that made them is kept with them, so that questions always go through the same.
    """

    _ARRAYS = ("vectors", "scales", "offsets", "windows", "window_offsets")

    def __init__(self, projection: Projection, **arrays: npt.NDArray[Any]) -> None:
        """Take the arrays as `from_passages` makes them.

        Args:
            projection: by which the vectors were made.
            arrays: vectors, int8, shape (n_pieces, dim), of all passages one after the other;
                scales, float32, shape (n_pieces,), that bring them to unit length; offsets, int64,
                shape (n_passages + 1,): passage i has the pieces [offsets[i], offsets[i + 1]), at
                least one; windows, float32, shape (n_windows, dim), of unit length, and
                window_offsets, which tell passages apart in the same way.

        Raises:
            ValueError: the arrays do not fit together.
        """
        self.projection = projection
        self._vectors: Int8Array = arrays["vectors"].view(np.ndarray)  # a memmap slices slowly
        self._scales: FloatArray = arrays["scales"]
        self._offsets: _Offsets = arrays["offsets"]
        self._windows: FloatArray = arrays["windows"]
        self._window_offsets: _Offsets = arrays["window_offsets"]
        for offsets, parts in (
            (self._offsets, self._vectors),
            (self._offsets, self._scales),
            (self._window_offsets, self._windows),
        ):
            if offsets[0] != 0 or offsets[-1] != len(parts) or (np.diff(offsets) < 1).any():
                raise ValueError("the word pieces and the passages differ in number")
        if len(self._window_offsets) != len(self._offsets):
            raise ValueError("the word pieces and their windows differ in number")

    @classmethod
    def from_passages(cls, passages: Sequence[Int8Array], projection: Projection) -> "TokenIndex":
        """Index the pieces of passages in row order, int8 as `Projection.of_passage` gives them."""
        lengths = [np.linalg.norm(pieces.astype(np.float32), axis=1) for pieces in passages]
        scales = [(1 / length.clip(1e-12)).astype(np.float32) for length in lengths]
        windows = [_windows(*one) for one in zip(passages, scales, strict=True)]
        return cls(
            projection,
            vectors=np.concatenate(list(passages)),
            scales=np.concatenate(scales),
            offsets=_offsets(passages),
            windows=np.concatenate(windows),
            window_offsets=_offsets(windows),
        )

    @classmethod
    def load(cls, folder: Path) -> "TokenIndex":
        """Open what `save` wrote; the vectors are mapped into memory."""
        arrays = {
            name: np.load(
                folder / f"{name}.npy",
                mmap_mode="r" if name == "vectors" else None,
                allow_pickle=False,
            )
            for name in cls._ARRAYS
        }
        return cls(Projection.load(folder / _PROJECTION_FILE), **arrays)

    def save(self, folder: Path) -> None:
        """Write arrays and projection into a new folder (no pickle)."""
        folder.mkdir()
        for name in self._ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, f"_{name}"), allow_pickle=False)
        self.projection.save(folder / _PROJECTION_FILE)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def nearest(
        self, query: QueryTokens, k: int, allowed: BoolArray | None
    ) -> list[tuple[int, float]]:
        """The k passages with the window of word pieces that is nearest to the whole question.

        A window stands for its pieces by their mean; so does the question, by weight. It finds
        passages to be scored, where scoring all would take too long.

        Args:
            query: the question's pieces.
            k: passages wanted, at least 1.
            allowed: shape (n_passages,), True where a passage may be found; None: all.

        Returns:
            (row, cosine in [-1, 1]), nearest first; equal ones by row.
        """
        question = query.weights @ query.vectors
        near = self._windows @ (question / np.linalg.norm(question).clip(1e-12))
        best = np.maximum.reduceat(near, self._window_offsets[:-1])
        rows = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        order = np.lexsort((rows, -best[rows]))[:k]
        return [(int(row), float(best[row])) for row in rows[order]]

    def pieces(self, row: int) -> FloatArray:
        """The vectors of one passage's pieces, float32, shape (n, dim), rows of unit length.

        They are in the order of the text that was embedded: a special piece, the context line,
        the passage, a special piece.
        """
        start, end = self._offsets[row], self._offsets[row + 1]
        pieces: FloatArray = self._vectors[start:end].astype(np.float32)
        pieces *= self._scales[start:end, np.newaxis]
        return pieces

    def scores(self, query: QueryTokens, rows: Sequence[int]) -> FloatArray:
        """How well each of some passages holds what the question's pieces look for.

        Args:
            query: the question's pieces.
            rows: passages, in any order.

        Returns:
            float32, shape (len(rows),), in [-1, 1]: the mean over the question's pieces, by
            weight, of the cosine to the nearest piece of the passage (ColBERT's MaxSim).
        """
        if not len(rows):
            return np.empty(0, np.float32)
        spans = [(self._offsets[row], self._offsets[row + 1]) for row in rows]
        pieces = np.concatenate([self._vectors[start:end] for start, end in spans])
        scales = np.concatenate([self._scales[start:end] for start, end in spans])
        begins = np.cumsum([0, *(end - start for start, end in spans[:-1])])
        cosines = (query.vectors @ pieces.astype(np.float32).T) * scales
        scores: FloatArray = query.weights @ np.maximum.reduceat(cosines, begins, axis=1)
        return scores


def _offsets(parts: Sequence[npt.NDArray[Any]]) -> _Offsets:
    return np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)


def _windows(pieces: Int8Array, scales: FloatArray) -> FloatArray:
    """Unit means of the windows of one passage, shape (n_windows, dim); a short one has one."""
    rows = pieces.astype(np.float32) * scales[:, np.newaxis]
    begins = range(0, max(1, len(rows) - _WINDOW + _STRIDE), _STRIDE)
    return unit(np.stack([rows[begin : begin + _WINDOW].mean(axis=0) for begin in begins]))
