"""What an embedding model is to the rest of the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import FloatArray


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as a model sees them, in the order given.

    Attributes:
        vectors: float32, shape (n_texts, dim), rows of unit length.
        tokens: for each text float32, shape (n_pieces, hidden): the model's last layer at each
            word piece, special tokens included, as pooled into the text's vector.
    """

    vectors: FloatArray
    tokens: tuple[FloatArray, ...]


class Embedder(Protocol):
    """A model that turns text into vectors; safe to use from many threads.

    Attributes:
        name: what the index's manifest calls it.
        dim: length of a vector.
        window_tokens: word pieces it takes, special tokens included; more are cut off.
    """

    name: str
    dim: int
    window_tokens: int

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Word pieces of each text, special tokens left out."""
        ...

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts, and keep what the vectors were pooled from."""
        ...

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Embed texts.

        Returns:
            float32, shape (n_texts, dim), rows of unit length, in the order given.
        """
        ...
