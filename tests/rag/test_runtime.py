"""The model's runtime reports to nobody."""

import subprocess
import sys

import pytest

_PROBE = """
import socket
reached = []
def refuse(address, *rest, **more):
    reached.append(address)
    raise OSError("no network in this test")
socket.create_connection = refuse
socket.socket.connect = lambda self, address: refuse(address)
from rag.generate.runtime import openvino_genai
openvino_genai()
import time
time.sleep(1)
assert not reached, reached
"""


@pytest.mark.model
def test_importing_the_runtime_reaches_for_no_host() -> None:
    run = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
