"""What every test may use: the real documents, and a network that ends at this machine."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """Folder of the real documents; the test is skipped, with the reason, where it is absent."""
    default = _ROOT.parent / "shared" / "corpus" / "NTIA-2023-0009"
    folder = Path(os.environ.get("ASKDOCKET_TEST_CORPUS", default))
    if not (folder / "NTIA-2023-0009-0001.pdf").is_file():
        pytest.skip(f"THE REAL DOCUMENTS ARE ABSENT: no {folder}; set ASKDOCKET_TEST_CORPUS")
    return folder


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see no setting of whoever runs them."""
    for name in list(os.environ):
        if name.startswith("ASKDOCKET_") and not name.startswith("ASKDOCKET_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and str(address[0]) not in _LOOPBACK:
            raise RuntimeError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
