"""A blocking iterator stepped through from async code, which can leave it at any moment."""

import threading
from collections.abc import AsyncGenerator, Generator, Iterator
from typing import Generic, TypeVar

from anyio import to_thread

T = TypeVar("T")


class Stepper(Generic[T]):
    """Takes each step in a worker thread, and gives the iterator up when it is left.

    A step cannot be interrupted: a model finishes its sentence. Whoever leaves (Stop, a closed
    tab) need not wait for that; the thread closes the iterator as soon as its step is done.
    """

    def __init__(self, iterator: Iterator[T]) -> None:
        self._iterator = iterator
        self._stepping = threading.Lock()
        self._left = False

    async def steps(self) -> AsyncGenerator[T, None]:
        """The iterator's items, as they come; its errors too."""
        try:
            while True:
                found = await to_thread.run_sync(self._step, abandon_on_cancel=True)
                if not found:
                    return
                yield found[0]
        finally:
            self._leave()

    def _step(self) -> tuple[T, ...]:
        """The next item, or nothing at the end."""
        with self._stepping:
            if not self._left:
                for item in self._iterator:
                    return self._kept(item)
        return ()

    def _kept(self, item: T) -> tuple[T, ...]:
        if self._left:
            self._close()
            return ()
        return (item,)

    def _leave(self) -> None:
        self._left = True
        # Held: a step is under way, and its thread closes the iterator after it.
        if self._stepping.acquire(blocking=False):
            try:
                self._close()
            finally:
                self._stepping.release()

    def _close(self) -> None:
        if isinstance(self._iterator, Generator):
            self._iterator.close()
