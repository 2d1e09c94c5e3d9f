"""Every failure answers with {code, message, hint}, and nothing falls over."""

import json
from collections.abc import Iterator

import httpx
import pytest

from corpus import errors as corpus_errors
from corpus.errors import AskdocketError
from index import errors as index_errors
from rag import errors as rag_errors
from rag.api.errors import STATUS, status_of
from tests.rag.api.conftest import eventually
from tests.rag.api.scripted import ScriptedAssistant

TURN = {"role": "user", "content": "That?"}
BOTH = pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/search", {"query": "x"}),
        ("/v1/ask", {"question": "x"}),
        ("/v1/ask", {"question": "x", "stream": True}),
    ],
)


def refused(reply: httpx.Response, status: int, code: str) -> str:
    """Check the shape of a failure; its message."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    assert reply.json().keys() == {"code", "message", "hint"}
    assert reply.json()["code"] == code
    assert reply.json()["message"]
    assert reply.json()["hint"]
    return str(reply.json()["message"])


@BOTH
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (rag_errors.InvalidQuestion("Too long."), 422),
        (corpus_errors.UnknownDocument("No such document."), 404),
        (index_errors.IndexMissing("No index."), 503),
        (index_errors.IndexStale("Old index."), 503),
        (index_errors.ModelUnavailable("No model."), 503),
        (rag_errors.Overloaded("16 wait already."), 503),
        (rag_errors.GenerationTimeout("Gave up."), 504),
        (corpus_errors.UnknownDocket("No docket."), 500),
    ],
)
def test_an_error_of_the_tree_has_its_status(
    client: httpx.Client,
    assistant: ScriptedAssistant,
    path: str,
    body: dict[str, object],
    error: AskdocketError,
    status: int,
) -> None:
    assistant.fails = error
    reply = client.post(path, json=body)
    assert refused(reply, status, error.code) == error.message
    assert reply.json()["hint"] == error.hint
    assert ("retry-after" in reply.headers) == (status == 503 and error.retryable)


def _classes() -> Iterator[type[AskdocketError]]:
    waiting = [AskdocketError]
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        yield cls


def test_every_class_has_a_status_and_a_descendant_that_of_its_ancestor() -> None:
    class Closer(rag_errors.GenerationTimeout):
        pass

    assert status_of(Closer("x")) == 504
    assert all(400 <= status_of(cls("x")) < 600 for cls in _classes())
    assert set(STATUS) <= set(_classes())


@BOTH
def test_a_crash_tells_nothing_of_the_inside(
    client: httpx.Client,
    assistant: ScriptedAssistant,
    path: str,
    body: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assistant.fails = RuntimeError("secret inside")
    reply = client.post(path, json=body, headers={"X-Request-ID": "abc"})
    refused(reply, 500, "internal_error")
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert reply.headers["x-request-id"] == "abc"
    eventually(lambda: "secret inside" in caplog.text)  # with its traceback, for the operator


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/v1/search", {}, "`query` is missing"),
        ("/v1/search", {"query": "x", "k": 51}, "`k` must be less than or equal to 50"),
        ("/v1/search", {"query": "x", "k": 0}, "`k` must be greater than or equal to 1"),
        ("/v1/search", {"query": "x", "k": "5"}, "`k` must be a valid integer"),
        ("/v1/search", {"query": "x", "k": True}, "`k` must be a valid integer"),
        ("/v1/search", {"query": "x", "explain": 1}, "`explain` must be a valid boolean"),
        ("/v1/search", {"query": "x", "top_k": 3}, "`top_k` is not a field"),
        ("/v1/search", {"query": "x", "filters": {"kind": "letter"}}, "`filters.kind` must be"),
        ("/v1/search", {"query": "x", "filters": {"doc_ids": [1]}}, "`filters.doc_ids[0]` must"),
        ("/v1/search", {"query": "x", "filters": {"doc_ids": [""]}}, "`filters.doc_ids[0]` must"),
        ("/v1/search", ["x"], "JSON object"),
        ("/v1/search", None, "JSON object"),
        ("/v1/ask", {"question": 5}, "`question` must be a valid string"),
        ("/v1/ask", {"question": "x", "stream": "yes"}, "`stream` must be a valid boolean"),
        (
            "/v1/ask",
            {"question": "x", "history": [{"role": "system", "content": "x"}]},
            "`history[0].role` must be",
        ),
        ("/v1/ask", {"question": "x", "history": [TURN] * 51}, "`history` must have at most 50"),
        (
            "/v1/search",
            {"query": "x", "history": [TURN | {"content": "x" * 20_001}]},
            "`history[0].content` must have at most 20000 characters",
        ),
        ("/v1/ask", {"a": 1, "b": 2, "c": 3, "d": 4}, "And 2 more."),
    ],
)
def test_a_wrong_field_is_named(client: httpx.Client, path: str, body: object, words: str) -> None:
    assert words in refused(client.post(path, json=body), 422, "invalid_request")


@pytest.mark.parametrize(
    "body",
    [
        b'{"query": ',
        b"query=x",
        b'{"query": "\xff\xfe"}',
        b"[" * 200_000,
        b'{"query": "x", "k": ' + b"9" * 5000 + b"}",
        b'{"query": "\\ud800"}',
        b'{"\\udfff": "x"}',
        b'{"query": "x", "k": NaN}',
        b'{"query": "x", "' + b"long" * 50_000 + b'": 1}',
        b"",
    ],
)
def test_a_body_that_is_no_sound_json_is_refused(client: httpx.Client, body: bytes) -> None:
    reply = client.post("/v1/search", content=body, headers={"Content-Type": "application/json"})
    assert len(refused(reply, 422, "invalid_request")) < 1000


def test_another_content_type_is_refused(client: httpx.Client) -> None:
    """A page elsewhere can send text/plain without asking the browser; so it gets nothing."""
    content = json.dumps({"query": "x"}).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        reply = client.post("/v1/search", content=content, headers={"Content-Type": kind})
        assert "application/json" in refused(reply, 422, "invalid_request")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_refused(client: httpx.Client, chunked: bool) -> None:
    body = json.dumps({"query": "x" * 3_000_000}).encode()
    chunks = (body[at : at + 65536] for at in range(0, len(body), 65536))
    reply = client.post(
        "/v1/search",
        content=chunks if chunked else body,
        headers={"Content-Type": "application/json"},
    )
    assert "too large" in refused(reply, 413, "too_large")


def test_calls_that_are_not_there(client: httpx.Client) -> None:
    assert "/v1/nothing" in refused(client.get("/v1/nothing"), 404, "not_found")
    refused(client.get("/nothing"), 404, "not_found")
    refused(client.get("/v1/%00%ff"), 404, "not_found")
    reply = client.get("/v1/ask")
    assert "GET" in refused(reply, 405, "method_not_allowed")
    assert reply.headers["allow"] == "POST"
    refused(client.delete("/healthz"), 405, "method_not_allowed")
