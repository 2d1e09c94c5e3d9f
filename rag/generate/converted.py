"""Loading a model into OpenVINO GenAI, keeping what was converted from GGUF for the next start."""

import hashlib
import logging
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.errors import ModelUnavailable
from rag.generate.runtime import openvino_genai

_log = logging.getLogger(__name__)

_LINK = "openvino_model.gguf"
"""Name under which the GGUF file is linked: the converter writes beside the file it is given."""


def load_pipeline(model: Path, *, context_tokens: int, cache_dir: Path | None) -> Any:
    """Load a model on the CPU.

    Converting SmolLM2-135M from GGUF takes 5.2 s, loading what was converted 2.0 s (2 cores), so
    with a cache folder the converted model is kept: 97 MB. OpenVINO's own CACHE_DIR brought
    nothing (5.0 s from GGUF, 2.5 s from a folder, for 135 MB each) and is not used.

    Args:
        model: GGUF file, or folder of a model in OpenVINO format.
        context_tokens: tokens that prompt and answer together may take.
        cache_dir: where to keep converted models; None: convert anew each time.

    Returns:
        An `openvino_genai.LLMPipeline`.

    Raises:
        ModelUnavailable: openvino-genai is missing, or cannot load the model.
    """
    if model.is_dir() or cache_dir is None:
        return _load(model, context_tokens)
    folder = cache_dir / "openvino" / f"{model.stem}-{_key(model)}"
    if folder.is_dir():
        try:
            return _load(folder, context_tokens)
        except ModelUnavailable as error:
            _log.warning("Converting %s again: the kept conversion is broken (%s)", model, error)
            shutil.rmtree(folder)
    return _convert(model, folder, context_tokens)


def _key(model: Path) -> str:
    """What a conversion depends on: the file, and the version that converts it."""
    stat = model.stat()
    parts = (str(model.resolve()), stat.st_size, stat.st_mtime_ns, version("openvino-genai"))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _convert(model: Path, folder: Path, context_tokens: int) -> Any:
    """Load a GGUF file, and keep the conversion: made in a temporary folder, renamed when whole."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".converting-", dir=folder.parent))
    except OSError as error:
        _log.warning("Not keeping the converted model: %s", error)
        return _load(model, context_tokens)
    try:
        _link(model, work / _LINK)
        pipeline = _load(work / _LINK, context_tokens, enable_save_ov_model=True)
        (work / _LINK).unlink()
        # Another process may have been first: its folder is as good.
        if (work / "openvino_model.bin").is_file() and not folder.exists():
            work.rename(folder)
    except OSError as error:
        _log.warning("Not keeping the converted model: %s", error)
        return _load(model, context_tokens)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return pipeline


def _link(model: Path, link: Path) -> None:
    try:
        link.symlink_to(model.resolve())
    except OSError:  # file systems and accounts without symbolic links
        shutil.copyfile(model, link)


def _load(model: Path, context_tokens: int, **properties: Any) -> Any:
    try:
        genai = openvino_genai()
    except ImportError as error:
        raise ModelUnavailable(
            f"The package openvino-genai cannot be imported: {error}.",
            hint="Run `pip install 'openvino-genai>=2026.0,<2027'`, or set ASKDOCKET_LLM=none.",
        ) from error
    scheduler = genai.SchedulerConfig()
    # The cache would save a repeated prompt 1 s (0.03 s to the first token), but it changes the
    # arithmetic: of 56 prompts asked twice, of seven kinds, three kinds held answers that differed.
    # Without it all were the same; and prompts share little but the system message.
    scheduler.enable_prefix_caching = False
    # A whole prompt in one batch: 0.9 s for 1,211 tokens; in the default's batches of 256, 1.9 s.
    scheduler.max_num_batched_tokens = min(context_tokens, 8192)
    try:
        return genai.LLMPipeline(str(model), "CPU", scheduler_config=scheduler, **properties)
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ModelUnavailable(
            f"openvino-genai cannot load {model}: {reason}",
            hint="ASKDOCKET_LLM wants a GGUF file (Llama, Qwen or SmolLM architecture) or a folder "
            "with openvino_model.xml and openvino_tokenizer.xml.",
        ) from error
