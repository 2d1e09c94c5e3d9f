"""An exported sentence-transformers model, run by OpenVINO: no PyTorch in the process."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from index.embedding.export import FACTS_FILE, MODEL_FILE, TOKENIZER_FILE
from index.embedding.processor import has_bfloat16_tiles
from index.embedding.protocol import Encoded
from index.errors import ModelUnavailable
from index.types import FloatArray
from index.vectors import unit

_BATCH = 16
"""Of 1, 4, 8, 16 and 32, with which passages are embedded fastest (float32, 2 cores: 35, 45, 44,
47 and 40 a second)."""


class OpenVinoEmbedder:
    """See Embedder. Runs what `export_model` wrote.

    Args:
        name: what the index's manifest calls the model.
        folder: where it was exported to.
        precision: "bf16" or "f32"; None: what this processor is fastest in.

    Raises:
        ModelUnavailable: the folder holds no model that can be loaded.
    """

    def __init__(self, name: str, folder: Path, precision: str | None = None) -> None:
        self.name = name
        try:
            facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
            self.dim = int(facts["dim"])
            self.window_tokens = int(facts["window_tokens"])
            self._counting = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._model = _compile(folder / MODEL_FILE, precision)
        except Exception as error:  # tokenizers and openvino raise bare Exceptions, among others
            raise ModelUnavailable(
                f"The converted embedding model in {folder} cannot be loaded: {error}.",
                hint="Remove that folder: the model is converted anew.",
            ) from error
        self._counting.no_truncation()
        self._counting.no_padding()
        self._tokenizer.enable_truncation(self.window_tokens)
        self._tokenizer.no_padding()
        self._inputs = {tensor.get_any_name() for tensor in self._model.inputs}
        self._lock = threading.Lock()  # the compiled model has one request

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Word pieces of each text, special tokens left out."""
        encoded = self._counting.encode_batch(texts, add_special_tokens=False)
        return [len(one.ids) for one in encoded]

    def encode(self, texts: Sequence[str]) -> Encoded:
        """See Embedder."""
        tokens: list[FloatArray] = [np.empty((0, 0), np.float32)] * len(texts)
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for rows, pieces, pooled, lengths in self._batches(texts):
            vectors[rows] = pooled
            for row, states, length in zip(rows, pieces, lengths, strict=True):
                tokens[row] = states[:length].copy()
        return Encoded(unit(vectors), tuple(tokens))

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """See Embedder."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for rows, _, pooled, _ in self._batches(texts):
            vectors[rows] = pooled
        return unit(vectors)

    def _batches(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[list[int], FloatArray, FloatArray, list[int]]]:
        """Rows, states of their word pieces, vectors, lengths; texts of like length together."""
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda row: len(encoded[row].ids))
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            batch = [encoded[row] for row in rows]
            with self._lock:
                outputs = self._model(self._padded(batch))
                pieces, pooled = np.array(outputs[0]), np.array(outputs[1])
            yield rows, pieces, pooled, [len(one.ids) for one in batch]

    def _padded(self, batch: Sequence[Encoding]) -> dict[str, npt.NDArray[np.int64]]:
        """The batch as the model's inputs, int64, shape (n_texts, longest)."""
        longest = max(len(one.ids) for one in batch)
        inputs = {
            name: np.zeros((len(batch), longest), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, one in enumerate(batch):
            inputs["input_ids"][row, : len(one.ids)] = one.ids
            inputs["attention_mask"][row, : len(one.ids)] = 1
        return {name: array for name, array in inputs.items() if name in self._inputs}


def _compile(path: Path, precision: str | None) -> Any:
    import openvino
    from openvino import properties

    core = openvino.Core()
    if precision is None:
        precision = "bf16" if has_bfloat16_tiles() else "f32"
    return core.compile_model(
        core.read_model(path),
        "CPU",
        {
            properties.hint.inference_precision(): precision,
            properties.hint.performance_mode(): properties.hint.PerformanceMode.LATENCY,
        },
    )
