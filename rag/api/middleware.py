"""What happens around every request: its id, its line in the log, the bound on its body."""

import logging
import re
import time
import uuid
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)

REQUEST_ID = "X-Request-ID"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_CLIENT_GONE = 499
"""In the log only: the client went away before a status was sent."""
_DRAIN_BYTES = 16_000_000


class RequestLog:
    """Gives each request an id and logs one line for it: method, path, status, time, id.

    The query string and the body are left out: they hold what people ask. A caller's own
    X-Request-ID is kept when it is short and plain.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        status, began = _CLIENT_GONE, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            status = 500
            raise
        finally:
            taken_ms = (time.perf_counter() - began) * 1000
            path = quote(scope["path"], errors="replace")  # no line break from a path gets in
            _log.info("%s %s %d %.0f ms %s", scope["method"], path, status, taken_ms, request_id)


class BodyLimit:
    """Refuses bodies over a size, declared or counted, with 413.

    Only below `prefix`: a page mounted beside it has its own bounds.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int, prefix: str) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection, as ASGI has it."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not path.startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        size = int(declared) if declared.isdecimal() else 0
        taken = 0

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if max(size, taken) > self._max_bytes:
                await _drain(message, receive)
                # The one exception that the framework lets through while it reads a body.
                raise HTTPException(413)
            return message

        await self._app(scope, receive_bounded, send)


async def _drain(message: Message, receive: Receive) -> None:
    """Read the rest of a body away, within reason: many clients read a reply only then."""
    left = _DRAIN_BYTES
    while left > 0 and message.get("more_body", False):
        message = await receive()
        left -= len(message.get("body", b""))
