"""Health, readiness, the key, the log, the documentation."""

import logging
import re

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from index.errors import IndexMissing, IndexStale
from rag.api.app import create_app
from tests.rag.api.conftest import Serve, eventually
from tests.rag.api.scripted import DOC, MODEL, ScriptedAssistant
from tests.rag.api.test_api_errors import refused

KEY = "a kéy"
CALLS = [
    ("POST", "/v1/search"),
    ("POST", "/v1/ask"),
    ("GET", "/v1/documents"),
    ("GET", f"/v1/documents/{DOC}"),
    ("GET", f"/v1/documents/{DOC}/pages/1"),
    ("GET", f"/v1/documents/{DOC}/pages/1/image"),
    ("GET", "/v1/index"),
    ("GET", "/v1/nothing"),
]


def test_the_index_in_use(client: httpx.Client) -> None:
    assert client.get("/v1/index").json() == {
        "version": "v1",
        "docket": "DEMO-0001",
        "docket_title": "Request for Comment",
        "created": "2031-02-03T04:05:06+00:00",
        "documents": 3,
        "passages": 7,
        "pages": 4,
        "comments_in_docket": 99,
        "embedding_model": "packaged",
        "model": MODEL,
    }


def test_alive_and_ready(client: httpx.Client, assistant: ScriptedAssistant) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "index_version": ""}
    assert client.get("/readyz").json() == {"status": "ready", "index_version": "v1"}
    for error in (IndexMissing("No index has been built."), IndexStale("Another model.")):
        assistant.no_index = error
        reply = client.get("/readyz")
        assert refused(reply, 503, error.code) == error.message
        assert client.get("/healthz").status_code == 200


def with_key(assistant: ScriptedAssistant) -> FastAPI:
    assistant.settings = assistant.settings.model_copy(update={"api_key": SecretStr(KEY)})
    return create_app(assistant)


def test_every_call_of_v1_wants_the_key(assistant: ScriptedAssistant, serve: Serve) -> None:
    client = serve(with_key(assistant))
    wrong = [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {KEY}".encode()}]
    for method, path in CALLS:
        for headers in wrong:
            reply = client.request(method, path, headers=headers)
            refused(reply, 401, "unauthorized")
            assert reply.headers["www-authenticate"] == "Bearer"
    assert assistant.calls == []
    for path in ("/healthz", "/readyz", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 200


def test_the_key_opens(assistant: ScriptedAssistant, serve: Serve) -> None:
    client = serve(with_key(assistant))
    client.headers["Authorization"] = f"Bearer {KEY}"
    assert client.get("/v1/index").status_code == 200
    assert client.post("/v1/ask", json={"question": "Why?"}).status_code == 200
    refused(client.get("/v1/nothing"), 404, "not_found")


def test_one_line_a_request_without_what_was_asked(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="rag.api.middleware")
    reply = client.post("/v1/ask?debug=secret", json={"question": "secret question"})
    client.get("/v1/documents/a%0Ab?quote=secret", headers={"X-Request-ID": "mine-1"})
    client.get("/healthz", headers={"X-Request-ID": "x" * 65})
    eventually(lambda: len(caplog.records) == 3)
    first, second, third = caplog.messages
    made = reply.headers["x-request-id"]
    assert re.fullmatch(rf"POST /v1/ask 200 \d+ ms {made}", first)
    assert re.fullmatch(r"GET /v1/documents/a%0Ab 404 \d+ ms mine-1", second)
    assert "xxx" not in third
    assert "secret" not in caplog.text


def test_the_documentation_fetches_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/docs").text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    for source in sources:
        assert source.startswith("/")
        assert client.get(source).status_code == 200


def test_every_call_is_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path for path in paths if path.startswith("/v1")} == {
        "/v1/search",
        "/v1/ask",
        "/v1/documents",
        "/v1/documents/{doc_id}",
        "/v1/documents/{doc_id}/pages/{n}",
        "/v1/documents/{doc_id}/pages/{n}/image",
        "/v1/index",
    }
    for calls in paths.values():
        for call in calls.values():
            assert call["summary"]
            assert call["description"]


def test_no_other_site_may_read(client: httpx.Client) -> None:
    reply = client.get("/v1/index", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_a_name_that_was_made_to_lead_here_is_refused(
    assistant: ScriptedAssistant, serve: Serve, host: str
) -> None:
    assistant.settings = assistant.settings.model_copy(update={"host": host})
    client = serve(create_app(assistant))
    named = f"[{host}]" if ":" in host else host
    for good in ("localhost", "LOCALHOST:7860", "127.0.0.1:1", "[::1]", "[::1]:7860", named):
        assert client.get("/v1/index", headers={"Host": good}).status_code == 200, good
    for bad in ("evil.example", "evil.example:7860", "localhost.evil.example", "192.0.2.1", ""):
        for path in ("/v1/index", "/healthz", "/docs"):
            refused(client.get(path, headers={"Host": bad}), 400, "unknown_host")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "docket.example"])
def test_a_server_for_others_goes_by_any_name(
    assistant: ScriptedAssistant, serve: Serve, host: str
) -> None:
    assistant.settings = assistant.settings.model_copy(update={"host": host})
    client = serve(create_app(assistant))
    assert client.get("/v1/index", headers={"Host": "docket.example"}).status_code == 200


def test_a_page_mounted_beside_it_takes_no_endless_bodies(
    assistant: ScriptedAssistant, serve: Serve
) -> None:
    app, page = create_app(assistant), FastAPI()

    @page.post("/join")
    def join(body: dict[str, str]) -> int:
        return len(body["x"])

    app.mount("/", page)
    client = serve(app)
    assert client.post("/join", json={"x": "x" * 1_500_000}).json() == 1_500_000
    assert client.post("/join", json={"x": "x" * 2_500_000}).status_code == 413


def test_a_page_mounted_at_the_root_does_not_answer_for_v1(
    assistant: ScriptedAssistant, serve: Serve
) -> None:
    app, page = create_app(assistant), FastAPI()

    @page.get("/")
    @page.post("/v1/index")
    def hello() -> str:
        return "page"

    app.mount("/", page)
    client = serve(app)
    assert client.get("/").json() == "page"
    refused(client.post("/v1/index"), 405, "method_not_allowed")
    refused(client.get("/v1/nothing"), 404, "not_found")
