"""A sentence-transformers model written out for OpenVINO, once."""

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

from index.embedding.torch_backend import window_of

MODEL_FILE = "model.xml"
TOKENIZER_FILE = "tokenizer.json"
FACTS_FILE = "embedder.json"
"""Written last: a folder without it is not complete."""

EXPORT_VERSION = 1
"""Changes when the same model would be written differently."""

_SAMPLE = ["Open weights let anyone examine a model.", "Kites."]
"""Traced with: two texts of different length, so that no shape is taken for constant."""


class NotExportable(Exception):
    """The model cannot be written for OpenVINO: it must be run by PyTorch."""


def export_model(model: Any, folder: Path) -> None:
    """Write a loaded sentence-transformers model into a new folder, with its tokenizer.

    The model written gives the states of the word pieces and the pooled vector, as
    sentence-transformers computes them; its weights are kept in 16 bits (cosine of the vectors to
    float32 at least 0.9999).

    Raises:
        NotExportable: its tokenizer is none of the tokenizers library, or an operation of the
            model is unknown to OpenVINO.
        OSError: the folder cannot be written.
    """
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise NotExportable("its tokenizer cannot be written to one file")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".exporting-", dir=folder.parent))
    try:
        _write_model(model, made / MODEL_FILE)
        tokenizer.save(str(made / TOKENIZER_FILE))
        facts = {
            "dim": int(model.get_embedding_dimension()),
            "window_tokens": window_of(model),
        }
        (made / FACTS_FILE).write_text(json.dumps(facts), encoding="utf-8")
        made.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write_model(model: Any, path: Path) -> None:
    import openvino
    import torch

    class Flat(torch.nn.Module):
        """The model with tensors in and out, where it takes and gives dictionaries."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, features: dict[str, Any]) -> tuple[Any, Any]:
            found = self.model(features)
            return found["token_embeddings"], found["sentence_embedding"]

    sample = model.tokenizer(_SAMPLE, padding=True, return_tensors="pt")
    features = {
        name: tensor
        for name, tensor in sample.items()
        if name in ("input_ids", "attention_mask", "token_type_ids")
    }
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tracing warns of shapes that it keeps open anyway
            converted = openvino.convert_model(Flat(), example_input={"features": features})
    except Exception as error:  # openvino raises bare Exceptions, torch what it pleases
        raise NotExportable(str(error).split("\n")[0]) from error
    for tensor in converted.inputs:
        tensor.get_tensor().set_names({name for name in tensor.get_names() if name in features})
    openvino.save_model(converted, path, compress_to_fp16=True)
