"""Leaving an iterator in the middle of a step, and without one."""

import threading
from collections.abc import Iterator
from contextlib import aclosing

import anyio
import pytest

from ui.stepping import Stepper


class Script:
    """Yields 1; then waits for the gate; then yields 2. Knows when it was closed."""

    def __init__(self) -> None:
        self.waiting, self.gate, self.closed = (threading.Event() for _ in range(3))

    def run(self) -> Iterator[int]:
        try:
            yield 1
            self.waiting.set()
            assert self.gate.wait(timeout=10)
            yield 2
        finally:
            self.closed.set()


def test_items_come_in_order_and_the_iterator_is_closed() -> None:
    script = Script()
    script.gate.set()

    async def take() -> list[int]:
        return [item async for item in Stepper(script.run()).steps()]

    assert anyio.run(take) == [1, 2]
    assert script.closed.is_set()


def test_leaving_in_the_middle_of_a_step_does_not_wait_for_it() -> None:
    script = Script()

    async def take_for_a_moment() -> list[int]:
        taken = []
        with anyio.move_on_after(0.3):
            async with aclosing(Stepper(script.run()).steps()) as steps:
                async for item in steps:
                    taken.append(item)
        assert script.waiting.is_set()
        assert not script.closed.is_set()
        script.gate.set()
        return taken

    assert anyio.run(take_for_a_moment) == [1]
    assert script.closed.wait(timeout=10)


def test_leaving_between_steps_closes_at_once() -> None:
    script = Script()

    async def take_one() -> None:
        async with aclosing(Stepper(script.run()).steps()) as steps:
            async for _ in steps:
                break

    anyio.run(take_one)
    assert script.closed.is_set()


def test_errors_come_through() -> None:
    def fail() -> Iterator[int]:
        yield 1
        raise LookupError("gone")

    async def take() -> None:
        async for _ in Stepper(fail()).steps():
            pass

    with pytest.raises(LookupError, match="gone"):
        anyio.run(take)
