"""What one reader's conversation holds: exchanges of a question and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import AskdocketError
from rag.types import Answer, AnswerEvent, AnswerReady, Citation, SentenceReady, SourcesFound, Turn
from ui.sources import Source

Stage = Literal["waiting", "searching", "writing", "done", "stopped", "failed"]

RUNNING: tuple[Stage, ...] = ("waiting", "searching", "writing")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a question got no answer, and the way out, in words for the reader."""

    message: str
    hint: str


UNEXPECTED = Failure(
    "Something went wrong on the server.",
    "Send the question again; if it fails again, the server's log says why.",
)


@dataclass(frozen=True)
class Exchange:
    """One question with what has come of it so far.

    Attributes:
        number: 1-based place in the conversation; markers carry it, so that each points to
            the sources of its own answer.
        stage: how far the answer is.
        passages_found: passages retrieved, 0 before.
        documents_found: distinct documents among them.
        text: verified Markdown so far; the answer's final text once there is one.
        citations: citations known so far, in order of their markers.
        sources: the same with the text around them, in the same order.
        answer: the answer once it is there.
        failure: what went wrong, with stage "failed".
    """

    number: int
    question: str
    stage: Stage = "waiting"
    passages_found: int = 0
    documents_found: int = 0
    text: str = ""
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    answer: Answer | None = None
    failure: Failure | None = None

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.stage in RUNNING


Conversation = tuple[Exchange, ...]


def with_question(conversation: Conversation, question: str) -> Conversation:
    """The conversation with a new question at its end.

    A question that failed and is sent again takes the place of the failed one.
    """
    kept = conversation
    if kept and kept[-1].stage == "failed" and kept[-1].question == question:
        kept = kept[:-1]
    number = kept[-1].number + 1 if kept else 1
    return (*kept, Exchange(number=number, question=question))


def with_last(conversation: Conversation, exchange: Exchange) -> Conversation:
    """The conversation with its last exchange replaced."""
    return (*conversation[:-1], exchange)


def advanced(exchange: Exchange, event: AnswerEvent, sources: Sequence[Source]) -> Exchange:
    """The exchange after an event of its answer.

    Args:
        exchange: as it was before.
        event: what came.
        sources: the event's citations (for an AnswerReady all of the answer's) as sources.
    """
    match event:
        case SourcesFound(hits=hits):
            return replace(
                exchange,
                stage="writing",
                passages_found=len(hits),
                documents_found=len({hit.passage.doc_id for hit in hits}),
            )
        case SentenceReady(text=text, citations=citations):
            return replace(
                exchange,
                stage="writing",
                text=exchange.text + text,
                citations=exchange.citations + citations,
                sources=exchange.sources + tuple(sources),
            )
        case AnswerReady(answer=answer):
            return replace(
                exchange,
                stage="done",
                text=answer.text,
                citations=answer.citations,
                sources=tuple(sources),
                answer=answer,
            )


def failed(exchange: Exchange, error: AskdocketError) -> Exchange:
    """The exchange after an error that the reader can meet."""
    return replace(exchange, stage="failed", failure=Failure(error.message, error.hint))


def turns(conversation: Conversation) -> tuple[Turn, ...]:
    """What was said so far, for the assistant; a question that failed was not answered."""
    said: list[Turn] = []
    for exchange in conversation:
        if exchange.text and exchange.stage in ("done", "stopped"):
            said += [Turn("user", exchange.question), Turn("assistant", exchange.text)]
    return tuple(said)
