"""The page on a real server on loopback, and a browser to read it with."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from fastapi import FastAPI

from corpus.settings import Settings
from tests.ui.harbour import ScriptedAssistant, service
from ui import examples
from ui.mount import mount_page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
EXAMPLE = "What do the commenters ask for?"


@dataclass
class Site:
    """The page being served, the assistant behind it, and the page images it handed out."""

    url: str
    assistant: ScriptedAssistant
    images: list[str] = field(default_factory=list)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=20)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Site]]:
    """Serve the page over a scripted assistant; keyword arguments are settings."""
    with ExitStack() as stack:

        def start(**settings: object) -> Site:
            assistant = ScriptedAssistant(Settings(_env_file=None, **settings))
            monkeypatch.setitem(examples.EXAMPLES, assistant.docket.docket_id, (EXAMPLE,))
            images: list[str] = []
            app = mount_page(service(fetched=images), assistant)
            stack.callback(assistant.gate.set)
            return Site(stack.enter_context(serving(app)), assistant, images)

        yield start


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A headless Chromium; without one the browser tests are skipped, and say so.

    Not for the whole session: while it is open, Playwright's loop runs in the main thread, where
    no other test could run one of its own.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = os.environ.get("ASKDOCKET_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if not found:
        pytest.skip("THE PAGE IS NOT TESTED: no Chromium; set ASKDOCKET_TEST_CHROMIUM to one")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGS)
        yield browser
        browser.close()
