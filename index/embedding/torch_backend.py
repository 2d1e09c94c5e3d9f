"""Any sentence-transformers model, run by PyTorch."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding.processor import has_bfloat16
from index.embedding.protocol import Encoded
from index.errors import ModelUnavailable
from index.types import FloatArray
from index.vectors import unit

_BATCH = 32
_SMALLEST_WINDOW = 256
"""Taken where a model does not say how many word pieces it reads."""


class SentenceTransformerEmbedder:
    """See Embedder. Runs whatever sentence-transformers runs."""

    def __init__(self, name: str, model: Any) -> None:
        """Take a model that `load_model` loaded, and the name it has in the index."""
        self.name = name
        self._model = model
        self.dim = int(self._model.get_embedding_dimension())
        self.window_tokens = window_of(model)
        self._lock = threading.Lock()  # fast tokenizers fail when two threads share one
        self._bfloat16 = has_bfloat16()

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Word pieces of each text, special tokens left out."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(texts, add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str]) -> Encoded:
        """See Embedder."""
        found = self._run(texts, None)
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, features in enumerate(found):
            vectors[row] = features["sentence_embedding"].float().numpy()
        return Encoded(unit(vectors), tuple(_pieces(features) for features in found))

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """See Embedder."""
        vectors: FloatArray = self._run(texts, "sentence_embedding", convert_to_numpy=True)
        return vectors.reshape(len(texts), self.dim)

    def _run(self, texts: Sequence[str], output: str | None, **options: bool) -> Any:
        """Texts of like length are embedded together: sentence-transformers sorts them."""
        import torch

        with (
            self._lock,
            torch.no_grad(),
            torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._bfloat16),
        ):
            return self._model.encode(
                list(texts),
                batch_size=_BATCH,
                output_value=output,
                normalize_embeddings=output is not None,
                show_progress_bar=False,
                **options,
            )


def _pieces(features: Any) -> FloatArray:
    """The vectors of a text's word pieces, without those of the padding behind them."""
    kept = features["token_embeddings"][features["attention_mask"].bool()]
    pieces: FloatArray = kept.float().numpy()
    return pieces


def window_of(model: Any) -> int:
    """Word pieces that a sentence-transformers model reads, special tokens included."""
    return int(model.max_seq_length or _SMALLEST_WINDOW)


def load_model(name_or_folder: str) -> Any:
    """Load a sentence-transformers model by hub name or from a folder.

    Raises:
        ModelUnavailable: it cannot be loaded.
    """
    if Path(name_or_folder).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing of a local model is on the hub
    from sentence_transformers import SentenceTransformer  # seconds; some commands need no model
    from transformers.utils import logging as transformers_logging

    # "Loading weights" would flash up under every command.
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(name_or_folder, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The embedding model {name_or_folder!r} cannot be loaded: {error}.",
            hint="ASKDOCKET_EMBEDDING_MODEL takes `packaged`, a folder, or a hub name "
            "(a hub name needs the network once).",
        ) from error
