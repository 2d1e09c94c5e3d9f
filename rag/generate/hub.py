"""Fetching a model in OpenVINO format from a hub, by its name."""

from pathlib import Path

from index.errors import ModelUnavailable

_FILES = ("openvino_*", "*.json", "*.jinja", "*.txt")
"""What OpenVINO GenAI reads; weights of other formats in the same repository stay there."""


def hub_folder(name: str, cache_dir: Path | None) -> Path:
    """Folder of a hub's model, fetched if it is not here yet.

    HF_HUB_OFFLINE, HF_ENDPOINT and HF_TOKEN mean what they mean to `huggingface_hub`.

    Args:
        name: repository, such as OpenVINO/Qwen3-1.7B-int4-ov.
        cache_dir: our folder for models, of which `hub` is used; None: the hub's own cache.

    Raises:
        ModelUnavailable: it cannot be fetched, or is not in OpenVINO format.
    """
    try:
        import huggingface_hub
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    except ImportError as error:
        raise ModelUnavailable(
            f"There is no model {name!r} here, and nothing to fetch it with.",
            hint="Run `pip install huggingface_hub`, or set ASKDOCKET_LLM to a folder.",
        ) from error
    try:
        folder = huggingface_hub.snapshot_download(
            name,
            cache_dir=None if cache_dir is None else cache_dir / "hub",
            allow_patterns=list(_FILES),
        )
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ModelUnavailable(
            f"The model {name!r} is not here and cannot be fetched: {reason}",
            hint="Check the name in ASKDOCKET_LLM and the connection (HF_ENDPOINT names a mirror, "
            "HF_HUB_OFFLINE forbids fetching), or set ASKDOCKET_LLM to a folder.",
        ) from error
    if not (Path(folder) / "openvino_model.xml").is_file():
        raise ModelUnavailable(
            f"The model {name!r} is not in OpenVINO format.",
            hint="Name one that holds openvino_model.xml, such as OpenVINO/Qwen3-1.7B-int4-ov.",
        )
    return Path(folder)
