"""The calls that search and answer."""

from collections.abc import Generator, Iterator
from functools import partial

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter
from starlette.responses import Response

from corpus.errors import UnknownDocument
from index.types import DocumentRecord
from rag.api.explanation import ExplanationOut
from rag.api.requests import AskRequest, SearchRequest
from rag.api.schemas import AskReply, HitOut, SearchReply, SentenceEvent, SourcesEvent
from rag.api.stream import EventStream, ServerEvent
from rag.assistant import Assistant
from rag.types import AnswerEvent, AnswerReady, SourcesFound

_SPARE_WORKERS = 8
"""Threads beyond those that may wait for the model, so that the next one is told `overloaded`
by the assistant instead of waiting unseen for a thread."""

_STREAM_DOC = (
    "With `stream: true`: the events `sources` (`{hits}`), `sentence` (`{text, citations}`, each "
    "already verified), `done` (the whole answer, as without `stream`), or `error` "
    "(`{code, message, hint}`)."
)


class Answering:
    """POST /search and /ask."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._workers = CapacityLimiter(assistant.settings.max_waiting + _SPARE_WORKERS)

    def router(self) -> APIRouter:
        """The two routes."""
        router = APIRouter(tags=["questions"])
        router.add_api_route(
            "/search",
            self.search,
            methods=["POST"],
            summary="Find passages",
            response_model=SearchReply,
        )
        router.add_api_route(
            "/ask",
            self.ask,
            methods=["POST"],
            summary="Ask a question",
            response_model=AskReply,
            responses={200: {"description": _STREAM_DOC, "content": {"text/event-stream": {}}}},
        )
        return router

    def search(self, body: SearchRequest) -> SearchReply:
        """Find the passages that speak to a query, best first. Nothing is generated."""
        records = _Records(self._assistant)
        found = self._assistant.search(
            body.query,
            k=body.k,
            filters=body.filters.value(),
            history=[turn.value() for turn in body.history],
        )
        return SearchReply(
            hits=tuple(HitOut.of(hit, records.get) for hit in found.hits),
            index_version=found.index_version,
            timings_ms=found.timings_ms,
            explanation=ExplanationOut.of(found.understood, found.traces) if body.explain else None,
        )

    async def ask(self, body: AskRequest) -> Response | AskReply:
        """Answer a question from the documents, every sentence with its exact quotes.

        Where the documents do not answer, `abstained` is true and `reason` says why.
        """
        if body.stream:
            return EventStream(self._events(body), limiter=self._workers)
        return await to_thread.run_sync(partial(self._answer, body), limiter=self._workers)

    def _answer(self, body: AskRequest) -> AskReply:
        records = _Records(self._assistant)
        answer = self._assistant.ask(
            body.question,
            history=[turn.value() for turn in body.history],
            filters=body.filters.value(),
        )
        return AskReply.of(answer, records.get)

    def _events(self, body: AskRequest) -> Generator[ServerEvent, None, None]:
        records = _Records(self._assistant)
        events = self._assistant.events(
            body.question,
            history=[turn.value() for turn in body.history],
            filters=body.filters.value(),
        )
        try:
            for event in events:
                yield _server_event(event, records)
        finally:
            _close(events)


class _Records:
    """Records of documents; looks once more when the index has changed since the question came."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._snapshot = assistant.snapshot()

    def get(self, doc_id: str) -> DocumentRecord:
        """The record of a document that was found.

        Raises:
            UnknownDocument: it is neither in the index of before nor in that of now.
        """
        try:
            return self._snapshot.document(doc_id)
        except UnknownDocument:
            self._snapshot = self._assistant.snapshot()
            return self._snapshot.document(doc_id)


def _server_event(event: AnswerEvent, records: _Records) -> ServerEvent:
    if isinstance(event, SourcesFound):
        hits = tuple(HitOut.of(hit, records.get) for hit in event.hits)
        return "sources", SourcesEvent(hits=hits)
    if isinstance(event, AnswerReady):
        return "done", AskReply.of(event.answer, records.get)
    return "sentence", SentenceEvent.of(event)


def _close(events: Iterator[AnswerEvent]) -> None:
    """Stop what makes the events; an iterator that is no generator has nothing to stop."""
    if isinstance(events, Generator):
        events.close()
