"""The one path every question takes: understand, retrieve, choose evidence, generate, verify,
answer."""

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from corpus.library.manifest import Docket
from corpus.settings import Settings
from index.embedding import Embedder
from index.store import Snapshot
from index.types import BoolArray, Hit
from index.versions import IndexReader
from rag.abstention import NEAR_NOTHING, judge, who_is_missing
from rag.answerability import Signs, signs
from rag.coverage import coverage
from rag.drafting import Draft, Drafter, abstained
from rag.errors import Overloaded
from rag.evidence import EvidenceChooser
from rag.generate.protocol import Generator as LanguageModel
from rag.retrieval import Reranker, Retriever, Trace, document_mask
from rag.types import (
    Answer,
    AnswerEvent,
    AnswerReady,
    Evidence,
    Filters,
    SourcesFound,
    Turn,
)
from rag.understanding import Understanding, Understood, check_question
from rag.verify import Verifier
from rag.writing import Writer

P = TypeVar("P")
R = TypeVar("R")

_HITS = 10
_EVIDENCE, _EVIDENCE_OF_MANY = 6, 8
_PER_DOCUMENT = 2
"""Sentences of one document where the question names none: room for several commenters."""


@dataclass(frozen=True)
class SearchResult:
    """Passages found for a query.

    Attributes:
        hits: best first.
        traces: how each hit was found, in the same order.
        understood: what the question was taken to ask.
        index_version: version searched.
        timings_ms: milliseconds by step.
    """

    hits: tuple[Hit, ...]
    traces: tuple[Trace, ...]
    understood: Understood
    index_version: str
    timings_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is made once for an index version."""

    snapshot: Snapshot
    understanding: Understanding
    chooser: EvidenceChooser
    verifier: Verifier


class Assistant:
    """Answers questions about one docket; safe to use from many threads.

    Constructed from ready objects; see `rag.start.build_assistant`.
    """

    def __init__(
        self,
        settings: Settings,
        docket: Docket,
        reader: IndexReader,
        embedder: Embedder,
        generator: LanguageModel | None,
        notice: str = "",
        reranker: Reranker | None = None,
    ) -> None:
        self.settings = settings
        self.docket = docket
        self.model_name = generator.name if generator else ""
        self.notice = notice
        self._reader = reader
        self._embedder = embedder
        self._generator = generator
        self._retriever = Retriever(embedder, reranker)
        self._opened: _Opened | None = None
        self._opening = threading.Lock()
        self._places = threading.BoundedSemaphore(settings.max_waiting)

    def snapshot(self) -> Snapshot:
        """The index version in use; a new one is picked up by itself.

        Raises:
            IndexMissing: none has been built.
            IndexStale: it does not fit the settings.
        """
        return self._reader.snapshot()

    def search(
        self,
        query: str,
        *,
        k: int = _HITS,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
    ) -> SearchResult:
        """Find the k best passages for a query.

        Raises:
            InvalidQuestion: the query is empty or too long.
            UnknownDocument: a filter names what the index does not have.
            IndexMissing, IndexStale: there is no usable index.
        """
        clock = _Clock()
        question = check_question(query, self.settings.max_question_chars)
        opened = self._open()
        understood = opened.understanding.understand(question, history)
        clock.lap("understand")
        found = self._retriever.retrieve(opened.snapshot, understood, filters or Filters(), k)
        clock.lap("retrieve")
        version = opened.snapshot.version
        return SearchResult(found.hits, found.traces, understood, version, clock.timings_ms())

    def ask(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question; see `events`."""
        for event in self.events(question, history=history, filters=filters):
            if isinstance(event, AnswerReady):
                return event.answer
        raise RuntimeError("an answer under way ended without an answer")

    def events(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Generator[AnswerEvent, None, None]:
        """Answer a question step by step; every sentence is verified before it is yielded.

        Closing the iterator stops the model.

        Raises:
            InvalidQuestion: the question is empty or too long.
            UnknownDocument: a filter names what the index does not have.
            Overloaded: too many questions are waiting.
            IndexMissing, IndexStale: there is no usable index.
        """
        filters = filters or Filters()
        with self._place():
            clock = _Clock()
            question = check_question(question, self.settings.max_question_chars)
            opened = self._open()
            understood = opened.understanding.understand(question, history)
            clock.lap("understand")
            found = self._retriever.retrieve(opened.snapshot, understood, filters, _HITS)
            clock.lap("retrieve")
            yield SourcesFound(found.hits)
            searched = document_mask(opened.snapshot, filters)
            evidence = _evidence(opened, understood, filters, searched, found.hits)
            clock.lap("evidence")

            def told(part: Understood) -> Signs | None:
                if part is understood:
                    return signs(opened.snapshot, self._embedder, part, found, evidence)
                alone = self._retriever.retrieve(opened.snapshot, part, filters, _HITS)
                own = _evidence(opened, part, filters, searched, alone.hits)
                return signs(opened.snapshot, self._embedder, part, alone, own)

            judged = judge(opened.snapshot, understood, found, evidence, told, self.docket)
            reason = judged.reason
            if excluded := _left_out(opened.snapshot, understood, searched):
                reason = f"The filters leave out {excluded}, whom the question is about."
            if reason:
                near = () if reason in NEAR_NOTHING else evidence
                draft = abstained(reason, opened.snapshot, near, understood.query)
            else:
                missing = who_is_missing(understood, self.docket.comments_in_docket)
                notice = " ".join(said for said in (missing, self.notice) if said)
                drafter = Drafter(opened.snapshot, understood, self._writer(opened), notice)
                pieces = drafter.draft(evidence, history, judged.silent)
                draft = yield from clock.first("first_sentence", pieces)
            clock.lap("generate")
            yield AnswerReady(self._answer(question, opened, filters, found.hits, draft, clock))

    def _answer(
        self,
        question: str,
        opened: _Opened,
        filters: Filters,
        hits: tuple[Hit, ...],
        draft: Draft,
        clock: "_Clock",
    ) -> Answer:
        cited = len({citation.doc_id for citation in draft.citations})
        return Answer(
            question=question,
            text=draft.text,
            mode=draft.mode,
            citations=draft.citations,
            hits=hits,
            reason=draft.reason,
            coverage=coverage(opened.snapshot, self.docket, filters, cited),
            model=self.model_name if draft.mode == "generated" else "",
            index_version=opened.snapshot.version,
            dropped=draft.dropped,
            nearest=draft.nearest,
            timings_ms=clock.timings_ms(),
        )

    def _writer(self, opened: _Opened) -> Writer | None:
        if self._generator is None:
            return None
        return Writer(
            self._generator, opened.verifier, opened.snapshot, self.settings.llm_max_tokens
        )

    def _open(self) -> _Opened:
        snapshot = self.snapshot()
        with self._opening:
            if self._opened is None or self._opened.snapshot is not snapshot:
                understanding = Understanding(snapshot, self.docket)
                self._opened = _Opened(
                    snapshot,
                    understanding,
                    EvidenceChooser(self._embedder),
                    Verifier(self._embedder, understanding.all_names),
                )
            return self._opened

    @contextmanager
    def _place(self) -> Iterator[None]:
        """A place among the questions under way."""
        if not self._places.acquire(blocking=False):
            raise Overloaded(f"{self.settings.max_waiting} questions are waiting already.")
        try:
            yield
        finally:
            self._places.release()


def _evidence(
    opened: _Opened,
    understood: Understood,
    filters: Filters,
    searched: BoolArray,
    hits: Sequence[Hit],
) -> list[Evidence]:
    snapshot = opened.snapshot
    numbered = [
        row
        for number in understood.questions
        for row in snapshot.question_rows.get(number, ())
        if searched[snapshot.document_of_row[row]]
    ]
    if numbered:
        return opened.chooser.whole(snapshot, numbered)
    few = len(understood.doc_ids) or len(filters.doc_ids) or (1 if understood.about_notice else 0)
    per_document = _PER_DOCUMENT if few == 0 else max(_PER_DOCUMENT, _EVIDENCE // few)
    most = _EVIDENCE_OF_MANY if understood.asks_for_many else _EVIDENCE
    return opened.chooser.choose(
        snapshot, understood.subject, hits, most=most, per_document=per_document
    )


def _left_out(snapshot: Snapshot, understood: Understood, searched: BoolArray) -> str:
    """Names of the commenters asked about, where the caller's filters exclude every one."""
    allowed = {d.doc_id for d, wanted in zip(snapshot.documents, searched, strict=True) if wanted}
    if not understood.doc_ids or allowed & set(understood.doc_ids):
        return ""
    return " and ".join(snapshot.document(doc_id).commenter for doc_id in understood.doc_ids)


class _Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round(1000 * (now - self._last), 1)
        self._last = now

    def first(self, step: str, pieces: Generator[P, None, R]) -> Generator[P, None, R]:
        """Pass pieces on, and note the time from the beginning to the first of them."""
        with closing(pieces):
            try:
                piece = next(pieces)
            except StopIteration as end:
                value: R = end.value
                return value
            self._laps[step] = round(1000 * (time.perf_counter() - self._began), 1)
            yield piece
            return (yield from pieces)

    def timings_ms(self) -> dict[str, float]:
        return {**self._laps, "total": round(1000 * (self._last - self._began), 1)}
