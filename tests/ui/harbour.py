"""An assistant that follows a script, over made-up documents of made-up commenters."""

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fastapi import FastAPI, Response
from PIL import Image, ImageDraw

from corpus.errors import AskdocketError, UnknownDocument
from corpus.library.manifest import Docket
from corpus.settings import Settings
from corpus.types import Kind, Origin
from index.errors import IndexMissing
from index.types import Hit, Passage, passage_id
from rag.errors import InvalidQuestion, Overloaded
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

HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> [click](javascript:alert(1)) {{7*7}} ${7*7}"
)


@dataclass(frozen=True)
class Record:
    doc_id: str
    title: str
    commenter: str
    kind: Kind
    origin: Origin
    path: str
    page_starts: tuple[int, ...]
    text: str


def _record(
    number: str,
    commenter: str,
    pages: Sequence[str],
    *,
    origin: Origin = "official",
    kind: Kind = "comment",
) -> Record:
    starts, position = [], 0
    for page in pages:
        starts.append(position)
        position += len(page) + 1
    return Record(
        doc_id=f"DEMO-2031-0001-{number}",
        title=f"Comment of {commenter}",
        commenter=commenter,
        kind=kind,
        origin=origin,
        path=f"/nowhere/{number}.pdf",
        page_starts=tuple(starts),
        text="\n".join(pages),
    )


LANTERN = _record(
    "0007",
    "Lantern Makers' Guild",
    (
        "The Guild thanks the office for the chance to comment.",
        "Our members have tested lamps since the first harbour rules. A lamp whose plans are public "
        "can be mended by anyone who owns a screwdriver. That has kept three hundred piers lit "
        "through two winters, at a cost that the towns could bear. We therefore ask",
        "that the rules leave room for open plans. Any limit should rest on a measured danger.",
    ),
)
HARBOUR = _record(
    "0012",
    "Harbour Watch Alliance",
    (
        "Harbour Watch is made up of night pilots.",
        "Once the plans of a beacon are out, no office can call them back. For the brightest lamps "
        "we ask for a staged release, with a test by an outside keeper at each stage [2]. The cost "
        "of such a test is small beside that of a ship on the rocks.",
    ),
)
DIGEST = _record(
    "0031",
    "Institute for Quiet Waters",
    ("The institute favours a register of lamps above a stated brightness.",),
    origin="digest",
)
NASTY = _record("0066", f"Nasty & Sons {HOSTILE}", (f"We say: {HOSTILE} and nothing more.",))
RECORDS = (LANTERN, HARBOUR, DIGEST, NASTY)


class ScriptedSnapshot:
    version = "demo-1"
    documents = RECORDS

    def document(self, doc_id: str) -> Record:
        for record in RECORDS:
            if record.doc_id == doc_id:
                return record
        raise UnknownDocument(f"No document {doc_id}.")

    def text(self, doc_id: str) -> str:
        return self.document(doc_id).text


def cite(index: int, record: Record, quote: str) -> Citation:
    start = record.text.index(quote)
    end = start + len(quote)
    page = [sum(at <= place for at in record.page_starts) for place in (start, end - 1)]
    return Citation(
        index=index,
        doc_id=record.doc_id,
        title=record.title,
        commenter=record.commenter,
        kind=record.kind,
        origin=record.origin,
        page_start=page[0],
        page_end=page[1],
        start=start,
        end=end,
        quote=quote,
        verified=True,
        url="javascript:alert(1)" if record is NASTY else f"https://docket.example/{record.doc_id}",
    )


MENDED = cite(
    1, LANTERN, "A lamp whose plans are public can be mended by anyone who owns a screwdriver."
)
STAGED = cite(
    2,
    HARBOUR,
    "For the brightest lamps we ask for a staged release, with a test by an outside keeper at "
    "each stage [2].",
)
ROOM = cite(3, LANTERN, "We therefore ask\nthat the rules leave room for open plans.")
REGISTER = cite(4, DIGEST, "The institute favours a register of lamps above a stated brightness.")
RECALL = cite(1, HARBOUR, "Once the plans of a beacon are out, no office can call them back.")
ATTACK = cite(1, NASTY, f"We say: {HOSTILE} and nothing more.")

COVERAGE = Coverage(
    documents_searched=4,
    documents_cited=3,
    documents_indexed=4,
    comments_indexed=4,
    comments_in_docket=41,
    digests_searched=1,
    unreadable_pages=((HARBOUR.doc_id, 9), (LANTERN.doc_id, 14)),
)

SENTENCES = (
    (
        "The **Lantern Makers' Guild** says that a lamp with public plans can be mended by anyone, "
        "and asks that the rules leave room for open plans. [1][3]",
        (MENDED, ROOM),
    ),
    (
        "\n\n**Harbour Watch Alliance** asks for a staged release of the brightest lamps, with an "
        "outside test at each stage. [2]",
        (STAGED,),
    ),
    ("\n\nThe Institute for Quiet Waters is reported to favour a register. [4]", (REGISTER,)),
)
QUOTES = (
    "**Lantern Makers' Guild:**\n\n> “A lamp whose plans are public can be mended by anyone who "
    "owns a screwdriver.” (p. 2) [1]\n>\n> “We therefore ask that the rules leave room for open "
    "plans.” (pp. 2-3) [3]\n\n**Harbour Watch Alliance:**\n\n> “For the brightest lamps we ask "
    "for a staged release, with a test by an outside keeper at each stage \\[2\\].” (p. 2) [2]"
)
NOTICE = "The model did not finish in time, so the answer is made of the quotes themselves."


def hits() -> tuple[Hit, ...]:
    found = []
    for rank, record in enumerate(RECORDS, start=1):
        name = passage_id(record.doc_id, 0, len(record.text), record.text)
        passage = Passage(name, record.doc_id, 0, len(record.text), record.text, "", 1, 2)
        found.append(Hit(passage, 1.0 / rank, rank, "fused"))
    return tuple(found)


def answer(question: str, text: str, citations: tuple[Citation, ...], **other: object) -> Answer:
    plain = Answer(
        question=question,
        text=text,
        mode="generated" if citations else "abstained",
        citations=citations,
        hits=hits(),
        reason="",
        coverage=COVERAGE,
        model="Scripted-1B",
        index_version="demo-1",
    )
    return replace(plain, **other)  # type: ignore[arg-type]


@dataclass
class ScriptedAssistant:
    """Answers by the first word of the question: see `events`."""

    settings: Settings
    model_name: str = "Scripted-1B"
    index_here: bool = True
    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.docket = Docket(
            docket_id="DEMO-2031-0001",
            title="Rules for Harbour Lamps With Widely Available Plans",
            agency="Office of Harbours",
            comments_in_docket=41,
            documents=(),
            listed=(),
            folder=Path("/nowhere"),
        )

    def snapshot(self) -> ScriptedSnapshot:
        if not self.index_here:
            raise IndexMissing("There is no index yet.")
        return ScriptedSnapshot()

    def events(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[AnswerEvent]:
        """gated: waits after the first sentence; overloaded, long, bug, quotes, sourdough, nasty,
        recall as named; anything else gets the full answer.
        """
        self.histories.append(tuple(history))
        word = question.split()[0].lower()
        errors: dict[str, Exception] = {
            "overloaded": Overloaded("16 questions are waiting already."),
            "long": InvalidQuestion("The question has 5,210 characters; 4,000 are taken."),
            "bug": RuntimeError("secret detail of the bug"),
            "noindex": IndexMissing("There is no index yet."),
        }
        if word in errors:
            raise errors[word]
        yield SourcesFound(hits())
        if word == "sourdough":
            reason = "No passage of the documents speaks about baking."
            yield AnswerReady(answer(question, "", (), reason=reason))
        elif word == "quotes":
            cited = (MENDED, STAGED, ROOM)
            yield AnswerReady(answer(question, QUOTES, cited, mode="extractive", reason=NOTICE))
        elif word == "nasty":
            text = f"They say {HOSTILE} [1] <script>alert(1)</script>"
            yield AnswerReady(answer(question, text, (ATTACK,)))
        elif word == "recall":
            yield AnswerReady(answer(question, "Plans cannot be called back. [1]", (RECALL,)))
        else:
            yield from self._full(question, gated=word == "gated", breaks=word == "breaks")

    def _full(self, question: str, *, gated: bool, breaks: bool) -> Iterator[AnswerEvent]:
        for place, (text, citations) in enumerate(SENTENCES):
            if place == 1 and gated:
                self.gate.wait(timeout=20)
            if place == 1 and breaks:
                raise AskdocketError("The model broke off.", hint="Ask again in a minute.")
            yield SentenceReady(text, citations)
        text = "".join(text for text, _ in SENTENCES)
        citations = (MENDED, STAGED, ROOM, REGISTER)
        yield AnswerReady(answer(question, text, citations, dropped=1))


def service(*, fetched: list[str] | None = None) -> FastAPI:
    """A stand-in for the HTTP service: nothing but page images; 0012's fail."""
    app = FastAPI()

    @app.get("/v1/documents/{doc_id}/pages/{number}/image")
    def image(doc_id: str, number: int, quote: str = "") -> Response:
        if fetched is not None:
            fetched.append(f"{doc_id} {number} {quote}")
        if doc_id == HARBOUR.doc_id:
            return Response(status_code=404)
        return Response(_page_image(), media_type="image/png", headers={"X-Highlighted": "full"})

    return app


def _page_image() -> bytes:
    image = Image.new("RGB", (850, 1100), "white")
    draw = ImageDraw.Draw(image)
    for row in range(120, 980, 26):
        draw.rectangle((110, row, 740 - (row * 37) % 90, row + 9), fill="#777777")
    draw.rectangle((104, 374, 746, 420), outline="#d9a400", width=4)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
