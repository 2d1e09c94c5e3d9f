"""A real HTTP server on loopback that does what servers do on bad days."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

Behaviour = Callable[[BaseHTTPRequestHandler], None]
ETAG = '"v1"'


class MisbehavingServer:
    """Serves routes: each a list of behaviours, one a request; the last one stays."""

    def __init__(self) -> None:
        self.routes: dict[str, list[Behaviour]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append((self.path, dict(self.headers.items())))
                behaviours = outer.routes.get(self.path, [status(404)])
                behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
                try:
                    behaviour(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # the client went away

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
                pass

        self.stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def whole(data: bytes, kind: str = "application/pdf", *, etag: str = ETAG) -> Behaviour:
    """The file; its rest where Range and If-Range ask for that."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        start = 0
        asked = request.headers.get("Range", "")
        if asked and request.headers.get("If-Range") == etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        _headers(request, kind, len(data) - start, etag)
        request.wfile.write(data[start:])

    return behave


def without_ranges(data: bytes) -> Behaviour:
    """The whole file, whatever range was asked for."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        _headers(request, "application/pdf", len(data), ETAG)
        request.wfile.write(data)

    return behave


def cut(data: bytes, after: int, *, etag: str = ETAG) -> Behaviour:
    """Announces the file (or its rest) and hangs up early."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        _headers(request, "application/pdf", len(data), etag)
        request.wfile.write(data[:after])
        request.wfile.flush()
        request.close_connection = True

    return behave


def without_length(data: bytes) -> Behaviour:
    """Sends without saying how much will come; the end of the connection is the end."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(data)
        request.close_connection = True

    return behave


def wrong_range(data: bytes) -> Behaviour:
    """Answers 206 with another range than was asked for."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(206)
        request.send_header("Content-Range", f"bytes 0-{len(data) - 1}/{len(data)}")
        _headers(request, "application/pdf", len(data), ETAG)
        request.wfile.write(data)

    return behave


def slow(data: bytes, pause_s: float) -> Behaviour:
    """Dribbles the file in ten pieces."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        _headers(request, "application/pdf", len(data), ETAG)
        step = max(1, len(data) // 10)
        for start in range(0, len(data), step):
            request.wfile.write(data[start : start + step])
            request.wfile.flush()
            time.sleep(pause_s)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    """An empty answer of that status; underscores in header names become hyphens."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return behave


def mute(server: MisbehavingServer, *, after: Behaviour | None = None) -> Behaviour:
    """Never answers, or never goes on after what `after` sends."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        if after is not None:
            after(request)
        server.stopped.wait(30)
        request.close_connection = True

    return behave


def _headers(request: BaseHTTPRequestHandler, kind: str, length: int, etag: str) -> None:
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(length))
    if etag:
        request.send_header("ETag", etag)
    request.end_headers()
