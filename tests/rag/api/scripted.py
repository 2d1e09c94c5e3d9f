"""An assistant that follows a script, over two made-up documents and a digest."""

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.content import Block, Content, content_of_blocks
from corpus.errors import AskdocketError
from corpus.library.manifest import Docket
from corpus.settings import Settings
from corpus.traced import joined
from corpus.types import Kind, Origin
from index.manifest import FORMAT, IndexManifest
from index.store import Snapshot
from index.types import DocumentRecord, Hit, Passage, passage_id
from rag.assistant import SearchResult
from rag.errors import InvalidQuestion
from rag.retrieval import Place, Trace
from rag.types import (
    Answer,
    AnswerEvent,
    AnswerReady,
    Citation,
    Coverage,
    Filters,
    SentenceReady,
    SourcesFound,
    Turn,
)
from rag.understanding import Understood
from tests.made_document import document, of_pieces, piece, printed_lines
from tests.pdf_maker import make_pdf

DOC, NOTICE, DIGEST = "DEMO-0001-0002", "DEMO-0001-0001", "DEMO-0001-0003"
LINES = ("Open weights let outsiders test a model.", "They find flaws sooner and this goes")
PAGES = (" ".join(LINES), "on to the second page of the comment.")
QUOTE = LINES[0]

MODEL = "scripted-model"


class Library(Snapshot):
    """What the routes need of a snapshot, without files."""

    def __init__(self, given: Sequence[tuple[DocumentRecord, Content]]) -> None:
        self.documents = tuple(record for record, _ in given)
        self._by_id = {record.doc_id: record for record in self.documents}
        self._contents = {record.doc_id: content for record, content in given}
        self.manifest = IndexManifest(
            format=FORMAT,
            version="v1",
            fingerprint="f" * 64,
            docket="DEMO-0001",
            created="2031-02-03T04:05:06+00:00",
            embedding_model="packaged",
            dim=8,
            projection="",
            documents=len(given),
            pages=4,
            passages=7,
            failed={},
            files={},
        )

    def content(self, doc_id: str) -> Content:
        self.document(doc_id)
        return self._contents[doc_id]


def library(folder: Path) -> Library:
    pdf = make_pdf(folder / "comment.pdf", [LINES, [PAGES[1]]])
    page = folder / "notice.html"
    page.write_text("<p>What do you think?</p>")
    comment = content_of_blocks(
        [(joined(" ", printed_lines(pdf)), Block(0, 0, "paragraph", ("Flaws",), question="5b"))],
        3,
        unreadable={3: "a picture"},
        ocr_pages=(2,),
    )
    notice = of_pieces([piece("What do you think?")], 1)
    digest = of_pieces([piece("In short, yes.")], 1)
    return Library(
        [
            (_record(DOC, "Example Institute", "comment", "official", pdf, comment), comment),
            (_record(NOTICE, "The Agency", "rfc", "imported", page, notice), notice),
            (_record(DIGEST, "Someone", "comment", "digest", folder / "x.md", digest), digest),
        ]
    )


def _record(
    doc_id: str, who: str, kind: Kind, origin: Origin, path: Path, content: Content
) -> DocumentRecord:
    return DocumentRecord(
        doc_id=doc_id,
        title=f"Comment of {who}",
        commenter=who,
        aliases=("EI",),
        kind=kind,
        origin=origin,
        url=f"https://example.org/{doc_id}",
        sha256="0" * 64,
        path=str(path),
        pages=content.page_count,
        page_spans=document(content).page_spans,
        unreadable=tuple(content.unreadable.items()),
        ocr_pages=content.ocr_pages,
    )


@dataclass
class ScriptedAssistant:
    """Answers as told, and keeps what it was asked.

    Attributes:
        fails: raised by every call, before anything comes.
        breaks: raised between the events of an answer.
        step: called before each piece of an answer, as a model at work.
    """

    books: Library
    settings: Settings
    fails: Exception | None = None
    breaks: Exception | None = None
    no_index: AskdocketError | None = None
    step: Callable[[int], None] = lambda _: None
    pieces: int = 2
    calls: list[dict[str, object]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    closed: threading.Event = field(default_factory=threading.Event)
    closed_in: int = 0
    model_name: str = MODEL

    @property
    def docket(self) -> Docket:
        return Docket("DEMO-0001", "Request for Comment", "The Agency", 99, (), (), Path())

    def snapshot(self) -> Library:
        if self.no_index:
            raise self.no_index
        return self.books

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
    ) -> SearchResult:
        self._begin(query=query, k=k, filters=filters, history=tuple(history))
        return SearchResult(HITS[:k], TRACES[:k], Understood(query, query), "v1", {"retrieve": 1.5})

    def ask(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        *_, last = self.events(question, history=history, filters=filters)
        assert isinstance(last, AnswerReady)
        return last.answer

    def events(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Generator[AnswerEvent, None, None]:
        try:
            self._begin(question=question, filters=filters, history=tuple(history))
            yield SourcesFound(HITS)
            for number in range(self.pieces):
                self.step(number)
                yield SentenceReady(f"Piece {number} [1]. ", (CITATION,) if number == 0 else ())
                if self.breaks:
                    raise self.breaks
            yield AnswerReady(self._answer(question))
        finally:
            self.closed_in = threading.get_ident()
            self.closed.set()

    def _begin(self, **call: object) -> None:
        self.threads.add(threading.get_ident())
        self.calls.append(call)
        if self.fails:
            raise self.fails
        filters = call["filters"]
        assert isinstance(filters, Filters)
        for doc_id in filters.doc_ids:
            self.books.document(doc_id)
        asked = str(call.get("question", call.get("query")))
        if not asked.strip("\0 ") or len(asked) > self.settings.max_question_chars:
            raise InvalidQuestion(f"The question has {len(asked)} characters.")

    def _answer(self, question: str) -> Answer:
        abstains = "weather" in question
        return Answer(
            question=question,
            text="The documents do not say." if abstains else "Piece 0 [1]. Piece 1 [1].",
            mode="abstained" if abstains else "generated",
            citations=() if abstains else (CITATION,),
            hits=HITS,
            reason="Nothing found." if abstains else "",
            coverage=Coverage(
                3, 0 if abstains else 1, 3, 2, 99, 1, ((DOC, 3),), ("a picture",), ((DOC, 2),)
            ),
            model=MODEL,
            index_version="v1",
            dropped=1,
            timings_ms={"total": 12.5},
        )


def _hit(doc_id: str, rank: int, text: str) -> Hit:
    key = passage_id(doc_id, 0, len(text), text)
    return Hit(Passage(key, doc_id, 0, len(text), text, "Head", 1, 1), 1 / rank, rank, "fused")


HITS = (_hit(DOC, 1, QUOTE), _hit(NOTICE, 2, "What do you think?"))
TRACES = (
    Trace(Place(1, 0.9), Place(2, 3.5), None, Place(1, 0.8), True, True, 0.05, False),
    Trace(Place(2, 0.4), None, None, None, False, False, 0.0, True),
)
CITATION = Citation(
    index=1,
    doc_id=DOC,
    title="Comment of Example Institute",
    commenter="Example Institute",
    kind="comment",
    origin="official",
    page_start=1,
    page_end=1,
    start=0,
    end=len(QUOTE),
    quote=QUOTE,
    verified=True,
    url=f"https://example.org/{DOC}",
)
