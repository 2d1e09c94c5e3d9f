"""A real server on loopback, in a thread, over the scripted assistant."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.settings import Settings
from rag.api.app import create_app
from tests.rag.api.scripted import ScriptedAssistant, library

Serve = Callable[[ASGIApp], httpx.Client]


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for what the server does once a reply has left."""
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.005)


class Switch:
    """The app of the one server: whichever the test under way has put there."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[str, Switch]]:
    """One server for all tests, since to start and stop one takes 0.2 s; and its address."""
    switch = Switch()
    server = uvicorn.Server(
        uvicorn.Config(switch, host="127.0.0.1", port=0, lifespan="off", log_config=None)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", switch
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive(), "the server did not stop: a request hangs"


@pytest.fixture
def serve(server: tuple[str, Switch]) -> Iterator[Serve]:
    """Puts an app on the server; gives a client of it."""
    address, switch = server
    with httpx.Client(base_url=address, timeout=10, trust_env=False, verify=False) as client:

        def start(app: ASGIApp) -> httpx.Client:
            switch.app = app
            return client

        yield start


@pytest.fixture
def assistant(tmp_path: Path) -> ScriptedAssistant:
    return ScriptedAssistant(library(tmp_path), Settings(_env_file=None, home=tmp_path))


@pytest.fixture
def client(assistant: ScriptedAssistant, serve: Serve) -> httpx.Client:
    return serve(create_app(assistant))
