"""Server-sent events from a synchronous iterator that runs in a worker thread.

The wire format is fastapi.sse's. Its routing is not used: there the endpoint streams always (ours
only when asked), the status is sent before the first event (an early failure here is a status),
and a synchronous generator is not closed when the client leaves.
"""

import logging
import math
from collections.abc import Generator
from contextlib import closing
from functools import partial

import anyio
from anyio import CapacityLimiter, from_thread, to_thread
from anyio.abc import ObjectReceiveStream
from anyio.streams.memory import MemoryObjectSendStream
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from corpus.errors import AskdocketError
from rag.api.errors import body_of

_log = logging.getLogger(__name__)

KEEPALIVE_S = 10.0
"""Seconds without an event after which a comment is sent, so that no proxy hangs up."""

ServerEvent = tuple[str, BaseModel]
"""Name and data of an event."""


class EventStream(Response):
    """A reply of server-sent events, each sent as soon as it is there.

    The iterator runs, and is closed, in one worker thread. An error before the first event is
    raised, so the error handlers make it a status; a later one becomes the event `error`. When
    the client goes away the iterator is closed at its next event.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        events: Generator[ServerEvent, None, None],
        *,
        limiter: CapacityLimiter,
        keepalive_s: float = KEEPALIVE_S,
    ) -> None:
        self.status_code = 200
        self.background = None
        # X-Accel-Buffering is nginx's: without it a reply is gathered before it is passed on.
        self.init_headers({"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})
        self._events = events
        self._limiter = limiter
        self._keepalive_s = keepalive_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the reply, as ASGI has it."""
        # Unbounded, so that a slow reader does not hold the model; an answer is short.
        sender, receiver = anyio.create_memory_object_stream[ServerEvent | Exception](math.inf)
        failure: Exception | None = None
        with sender:
            async with anyio.create_task_group() as tasks:
                pump = partial(_pump, self._events, sender)
                tasks.start_soon(partial(to_thread.run_sync, pump, limiter=self._limiter))
                tasks.start_soon(_cancel_when_gone, receive, tasks.cancel_scope)
                # Closing the receiver tells the thread that nobody listens any more.
                with receiver:
                    failure = await self._forward(receiver, send)
                tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure

    async def _forward(
        self, receiver: ObjectReceiveStream[ServerEvent | Exception], send: Send
    ) -> Exception | None:
        """Send events until they end; an error before anything was sent is returned instead."""
        started = False
        while True:
            chunk, last = KEEPALIVE_COMMENT, False
            with anyio.move_on_after(self._keepalive_s):
                try:
                    item = await receiver.receive()
                except anyio.EndOfStream:
                    chunk, last = b"", True
                else:
                    if isinstance(item, Exception) and not started:
                        return item
                    chunk = _encode(item)
            if not started:
                started = True
                start = {"status": self.status_code, "headers": self.raw_headers}
                await send({"type": "http.response.start", **start})
            await send({"type": "http.response.body", "body": chunk, "more_body": not last})
            if last:
                return None


def _pump(
    events: Generator[ServerEvent, None, None],
    sender: MemoryObjectSendStream[ServerEvent | Exception],
) -> None:
    """Run the iterator to its end, or until nobody listens. Runs in a worker thread."""
    with closing(events):
        try:
            for event in events:
                from_thread.run_sync(sender.send_nowait, event)
            from_thread.run_sync(sender.close)
        except anyio.BrokenResourceError:
            _log.info("The client went away; the answer is given up.")
        except Exception as error:  # handed over whole: the reply, or its end, is made of it
            _hand_over(error, sender)


def _hand_over(error: Exception, sender: MemoryObjectSendStream[ServerEvent | Exception]) -> None:
    try:
        from_thread.run_sync(sender.send_nowait, error)
        from_thread.run_sync(sender.close)
    except anyio.BrokenResourceError:
        _log.warning("An answer failed after its client went away.", exc_info=error)


async def _cancel_when_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def _encode(item: ServerEvent | Exception) -> bytes:
    if isinstance(item, Exception):
        if not isinstance(item, AskdocketError):
            _log.error("An answer broke off.", exc_info=item)
        item = ("error", body_of(item))
    name, data = item
    return format_sse_event(event=name, data_str=data.model_dump_json())
