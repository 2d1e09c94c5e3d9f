"""From the settings' words to a generator."""

import re
from pathlib import Path

from index.errors import ModelUnavailable
from rag.generate.hub import hub_folder
from rag.generate.packaged import CONTEXT_TOKENS, NAME, packaged_counter, packaged_gguf
from rag.generate.protocol import Generator, Style
from rag.tokens import EstimatedCounter

_ACCEPTED = (
    "ASKDOCKET_LLM takes `embedded`, `none`, a GGUF file, a folder or hub name of a model in "
    "OpenVINO format, or the http(s)://.../v1 address of an OpenAI-compatible server."
)
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


def make_generator(
    *,
    llm: str,
    llm_model: str,
    api_key: str | None,
    context_tokens: int,
    timeout_s: float,
    cache_dir: Path | None,
) -> Generator | None:
    """Make the generator that the settings ask for.

    Args:
        llm: ASKDOCKET_LLM: `embedded`, `none`, a path, a hub name or an http(s) address.
        llm_model: model to ask a server for; empty: its first.
        api_key: key for a server.
        context_tokens: tokens that prompt and answer together may take.
        timeout_s: seconds for one answer.
        cache_dir: where downloaded and converted models are kept; None: nowhere of our own.

    Returns:
        The generator, its model loaded if it runs in this process; None for `none`.

    Raises:
        ModelUnavailable: `llm` is none of these, or its model cannot be loaded. A server is not
            asked before the first question.
    """
    if llm == "none":
        return None
    if llm.lower().startswith(("http://", "https://")):
        return _by_http(llm, llm_model, api_key, context_tokens, timeout_s)
    if llm == "embedded":
        window = min(context_tokens, CONTEXT_TOKENS)
        return _in_process(packaged_gguf(), NAME, "rewrite", window, timeout_s, cache_dir)
    path = _model_path(llm, cache_dir)
    name = llm if path != Path(llm).expanduser() else path.stem if path.is_file() else path.name
    return _in_process(path, name, "compose", context_tokens, timeout_s, cache_dir)


def _model_path(llm: str, cache_dir: Path | None) -> Path:
    path = Path(llm).expanduser()
    if path.is_dir() or (path.is_file() and path.suffix == ".gguf"):
        return path
    if path.exists():
        raise ModelUnavailable(f"{llm} is not a GGUF file.", hint=_ACCEPTED)
    if _HUB_NAME.fullmatch(llm):
        return hub_folder(llm, cache_dir)
    raise ModelUnavailable(f"There is no model {llm!r}.", hint=_ACCEPTED)


# Imported where needed: a server's user does not wait for OpenVINO, nor the reverse.


def _in_process(
    model: Path,
    name: str,
    style: Style,
    context_tokens: int,
    timeout_s: float,
    cache_dir: Path | None,
) -> Generator:
    from rag.generate.openvino import OpenVinoGenerator

    return OpenVinoGenerator(
        model,
        name=name,
        style=style,
        context_tokens=context_tokens,
        timeout_s=timeout_s,
        cache_dir=cache_dir,
    )


def _by_http(
    address: str, model: str, api_key: str | None, context_tokens: int, timeout_s: float
) -> Generator:
    from rag.generate.openai_http import OpenAIGenerator

    return OpenAIGenerator(
        address.rstrip("/"),
        model=model,
        api_key=api_key,
        context_tokens=context_tokens,
        timeout_s=timeout_s,
        counter=EstimatedCounter(packaged_counter()),
    )
