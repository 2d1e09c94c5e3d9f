"""One worker process, seen from the process that asks it."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, replace
from multiprocessing import Pipe
from pathlib import Path

from corpus.reading.workers.limits import Limits
from corpus.reading.workers.messages import (
    READY,
    Outcome,
    PageRecognised,
    Request,
    answer_of,
    request_bytes,
)

_log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[3]
_START_S = 60.0
"""For the interpreter and the libraries to be loaded; 0.3 s at rest, minutes on a full machine."""
_END_S = 2.0
_MOST_ANSWER_BYTES = 1 << 30
_COMPLAINT_BYTES = 2000
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"), "1")
"""There is a worker for every core; tesseract's threads make it slower even where cores idle."""


class Worker:
    """A process that answers one request at a time.

    Attributes:
        channel: becomes readable when there is something to `hear`.
        deadline: time.monotonic() after which to `give_up`.
        alive: whether it can be asked again.
        started: whether it ever was ready to be asked.
        complaint: the end of what it wrote on its standard error, once it is dead.
    """

    def __init__(self, limits: Limits) -> None:
        """Start the process.

        Raises:
            OSError: the system has none to give.
        """
        self._limits = limits
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `kill`
        self.channel, theirs = Pipe()
        environment = {**os.environ, **_ONE_THREAD, "PYTHONPATH": str(_ROOT)}
        command = ["-P", "-m", "corpus.reading.workers.child", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                [sys.executable, *command, json.dumps(asdict(limits))],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                env=environment,
                start_new_session=True,  # Ctrl-C reaches the asker alone, which then ends it
            )
        self.deadline = time.monotonic() + _START_S
        self.alive, self.started = True, False
        self.complaint = ""
        self._request: Request | None = None
        self._began = self._ocr_left_s = 0.0

    def begin(self, request: Request) -> None:
        """Give it a request; one at a time."""
        self._request = request
        self._ocr_left_s = self._limits.ocr_timeout_s
        if self.started:
            self._send()

    def hear(self) -> Outcome | None:
        """Take its next message: an outcome, or None where it is still at work."""
        try:
            message = self.channel.recv_bytes(_MOST_ANSWER_BYTES)
            if message == READY and not self.started:
                self.started = True
                self._send()
                return None
            answer = answer_of(message)
        except (EOFError, OSError, ValueError) as error:
            return self._died(error)
        if isinstance(answer, PageRecognised):
            extra_s = min(answer.seconds, self._ocr_left_s)
            self._ocr_left_s -= extra_s
            self.deadline += extra_s
            return None
        if answer.trace:
            _log.error("%s\n%s", answer.error, answer.trace)
        if answer.out_of_memory:
            self.kill()
        return replace(answer, seconds=time.monotonic() - self._began)

    def give_up(self) -> Outcome:
        """End it at its deadline."""
        self.kill()
        return self._failed(
            f"reading it takes longer than {self._limits.timeout_s:g} s",
            "Set ASKDOCKET_READ_TIMEOUT_S higher.",
        )

    def kill(self) -> None:
        """End the process and what it has started."""
        if not self.alive:
            return
        self.alive = False
        with suppress(ProcessLookupError, PermissionError):  # nobody is left of its group
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.channel.close()
        end = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, end - _COMPLAINT_BYTES))
        self.complaint = self._stderr.read().decode(errors="replace").strip()
        self._stderr.close()

    def _send(self) -> None:
        if self._request is None:
            return
        self._began = time.monotonic()
        self.deadline = self._began + self._limits.timeout_s
        with suppress(OSError):  # it has died: hearing it will say so
            self.channel.send_bytes(request_bytes(self._request))

    def _died(self, error: Exception) -> Outcome:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)  # so that it is its own end that is told, not ours
        self.kill()
        _log.warning("a reading process ended: %r %s", error, self.complaint)
        return self._failed(
            f"the reader crashed ({_fate(self._process.returncode)})",
            f"The file is broken, or reading it takes more than the {self._limits.memory_mb} MB "
            "that ASKDOCKET_READ_MEMORY_MB allows.",
        )

    def _failed(self, reason: str, hint: str) -> Outcome:
        name = self._request.path.name if self._request else "no file"
        seconds = time.monotonic() - self._began
        return Outcome(error=f"{name}: {reason}.", hint=hint, seconds=seconds)


def _fate(returncode: int) -> str:
    return signal.Signals(-returncode).name if returncode < 0 else f"exit status {returncode}"
