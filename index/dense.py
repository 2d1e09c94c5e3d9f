"""Exact nearest passages by cosine, in FAISS."""

from pathlib import Path

import faiss
import numpy as np

from index.types import BoolArray, FloatArray

_DECIMALS = 6
"""Cosines equal to so many decimals are ties: the sums of equal float32 vectors may differ by 1e-7
with their place in FAISS's blocks."""


class DenseIndex:
    """An exact inner-product index over unit vectors; row i is passage i.

    Exact search is right at this size: 5,000 vectors of 384 take under 1 ms.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: FloatArray) -> "DenseIndex":
        """Index float32 vectors of shape (n_passages, dim), rows of unit length."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Open what `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, query: FloatArray, k: int, allowed: BoolArray | None
    ) -> list[tuple[int, float]]:
        """The k nearest passages among those allowed.

        Args:
            query: float32, shape (dim,), of unit length.
            k: passages wanted, at least 1.
            allowed: shape (n_passages,), True where a passage may be found; None: all.

        Returns:
            (row, cosine in [-1, 1] to six decimals), best first; equal scores by row, also where
            k cuts through them, so that a run repeats.
        """
        parameters = None
        if allowed is not None:
            rows = np.flatnonzero(allowed).astype(np.int64)
            if not len(rows):
                return []
            parameters = faiss.SearchParameters(  # type: ignore[call-arg]  # set by faiss at run time
                sel=faiss.IDSelectorBatch(rows)
            )
        queries = query[np.newaxis, :]
        nearest, rows = self._index.search(queries, min(k, len(self)), params=parameters)
        found = nearest[0][rows[0] >= 0]
        if not len(found):
            return []
        # FAISS takes any of the passages that tie for the last place: ask for all of them.
        least = float(found[-1]) - 2 * 10.0**-_DECIMALS
        _, near, near_rows = self._index.range_search(queries, least, params=parameters)
        scores = np.round(near.astype(np.float64), _DECIMALS)
        order = np.lexsort((near_rows, -scores))[:k]
        return [(int(near_rows[place]), float(scores[place])) for place in order]
