"""The page's place on the server: its headers, and that it leaves the service's routes alone."""

import re
from collections.abc import Callable

import httpx

from corpus.settings import Settings
from tests.ui.conftest import Site, serving
from tests.ui.harbour import ScriptedAssistant
from ui.server import create_server


def test_the_page_may_fetch_nothing_from_elsewhere(serve: Callable[..., Site]) -> None:
    reply = httpx.get(serve().url)
    assert reply.status_code == 200
    policy = reply.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "fonts.g" not in reply.text


def test_gradio_reports_nothing_and_offers_nothing_else(serve: Callable[..., Site]) -> None:
    with httpx.Client(base_url=serve().url) as client:
        config = client.get("/config").json()
        assert config["analytics_enabled"] is False
        assert config["footer_links"] == []
        assert client.get("/gradio_api/info").json()["named_endpoints"] == {}
        assert client.get("/monitoring").status_code in (403, 404)
        sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 5000)})
        assert sent.status_code == 413


def test_the_service_keeps_its_routes_beside_the_page() -> None:
    app = create_server(ScriptedAssistant(Settings(_env_file=None)))
    with serving(app) as url, httpx.Client(base_url=url) as client:
        assert "gradio" in client.get("/").text
        assert client.get("/healthz").status_code == 200
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
        large = {"data": ["x" * 3_000_000], "fn_index": 0, "session_hash": "a"}
        assert client.post("/gradio_api/queue/join", json=large).status_code == 413
        docs = client.get("/docs")
        assert docs.status_code == 200
        assert "content-security-policy" not in docs.headers
