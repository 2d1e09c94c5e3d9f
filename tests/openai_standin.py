"""A loopback server that speaks the OpenAI API, well or badly, for tests."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = ["Three", "commenters", "support", "staged", "release", "while", "two", "do", "not"]


def prompt_tokens(messages: list[dict[str, str]]) -> int:
    """What the stand-in's model would count: words, marks and single digits, and its markup."""
    return 3 + sum(
        5 + len(re.findall(r"\d|[^\W\d_]+|[^\w\s]|_", message["content"])) for message in messages
    )


@dataclass
class Standin:
    """What the server does next, and what it was asked.

    `behaviour` is `good`, an HTTP status, `cut`, `short`, `slow`, `stall`, `html`, `garbage`,
    `odd`, `error-event`, `empty`, or `say` with the pieces to send in `pieces`.
    """

    behaviour: str = "good"
    pieces: list[str] = field(default_factory=list)
    models: Any = field(default_factory=lambda: ["small", "large"])
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    disconnected: threading.Event = field(default_factory=threading.Event)
    address: str = ""


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        models = self.server.standin.models
        if isinstance(models, list):
            data = [{"id": name, "object": "model"} for name in models]
            self._send(200, json.dumps({"object": "list", "data": data}))
        else:
            self._send(200, models, "text/html")

    def do_POST(self) -> None:
        standin = self.server.standin
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        standin.requests.append(request)
        standin.headers.append({name.lower(): value for name, value in self.headers.items()})
        if standin.behaviour.isdigit():
            self._send(int(standin.behaviour), '{"error": {"message": "no luck today"}}')
        elif standin.behaviour == "html":
            self._send(200, "<html>welcome</html>", "text/html")
        else:
            try:
                self._stream(request)
            except (BrokenPipeError, ConnectionResetError):
                standin.disconnected.set()

    def _send(self, status: int, body: str, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def _stream(self, request: dict[str, Any]) -> None:
        standin = self.server.standin
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if standin.behaviour == "cut":  # promises more than it sends
            self.send_header("Content-Length", "100000")
        self.end_headers()
        if standin.behaviour == "stall":
            standin.disconnected.wait(5)
            return
        for piece in self._pieces(request):
            self._event({"choices": [{"index": 0, "delta": {"content": piece}}]})
            if standin.behaviour == "slow":
                time.sleep(0.05)
        if standin.behaviour == "garbage":
            self.wfile.write(b"data: {this is not JSON\n\n")
        elif standin.behaviour == "odd":
            for event in ({"choices": 5}, {"choices": {"a": 1}}, {"choices": [3]}, 42, [1], None):
                self._event(event)
        elif standin.behaviour == "error-event":
            self._event({"error": {"message": "out of memory"}})
        elif standin.behaviour not in ("cut", "short"):
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self._event({"choices": [], "usage": {"total_tokens": 7}})
            self.wfile.write(b"data: [DONE]\n\n")

    def _pieces(self, request: dict[str, Any]) -> list[str]:
        standin = self.server.standin
        if standin.behaviour == "say":
            return standin.pieces
        if standin.behaviour == "slow":
            return ["word "] * 200
        if standin.behaviour == "empty":
            return []
        words = WORDS[: request["max_tokens"]]
        return [word if place == 0 else f" {word}" for place, word in enumerate(words)]

    def _event(self, event: object) -> None:
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    standin: Standin


@contextmanager
def running_standin() -> Iterator[Standin]:
    """A stand-in that answers at `address` until the block ends."""
    standin = Standin()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.standin = standin
    standin.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        standin.disconnected.set()
        server.shutdown()
        server.server_close()
        thread.join()
