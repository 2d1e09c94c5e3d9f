"""OpenVINO GenAI, imported so that it tells nobody."""

import importlib
import sys
from typing import Any


def openvino_genai() -> Any:
    """The module openvino_genai.

    Importing it imports OpenVINO's conversion tools, and those report the import to a web
    analytics service through the package openvino_telemetry. Where that package cannot be
    imported they fall back on a stub of their own that does nothing: so it is made unimportable
    first. Nothing leaves the machine.

    Raises:
        ImportError: the package is not installed, or broken.
    """
    if "openvino_telemetry" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    return importlib.import_module("openvino_genai")
