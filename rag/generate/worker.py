"""Running a model in a thread of its own, so that a caller can stop waiting for it."""

import queue
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from rag.errors import GenerationTimeout

Emit = Callable[[str], bool]
"""Hands a piece to the consumer; False asks the producer to stop. An empty piece only asks."""


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None


def stream_from_thread(
    produce: Callable[[Emit], None], *, timeout_s: float, daemon: bool
) -> Generator[str, None, None]:
    """Iterate over what a producer emits in a thread of its own.

    Closing the iterator, or running out of time, does not wait for the producer: its next `emit`
    returns False, and the thread ends when the producer returns.

    Args:
        produce: called once with `emit`; returns when all is emitted or `emit` gave False.
        timeout_s: seconds for everything, from the first `next` on.
        daemon: whether the process may end while the thread still runs.

    Yields:
        The pieces, in order.

    Raises:
        GenerationTimeout: the producer was not done in time.
        Exception: whatever `produce` raised.
    """
    deadline = time.monotonic() + timeout_s
    late = GenerationTimeout(f"The language model did not finish within {timeout_s:g} seconds.")
    pieces: queue.SimpleQueue[str | _End] = queue.SimpleQueue()
    closed = threading.Event()

    def emit(piece: str) -> bool:
        if piece:
            pieces.put(piece)
        if time.monotonic() >= deadline:
            pieces.put(_End(late))
            return False
        return not closed.is_set()

    def work() -> None:
        try:
            produce(emit)
        except Exception as error:  # handed over: the consumer raises it
            pieces.put(_End(error))
        else:
            pieces.put(_End(None))

    threading.Thread(target=work, name="askdocket-generate", daemon=daemon).start()
    try:
        while True:
            item = _next_before(deadline, pieces)
            if isinstance(item, str):
                yield item
            elif item is None:
                raise late
            elif item.error is not None:
                raise item.error
            else:
                return
    finally:
        closed.set()


def _next_before(deadline: float, pieces: "queue.SimpleQueue[str | _End]") -> str | _End | None:
    # What lies in the queue was made in time, even if the consumer comes late for it.
    try:
        return pieces.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        return None
