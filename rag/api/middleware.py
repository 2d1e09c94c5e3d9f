"""What happens around every request: its id, its line in the log, its host, its body's bound."""

import logging
import re
import time
import uuid
from collections.abc import Collection
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.schemas import ErrorReply

_log = logging.getLogger(__name__)

REQUEST_ID = "X-Request-ID"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_CLIENT_GONE = 499
"""In the log only: the client went away before a status was sent."""
_DRAIN_BYTES = 16_000_000
_PORT = re.compile(r":\d*$")
_UNKNOWN_HOST = ErrorReply(
    code="unknown_host",
    message="This server is for this machine only: it is not known by the name in the Host header.",
    hint="Call it localhost or 127.0.0.1; a proxy in front must send that name too.",
)


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


class HostCheck:
    """Refuses a request whose Host header names another host, with 400.

    A site elsewhere can have its name lead to this machine once its page is open (DNS rebinding),
    and the browser then lets that page read what is here. The name in the header gives it away.
    Starlette's TrustedHostMiddleware does the same, but answers in plain text.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection, as ASGI has it."""
        if scope["type"] in ("http", "websocket"):
            named = Headers(scope=scope).get("host", "").lower()
            if _PORT.sub("", named) not in self._hosts:
                refusal = JSONResponse(_UNKNOWN_HOST.model_dump(), status_code=400)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class BodyLimit:
    """Refuses bodies over a size, declared or counted, with 413.

    Below `prefix` the bound is `max_bytes`; elsewhere, for the calls of a page mounted beside it,
    `elsewhere_bytes`.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int, prefix: str, elsewhere_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._prefix = prefix
        self._elsewhere_bytes = elsewhere_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        most = self._max_bytes if path.startswith(self._prefix) else self._elsewhere_bytes
        declared = Headers(scope=scope).get("content-length", "")
        size = int(declared) if declared.isdecimal() else 0
        taken = 0

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if max(size, taken) > most:
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
