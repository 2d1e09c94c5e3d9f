"""POST /v1/ask with stream: order, haste, errors on the way, and clients that leave."""

import json
import threading
import time
from collections.abc import Generator, Iterator

import httpx
import pytest
from anyio import CapacityLimiter
from fastapi import FastAPI

from rag.api.app import create_app
from rag.api.schemas import SentenceEvent
from rag.api.stream import EventStream, ServerEvent
from rag.errors import GenerationTimeout
from tests.rag.api.conftest import Serve
from tests.rag.api.scripted import MODEL, QUOTE, ScriptedAssistant

ASK = {"question": "Why?", "stream": True}


def events(reply: httpx.Response) -> Iterator[tuple[str, dict[str, object]]]:
    """Read events as they come, as the standard has it."""
    name = ""
    for line in reply.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_events_come_in_order_with_all_they_hold(client: httpx.Client) -> None:
    with client.stream("POST", "/v1/ask", json=ASK) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert reply.headers["cache-control"] == "no-cache"
        assert reply.headers["x-accel-buffering"] == "no"
        got = list(events(reply))
    assert [name for name, _ in got] == ["sources", "sentence", "sentence", "done"]
    sources, first, second, done = (data for _, data in got)
    assert sources["hits"] == done["hits"]
    assert first["text"] == "Piece 0 [1]. "
    assert first["citations"] == done["citations"]
    assert second["citations"] == []
    assert client.post("/v1/ask", json={"question": "Why?"}).json() == done
    assert done["model"] == MODEL


def test_each_event_leaves_at_once(client: httpx.Client, assistant: ScriptedAssistant) -> None:
    gates = [threading.Event(), threading.Event()]

    def wait(number: int) -> None:
        assert gates[number].wait(10)

    assistant.step = wait
    with client.stream("POST", "/v1/ask", json=ASK) as reply:
        coming = events(reply)
        assert next(coming)[0] == "sources"  # while the model has not begun
        gates[0].set()
        assert next(coming)[1]["text"] == "Piece 0 [1]. "  # while it is at the second piece
        gates[1].set()
        assert [name for name, _ in coming] == ["sentence", "done"]


def test_an_error_on_the_way_is_an_event(
    client: httpx.Client, assistant: ScriptedAssistant
) -> None:
    assistant.breaks = GenerationTimeout("Gave up after 60 s.")
    with client.stream("POST", "/v1/ask", json=ASK) as reply:
        assert reply.status_code == 200
        *_, (name, data) = events(reply)
    assert name == "error"
    assert data == {
        "code": "generation_timeout",
        "message": "Gave up after 60 s.",
        "hint": GenerationTimeout.hint,
    }


def test_a_crash_on_the_way_tells_nothing_of_the_inside(
    client: httpx.Client, assistant: ScriptedAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.breaks = RuntimeError("secret inside")
    with client.stream("POST", "/v1/ask", json=ASK) as reply:
        *_, (name, data) = events(reply)
    assert (name, data["code"]) == ("error", "internal_error")
    assert "secret" not in str(data)
    assert "secret inside" in caplog.text


def test_a_client_that_leaves_stops_the_answer(
    client: httpx.Client, assistant: ScriptedAssistant
) -> None:
    asked = []

    def work(number: int) -> None:
        asked.append(number)
        time.sleep(0.01)

    assistant.step, assistant.pieces = work, 10_000
    with client.stream("POST", "/v1/ask", json=ASK) as reply:
        next(events(reply))
    assert assistant.closed.wait(5)
    assert len(asked) < 500
    assert assistant.threads == {assistant.closed_in}  # closed by the thread that ran it


def test_a_client_that_leaves_makes_room_for_the_next(
    assistant: ScriptedAssistant, serve: Serve
) -> None:
    client = serve(create_app(assistant))
    assistant.step, assistant.pieces = lambda _: time.sleep(0.002), 10_000
    for _ in range(assistant.settings.max_waiting * 2):
        with client.stream("POST", "/v1/ask", json=ASK) as reply:
            next(events(reply))
    assistant.pieces = 1
    assert client.post("/v1/ask", json=ASK).status_code == 200


def test_text_of_many_lines_and_tongues_arrives_whole(serve: Serve) -> None:
    text = "One\nTwo\r\nThree\u2028Four – “five”\0 \u0085 six"

    def made() -> Generator[ServerEvent, None, None]:
        yield "sentence", SentenceEvent(text=text, citations=())

    client = serve(_app(made()))
    with client.stream("GET", "/") as reply:
        raw = reply.read().decode()
    [line] = [line for line in raw.split("\n") if line.startswith("data: ")]
    assert json.loads(line.removeprefix("data: "))["text"] == text


def _app(made: Generator[ServerEvent, None, None]) -> FastAPI:
    app = FastAPI()

    @app.get("/", response_model=None)
    async def answer() -> EventStream:
        return EventStream(made, limiter=CapacityLimiter(1), keepalive_s=0.05)

    return app


def test_comments_are_sent_while_nothing_comes(serve: Serve) -> None:
    go_on = threading.Event()

    def made() -> Generator[ServerEvent, None, None]:
        assert go_on.wait(10)  # even before the first event
        yield "sentence", SentenceEvent(text=QUOTE, citations=())

    with serve(_app(made())).stream("GET", "/") as reply:
        lines = reply.iter_lines()
        assert [next(lines) for _ in range(4)] == [": ping", "", ": ping", ""]
        go_on.set()
        assert "event: sentence" in list(lines)


def test_a_failure_after_a_comment_is_an_event(serve: Serve) -> None:
    def made() -> Generator[ServerEvent, None, None]:
        time.sleep(0.1)
        raise GenerationTimeout("Gave up.")
        yield

    with serve(_app(made())).stream("GET", "/") as reply:
        assert reply.status_code == 200
        assert [name for name, _ in events(reply)] == ["error"]
