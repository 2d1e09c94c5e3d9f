"""A worker: `python -m corpus.reading.workers.child CHANNEL LIMITS`, started by `Worker`.

It answers requests one at a time until its channel is closed. Little is imported here: a worker
that only reads PDFs has started in 0.2 s.
"""

import json
import os
import queue
import signal
import sys
import threading
import traceback
from multiprocessing.connection import Connection

from corpus.errors import UnreadableDocument
from corpus.ocr import Recogniser
from corpus.opening import open_file
from corpus.reading.file import read_content
from corpus.reading.workers.limits import Limits
from corpus.reading.workers.messages import (
    READY,
    Outcome,
    Request,
    outcome_bytes,
    page_bytes,
    request_of,
)

_GRACE_S = 5
"""The asker kills a worker at the limit; where it is gone itself, the alarm does this later."""


def main() -> None:
    """Serve requests."""
    channel, limits = Connection(int(sys.argv[1])), Limits(**json.loads(sys.argv[2]))
    limits.apply()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(channel, requests), daemon=True).start()
    channel.send_bytes(READY)
    while True:
        request = request_of(requests.get())
        outcome = _Job(request, limits, channel).outcome()
        channel.send_bytes(outcome_bytes(outcome))
        if outcome.out_of_memory:
            sys.exit(0)  # a library that ran out of memory may be in any state


def _listen(channel: Connection, requests: queue.SimpleQueue[bytes]) -> None:
    """Pass requests on; end this process and its children at once when the channel closes.

    It closes when the asker dies too, however it dies, and whatever this process is doing.
    """
    try:
        while True:
            requests.put(channel.recv_bytes())
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


class _Job:
    """One request at work."""

    def __init__(self, request: Request, limits: Limits, channel: Connection) -> None:
        self._request = request
        self._limits = limits
        self._channel = channel
        self._recognise = Recogniser(
            enabled=request.ocr, budget_s=limits.ocr_timeout_s, after_page=self._page_recognised
        )

    def outcome(self) -> Outcome:
        """Do what is requested."""
        self._set_alarm()
        try:
            if self._request.task == "open":
                open_file(self._request.path)
                return Outcome()
            content = read_content(
                self._request.path, notice=self._request.notice, recognise=self._recognise
            )
            return Outcome(content)
        except UnreadableDocument as error:
            return Outcome(error=error.message, hint=error.hint)
        except MemoryError:
            return Outcome(
                error=f"{self._request.path.name}: reading it takes more than "
                f"{self._limits.memory_mb} MB of memory.",
                hint="Set ASKDOCKET_READ_MEMORY_MB higher.",
                out_of_memory=True,
            )
        except Exception as error:
            return Outcome(
                error=f"{self._request.path.name}: the reader failed "
                f"({type(error).__name__}: {error}).",
                hint="The fault is Askdocket's or its installation's, not the file's: the log has "
                "the traceback to report it with.",
                trace=traceback.format_exc(),
            )

    def _page_recognised(self, seconds: float) -> None:
        self._channel.send_bytes(page_bytes(seconds))
        self._set_alarm()

    def _set_alarm(self) -> None:
        # The system's own alarm ends the process even where a library never lets Python run.
        signal.setitimer(signal.ITIMER_REAL, self._limits.timeout_s + _GRACE_S)


if __name__ == "__main__":
    main()
