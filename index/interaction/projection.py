"""The trained part of late interaction: what of a word piece's state counts, and how much."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from index.types import FloatArray, Int8Array
from index.vectors import unit

_TRAINED = {"all-MiniLM-L6-v2": "all-MiniLM-L6-v2.npz"}
"""Embedding models that a projection has been trained for, by `python -m rag.training`, and the
file in `weights/`. To use one for another model, put its file there and its name here."""
_LARGEST = 127
"""Of a signed byte; -128 is not used, so that signs are even."""


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """A question's word pieces, ready to be compared.

    Attributes:
        vectors: float32, shape (n_pieces, dim), rows of unit length.
        weights: float32, shape (n_pieces,), above 0, sum 1: how much each piece counts.
    """

    vectors: FloatArray
    weights: FloatArray

    def stressed(self, last: int, factor: float) -> "QueryTokens":
        """The same with the weights of the last pieces, before the special one, times a factor."""
        weights = self.weights.copy()
        weights[max(0, len(weights) - 1 - last) : -1] *= factor
        return QueryTokens(self.vectors, weights / weights.sum())


@dataclass(frozen=True, slots=True)
class Projection:
    """From the states of an embedding model's last layer to vectors that are compared.

    A state is brought to unit length, multiplied by `matrix` and brought to unit length again, as
    in Khattab and Zaharia, "ColBERT", SIGIR 2020. What ColBERT lacks is the weight of a question's
    piece, softplus(gate . state + bias), which lets "NTIA" and "does" count for little.

    Attributes:
        matrix: float32, shape (hidden, dim).
        gate: float32, shape (hidden,).
        bias: of the gate.
    """

    matrix: FloatArray
    gate: FloatArray
    bias: float

    @property
    def dim(self) -> int:
        """Length of a vector that is compared."""
        return int(self.matrix.shape[1])

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the numbers: another projection gives another index."""
        digest = hashlib.sha256()
        for array in (self.matrix, self.gate, np.array([self.bias])):
            digest.update(np.ascontiguousarray(array, dtype="<f4").tobytes())
        return digest.hexdigest()

    def of_passage(self, states: FloatArray) -> Int8Array:
        """Vectors of a passage's pieces in eight bits.

        Args:
            states: float32, shape (n_pieces, hidden).

        Returns:
            int8, shape (n_pieces, dim): each row a unit vector times 127 over its largest
            component. The length is given back when rows are compared, so that cosines err by
            less than 0.005.
        """
        vectors = unit(unit(states) @ self.matrix)
        largest = np.abs(vectors).max(axis=1, keepdims=True).clip(1e-12)
        stored: Int8Array = np.rint(vectors * (_LARGEST / largest)).astype(np.int8)
        return stored

    def of_query(self, states: FloatArray) -> QueryTokens:
        """A question's pieces from their states, float32 of shape (n_pieces, hidden)."""
        rows = unit(states)
        weights = np.logaddexp(0, rows @ self.gate + self.bias).astype(np.float32)
        return QueryTokens(unit(rows @ self.matrix), weights / weights.sum())

    def save(self, path: Path) -> None:
        """Write the numbers to one file (.npz, no pickle)."""
        np.savez(path, matrix=self.matrix, gate=self.gate, bias=np.float32(self.bias))

    @classmethod
    def load(cls, path: Path) -> "Projection":
        """Open what `save` wrote."""
        with np.load(path, allow_pickle=False) as numbers:
            return cls(numbers["matrix"], numbers["gate"], float(numbers["bias"]))


def projection_for(embedding_model: str) -> Projection | None:
    """The projection trained for an embedding model; None where there is none."""
    name = _TRAINED.get(embedding_model)
    if name is None:
        return None
    with files("index.interaction").joinpath(f"weights/{name}").open("rb") as file:
        return Projection.load(file)  # type: ignore[arg-type]  # numpy takes an open file too
