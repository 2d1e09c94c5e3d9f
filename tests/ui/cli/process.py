"""The command line as its users have it: a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[3]
_ADDRESS = re.compile(r"Askdocket is at (http://\S+)")
_START_S = 90
"""Longest wait for a server: it loads its models, and the machine may be busy."""


def client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=60, trust_env=False, verify=False)


@dataclass
class Server:
    """A server under way, and what it said so far."""

    process: subprocess.Popen[str]
    address: str = ""
    said: list[str] = field(default_factory=list)

    def stop(self, sent: signal.Signals = signal.SIGINT) -> tuple[int, float]:
        """Exit code and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(sent)
        return self.process.wait(timeout=20), time.monotonic() - began


@dataclass(frozen=True)
class Askdocket:
    """`askdocket` in a folder of its own; `env` holds further settings."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def argv(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "ui.cli", *args]

    def environment(self) -> dict[str, str]:
        ours = {"ASKDOCKET_HOME": str(self.home), "ASKDOCKET_DOWNLOAD": "false"}
        outside = {k: v for k, v in os.environ.items() if not k.startswith("ASKDOCKET_")}
        return {**outside, "PYTHONPATH": str(ROOT), **ours, **self.env}

    def run(self, *args: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.argv(*args),
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def start(self, *args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.argv(*args),
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def serving(self, *args: str) -> Iterator[Server]:
        """A server that has said its address."""
        process = self.start(*args, "--port", "0")
        server = Server(process)
        found = threading.Event()
        reader = threading.Thread(target=_read, args=(server, found))
        reader.start()
        try:
            found.wait(_START_S)
            assert server.address, "no server: " + "".join(server.said)
            yield server
        finally:
            process.kill()  # nothing happens to one that has ended
            process.wait()
            reader.join()


def _read(server: Server, found: threading.Event) -> None:
    assert server.process.stdout is not None
    with server.process.stdout as lines:
        for line in lines:
            server.said.append(line)
            if match := _ADDRESS.search(line):
                server.address = match[1]
                found.set()
    found.set()
