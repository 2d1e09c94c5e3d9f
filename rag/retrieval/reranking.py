"""A second look at the best passages, by a cross-encoder, where the settings name one."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import ModelUnavailable
from index.types import FloatArray

RERANKED = 30
"""Passages that are read again: a MiniLM of 6 layers reads some 20 to 40 a second on 2 cores."""


class Reranker(Protocol):
    """Scores passages for a question, reading both together; safe to use from many threads."""

    def score(self, question: str, texts: Sequence[str]) -> FloatArray:
        """How well each text answers: float32, shape (n_texts,), higher is better."""
        ...


class CrossEncoderReranker:
    """Any cross-encoder of sentence-transformers, by hub name or folder.

    Raises:
        ModelUnavailable: it cannot be loaded, or gives more than one score a pair.
    """

    def __init__(self, name_or_folder: str) -> None:
        """Load the model."""
        self._model = _load(name_or_folder)
        self._lock = threading.Lock()  # fast tokenizers fail when two threads share one

    def score(self, question: str, texts: Sequence[str]) -> FloatArray:
        """See Reranker."""
        if not texts:
            return np.empty(0, np.float32)
        with self._lock:
            scores = self._model.predict(
                [(question, text) for text in texts], show_progress_bar=False
            )
        return np.asarray(scores, dtype=np.float32).reshape(len(texts))


def _load(name_or_folder: str) -> Any:
    if Path(name_or_folder).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing of a local model is on the hub
    from sentence_transformers import CrossEncoder  # seconds, and rarely wanted

    try:
        model = CrossEncoder(name_or_folder, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The cross-encoder {name_or_folder!r} cannot be loaded: {error}.",
            hint="ASKDOCKET_RERANKER takes a sentence-transformers cross-encoder's hub name or "
            "folder; leave it empty for none.",
        ) from error
    if model.num_labels != 1:
        raise ModelUnavailable(
            f"The cross-encoder {name_or_folder!r} gives {model.num_labels} scores a pair, not 1.",
            hint="Name one that is made for ranking, such as those trained on MS MARCO.",
        )
    return model
