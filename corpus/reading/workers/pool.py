"""Worker processes and what they answer: `Pool`.

Not multiprocessing's own pools, nor pebble's or loky's: started safely (by spawn), their workers
import the program that started them, here 1.5 s and 100 MB each for `python -m index.build`; they
outlive a killed parent while they are busy; and what they started (tesseract) outlives them.
"""

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait

from corpus.errors import AskdocketError
from corpus.reading.workers.limits import Limits
from corpus.reading.workers.messages import Outcome, Request
from corpus.reading.workers.worker import Worker


class WorkersUnavailable(AskdocketError):
    """No process can be started to read files in."""

    code = "workers_unavailable"
    hint = "Set ASKDOCKET_READ_MEMORY_MB higher, or free some of the machine's memory."
    retryable = True


class Pool:
    """Processes that read files, kept alive over many of them; leaving the context ends them.

    A process that crashes, hangs or runs out of memory costs the file that it was reading; another
    takes its place. Not to be used by two threads at once.
    """

    def __init__(self, limits: Limits, *, size: int | None = None) -> None:
        """Start nothing yet.

        Args:
            limits: of each file.
            size: processes at the most; one a core where not given.
        """
        self._limits = limits
        self._size = size or _cores()
        self._workers: list[Worker] = []

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def outcomes(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Each request's position and outcome, in the order in which they are done.

        Requests are begun in the order given.

        Raises:
            WorkersUnavailable: a process cannot be started, or dies before it has begun.
        """
        waiting = deque(range(len(requests)))
        begun: dict[Worker, int] = {}
        while waiting or begun:
            while waiting and len(begun) < self._size:
                worker = self._idle(begun)
                begun[worker] = waiting.popleft()
                worker.begin(requests[begun[worker]])
            for worker, outcome in self._finished(list(begun)):
                yield begun.pop(worker), outcome

    def _idle(self, begun: dict[Worker, int]) -> Worker:
        for worker in self._workers:
            if worker not in begun:
                return worker
        try:
            worker = Worker(self._limits)
        except OSError as error:
            raise WorkersUnavailable(f"No process can be started: {error.strerror}.") from error
        self._workers.append(worker)
        return worker

    def _finished(self, busy: Sequence[Worker]) -> Iterator[tuple[Worker, Outcome]]:
        """Wait for news or the next limit; a worker that is dead or late leaves the pool."""
        left_s = min(worker.deadline for worker in busy) - time.monotonic()
        ready = wait([worker.channel for worker in busy], timeout=max(0.0, left_s))
        for worker in busy:
            if worker.channel in ready:
                outcome = worker.hear()
            elif worker.deadline <= time.monotonic():
                outcome = worker.give_up()
            else:
                continue
            if not worker.alive:
                self._workers.remove(worker)
                if not worker.started:
                    raise WorkersUnavailable(f"A reading process cannot start: {worker.complaint}")
            if outcome is not None:
                yield worker, outcome


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
