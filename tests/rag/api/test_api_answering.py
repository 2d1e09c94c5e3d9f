"""POST /v1/search and /v1/ask: what goes in, what comes out."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from rag.api.app import create_app
from rag.types import Filters, Turn
from tests.docket_maker import ABSENT, MERIDIAN, Kites
from tests.rag.api.conftest import Serve
from tests.rag.api.scripted import CITATION, DOC, HITS, MODEL, QUOTE, ScriptedAssistant

HIT_FIELDS = (
    "rank score passage_id doc_id title commenter kind page_start page_end section question text url"
).split()


def test_search_gives_the_fields_of_the_contract(client: httpx.Client) -> None:
    reply = client.post("/v1/search", json={"query": "open weights"})
    assert reply.status_code == 200
    assert reply.json().keys() == {"hits", "index_version", "timings_ms", "explanation"}
    assert reply.json()["explanation"] is None
    assert [list(hit) for hit in reply.json()["hits"]] == [HIT_FIELDS] * 2
    assert reply.json()["hits"][0] == {
        "rank": 1,
        "score": 1.0,
        "passage_id": HITS[0].passage.passage_id,
        "doc_id": DOC,
        "title": "Comment of Example Institute",
        "commenter": "Example Institute",
        "kind": "comment",
        "page_start": 1,
        "page_end": 1,
        "section": "Head",
        "question": "",
        "text": QUOTE,
        "url": f"https://example.org/{DOC}",
    }
    assert reply.json()["hits"][1]["kind"] == "rfc"


def test_search_passes_on_what_was_asked(
    client: httpx.Client, assistant: ScriptedAssistant
) -> None:
    body = {
        "query": "And this?",
        "k": 1,
        "filters": {"doc_ids": [DOC], "commenters": ["EI"], "kind": "other"},
        "history": [{"role": "user", "content": "That?"}],
    }
    assert len(client.post("/v1/search", json=body).json()["hits"]) == 1
    [call] = assistant.calls
    assert call["filters"] == Filters((DOC,), ("EI",), "other")
    assert call["history"] == (Turn("user", "That?"),)
    assert call["k"] == 1


def test_search_explains_itself_when_asked(client: httpx.Client) -> None:
    reply = client.post("/v1/search", json={"query": "Why?", "explain": True})
    assert reply.status_code == 200
    assert len(reply.json()["hits"]) == 2
    assert reply.json()["explanation"] == {
        "understood": {
            "query": "Why?",
            "topic": "Why?",
            "before": "",
            "asked": [],
            "mentioned": [],
            "favoured": False,
            "asks_openly": False,
            "leans_to_notice": 0,
            "of": "everybody",
            "questions": [],
            "answered": [],
            "pages": [],
            "filed_from": None,
            "filed_to": None,
            "filed": None,
            "absent": [],
            "unknown": [],
        },
        "legs": [
            {
                "dense": {"rank": 1, "score": 0.9},
                "sparse": {"rank": 2, "score": 3.5},
                "windows": None,
                "interaction": {"rank": 1, "score": 0.8},
                "reranked": None,
                "asked_for": True,
                "answers": True,
                "favour": 0.05,
                "aside": False,
            },
            {
                "dense": {"rank": 2, "score": 0.4},
                "sparse": None,
                "windows": None,
                "interaction": None,
                "reranked": None,
                "asked_for": False,
                "answers": False,
                "favour": 0.0,
                "aside": True,
            },
        ],
    }
    fewer = client.post("/v1/search", json={"query": "Why?", "k": 1, "explain": True}).json()
    assert len(fewer["explanation"]["legs"]) == len(fewer["hits"]) == 1


@pytest.mark.parametrize("in_pieces", [False, True])
def test_search_in_a_real_index_explains_itself(
    serve: Serve, kites: Kites, kites_in_pieces: Kites, in_pieces: bool
) -> None:
    client = serve(create_app((kites_in_pieces if in_pieces else kites).assistant()))
    query = "What did Meridian say on page 1 in comments filed on 3 February 2031?"
    reply = client.post("/v1/search", json={"query": query, "explain": True}).json()
    understood, legs = reply["explanation"]["understood"], reply["explanation"]["legs"]
    assert understood["query"] == query
    assert "Meridian" not in understood["topic"]
    assert (understood["asked"], understood["mentioned"]) == ([MERIDIAN], [])
    assert (understood["pages"], understood["of"]) == ([1], "everybody")
    assert (understood["filed_from"], understood["filed_to"]) == ("2031-02-03", "2031-02-03")
    assert len(legs) == len(reply["hits"]) > 0
    assert all((leg["interaction"] is not None) is in_pieces for leg in legs)
    assert legs[0]["dense"]["rank"] == 1


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("What does question 2 ask?", {"of": "notice", "questions": ["2"]}),
        ("What do commenters say on question 3?", {"of": "commenters", "answered": ["3"]}),
        ("What does the Cirrus Society say about fees?", {"absent": [ABSENT], "unknown": []}),
        ("What does Apple say about fees?", {"absent": [], "unknown": ["Apple"]}),
        ("Who says that Meridian is wrong?", {"asked": [], "mentioned": [MERIDIAN]}),
        ("Comments filed before 1 March 2031?", {"filed_from": None, "filed_to": "2031-02-28"}),
        ("Comments filed after 1 March 2031?", {"filed_from": "2031-03-02", "filed_to": None}),
    ],
)
def test_the_explanation_says_what_was_understood(
    serve: Serve, kites: Kites, query: str, understood: dict[str, object]
) -> None:
    client = serve(create_app(kites.assistant()))
    reply = client.post("/v1/search", json={"query": query, "explain": True}).json()
    said = reply["explanation"]["understood"]
    assert {field: said[field] for field in understood} == understood


@pytest.mark.parametrize("kind", ["rfc", "comment", "announcement", "other"])
def test_every_kind_can_be_asked_for(
    client: httpx.Client, assistant: ScriptedAssistant, kind: str
) -> None:
    reply = client.post("/v1/search", json={"query": "x", "filters": {"kind": kind}})
    assert reply.status_code == 200
    assert assistant.calls[0]["filters"] == Filters(kind=kind)  # type: ignore[arg-type]


def test_ask_gives_the_fields_of_the_contract(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "Why?"}).json()
    assert answer.pop("hits")[0]["text"] == QUOTE
    assert answer.pop("citations") == [
        {name: getattr(CITATION, name) for name in CITATION.__dataclass_fields__} | {"cuts": []}
    ]
    assert answer.pop("coverage") == {
        "documents_searched": 3,
        "documents_cited": 1,
        "documents_indexed": 3,
        "comments_indexed": 2,
        "comments_in_docket": 99,
        "digests_searched": 1,
        "unreadable_pages": [{"doc_id": DOC, "page": 3}],
        "unreadable_reasons": ["a picture"],
        "ocr_pages": [{"doc_id": DOC, "page": 2}],
    }
    assert answer == {
        "answer": "Piece 0 [1]. Piece 1 [1].",
        "mode": "generated",
        "abstained": False,
        "reason": "",
        "model": MODEL,
        "index_version": "v1",
        "dropped": 1,
        "nearest": [],
        "timings_ms": {"total": 12.5},
    }


def test_abstaining_is_no_error(client: httpx.Client) -> None:
    reply = client.post("/v1/ask", json={"question": "How is the weather?"})
    assert reply.status_code == 200
    assert reply.json()["abstained"] is True
    assert reply.json()["citations"] == []
    assert reply.json()["reason"] == "Nothing found."


def test_an_unknown_document_in_a_filter_is_named(client: httpx.Client) -> None:
    for path, body in (
        ("/v1/search", {"query": "x"}),
        ("/v1/ask", {"question": "x"}),
        ("/v1/ask", {"question": "x", "stream": True}),
    ):
        reply = client.post(path, json=body | {"filters": {"doc_ids": ["DEMO-9999"]}})
        assert reply.status_code == 404
        assert reply.json()["code"] == "unknown_document"
        assert "DEMO-9999" in reply.json()["message"]


def test_the_assistant_decides_how_long_a_question_may_be(client: httpx.Client) -> None:
    for question in ("x" * 100_000, "", "\0"):
        reply = client.post("/v1/ask", json={"question": question})
        assert reply.status_code == 422
        assert reply.json()["code"] == "invalid_question"


def test_a_document_that_came_with_a_new_index_is_found(
    client: httpx.Client, assistant: ScriptedAssistant
) -> None:
    new, old = assistant.books, type(assistant.books)([])
    versions = iter([old, new])
    assistant.snapshot = lambda: next(versions)  # type: ignore[method-assign]
    reply = client.post("/v1/search", json={"query": "x"})
    assert reply.json()["hits"][0]["commenter"] == "Example Institute"


def test_twenty_at_once(client: httpx.Client, assistant: ScriptedAssistant) -> None:
    def ask(number: int) -> httpx.Response:
        body = {"question": f"Question {number}?", "stream": number % 2 == 0}
        return client.post("/v1/ask", json=body)

    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(ask, range(20)))
    assert [reply.status_code for reply in replies] == [200] * 20
    assert {call["question"] for call in assistant.calls} == {f"Question {n}?" for n in range(20)}


def test_the_event_loop_is_free_while_answers_are_made(
    client: httpx.Client, assistant: ScriptedAssistant
) -> None:
    import threading

    at_work, go_on = threading.Event(), threading.Event()

    def work(_: int) -> None:
        at_work.set()
        assert go_on.wait(10)

    assistant.step = work
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(client.post, "/v1/ask", json={"question": "Why?"})
        assert at_work.wait(10)
        assert client.get("/healthz").status_code == 200
        assert client.post("/v1/search", json={"query": "x"}).status_code == 200
        go_on.set()
        assert under_way.result().status_code == 200
