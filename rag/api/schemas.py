"""What goes over the wire: the JSON of requests and replies, and nothing else."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from corpus.types import Kind, Origin
from index.store import DocumentRecord
from index.types import Hit
from rag.api import examples
from rag.types import Answer, Citation, Coverage, Filters, Mode, SentenceReady, Turn

Lookup = Callable[[str], DocumentRecord]
"""Finds the record of a document by its id."""


def _sound(text: str) -> str:
    """JSON can spell half of a character ("\\ud800"); nothing behind this can store or send it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("lone_surrogate", "Input should be text without lone surrogates")
    return text


_Text = Annotated[str, AfterValidator(_sound)]
_MOST_TURNS = 50
_MOST_TURN_CHARS = 20_000
_Name = Annotated[_Text, Field(min_length=1, max_length=300)]


class Wire(BaseModel):
    """Base of all: an unknown field is refused, a value once made stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Wire):
    """Restricts the search; what is left out restricts nothing."""

    doc_ids: tuple[_Name, ...] = Field(
        default=(),
        max_length=500,
        description="Only these documents; an unknown id is answered with 404.",
    )
    commenters: tuple[_Name, ...] = Field(
        default=(), max_length=500, description="Only these commenters, by name or alias."
    )
    kind: Kind | None = Field(default=None, description="Only documents of this kind.")

    def value(self) -> Filters:
        """As the search takes it."""
        return Filters(doc_ids=self.doc_ids, commenters=self.commenters, kind=self.kind)


class TurnIn(Wire):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=_MOST_TURN_CHARS), AfterValidator(_sound)]

    def value(self) -> Turn:
        """As the assistant takes it."""
        return Turn(role=self.role, content=self.content)


History = Annotated[
    tuple[TurnIn, ...],
    Field(
        max_length=_MOST_TURNS,
        description="The conversation so far, oldest message first; leave older ones out.",
    ),
]


class SearchRequest(Wire):
    """Body of POST /v1/search."""

    model_config = ConfigDict(json_schema_extra=examples.SEARCH)

    query: _Text = Field(description="Question or key words.")
    k: int = Field(
        default=10, ge=1, le=50, strict=True, description="Passages wanted; fewer may come."
    )
    filters: FiltersIn = FiltersIn()
    history: History = ()


class AskRequest(Wire):
    """Body of POST /v1/ask."""

    model_config = ConfigDict(json_schema_extra=examples.ASK)

    question: _Text = Field(description="The question; the setting MAX_QUESTION_CHARS bounds it.")
    history: History = ()
    filters: FiltersIn = FiltersIn()
    stream: bool = Field(default=False, strict=True, description="Answer as server-sent events.")


class HitOut(Wire):
    """A passage found."""

    model_config = ConfigDict(json_schema_extra=examples.HIT)

    rank: int = Field(description="1-based.")
    score: float = Field(description="Never rises with the rank; comparable within one reply.")
    passage_id: str
    doc_id: str
    title: str
    commenter: str
    kind: Kind
    page_start: int = Field(description="First page of the passage, as numbered in the file.")
    page_end: int
    section: str = Field(description="Nearest heading above, or empty.")
    text: str
    url: str = Field(description="The document's official page.")

    @classmethod
    def of(cls, hit: Hit, lookup: Lookup) -> "HitOut":
        """Describe a hit with what its document's record says."""
        passage, record = hit.passage, lookup(hit.passage.doc_id)
        return cls(
            rank=hit.rank,
            score=hit.score,
            passage_id=passage.passage_id,
            doc_id=passage.doc_id,
            title=record.title,
            commenter=record.commenter,
            kind=record.kind,
            page_start=passage.page_start,
            page_end=passage.page_end,
            section=passage.section,
            text=passage.text,
            url=record.url,
        )


class SearchReply(Wire):
    """Passages, best first."""

    hits: tuple[HitOut, ...]
    index_version: str
    timings_ms: dict[str, float]


class CitationOut(Wire):
    """What a marker [index] in the answer points to."""

    model_config = ConfigDict(json_schema_extra=examples.CITATION)

    index: int
    doc_id: str
    title: str
    commenter: str
    kind: Kind
    origin: Origin = Field(description="With `digest`, the quote is from our own summary.")
    page_start: int
    page_end: int
    start: int = Field(description="Offset of the quote in the document's text, in characters.")
    end: int
    quote: str = Field(description="Exactly the document's text at [start, end).")
    verified: bool = Field(description="Whether that was checked against the stored pages.")
    url: str

    @classmethod
    def of(cls, citation: Citation) -> "CitationOut":
        """The citation, field by field."""
        return cls(**asdict(citation))


class PageRef(Wire):
    """A page of a document."""

    doc_id: str
    page: int


class CoverageOut(Wire):
    """What an answer is based on, and what it could not see."""

    documents_searched: int
    documents_cited: int
    documents_indexed: int
    comments_indexed: int
    comments_in_docket: int
    digests_searched: int
    unreadable_pages: tuple[PageRef, ...]

    @classmethod
    def of(cls, coverage: Coverage) -> "CoverageOut":
        """The coverage, its pages named."""
        pages = tuple(PageRef(doc_id=doc, page=page) for doc, page in coverage.unreadable_pages)
        return cls(**{**asdict(coverage), "unreadable_pages": pages})


class AskReply(Wire):
    """The answer, whole and checked."""

    answer: str = Field(description="Markdown with [1] markers, one for each citation.")
    mode: Mode
    abstained: bool
    reason: str = Field(description="Why nothing is answered, or why only quotes are given.")
    citations: tuple[CitationOut, ...]
    hits: tuple[HitOut, ...]
    coverage: CoverageOut
    model: str = Field(description="The model that wrote the answer; empty when none did.")
    index_version: str
    dropped: int = Field(description="Generated sentences that no evidence supports: not shown.")
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, answer: Answer, lookup: Lookup) -> "AskReply":
        """The answer as JSON."""
        return cls(
            answer=answer.text,
            mode=answer.mode,
            abstained=answer.abstained,
            reason=answer.reason,
            citations=tuple(CitationOut.of(citation) for citation in answer.citations),
            hits=tuple(HitOut.of(hit, lookup) for hit in answer.hits),
            coverage=CoverageOut.of(answer.coverage),
            model=answer.model,
            index_version=answer.index_version,
            dropped=answer.dropped,
            timings_ms=answer.timings_ms,
        )


class SourcesEvent(Wire):
    """Data of the event `sources`: what was retrieved."""

    hits: tuple[HitOut, ...]


class SentenceEvent(Wire):
    """Data of the event `sentence`: Markdown to append, and the citations it is first to use."""

    text: str
    citations: tuple[CitationOut, ...]

    @classmethod
    def of(cls, event: SentenceReady) -> "SentenceEvent":
        """The piece of the answer as JSON."""
        citations = tuple(CitationOut.of(citation) for citation in event.citations)
        return cls(text=event.text, citations=citations)


class ErrorReply(Wire):
    """Body of every reply that is not a success, and data of the event `error`."""

    model_config = ConfigDict(json_schema_extra=examples.ERROR)

    code: str = Field(description="Stable name of the error, in snake case.")
    message: str = Field(description="What went wrong, in one sentence.")
    hint: str = Field(description="What to do about it.")


class DocumentOut(Wire):
    """What is known about a document."""

    doc_id: str
    title: str
    commenter: str
    aliases: tuple[str, ...] = Field(description="Other names of the commenter.")
    kind: Kind
    origin: Origin
    url: str
    sha256: str = Field(description="Hex digest of the file that was read.")
    pages: int
    unreadable_pages: tuple[int, ...] = Field(description="Pages that gave no text.")

    @classmethod
    def of(cls, record: DocumentRecord) -> "DocumentOut":
        """The record without what concerns only this machine."""
        return cls(**{name: getattr(record, name) for name in cls.model_fields})


class DocumentsReply(Wire):
    """All documents of the index."""

    documents: tuple[DocumentOut, ...]
    index_version: str


class PageReply(Wire):
    """The text of one page, as it was indexed."""

    doc_id: str
    title: str
    commenter: str
    page: int
    pages: int = Field(description="Pages of the document.")
    text: str = Field(description="Empty when the page gave no text.")
    url: str


class IndexReply(Wire):
    """The index that questions are answered from."""

    version: str
    docket: str
    docket_title: str
    created: str = Field(description="When it was built, ISO 8601.")
    documents: int
    passages: int
    pages: int
    comments_in_docket: int
    embedding_model: str
    model: str = Field(description="The model that writes answers; empty when there is none.")


class HealthReply(Wire):
    """Whether the service lives, or is ready."""

    status: Literal["ok", "ready"]
    index_version: str = Field(default="", description="Empty where it was not asked for.")
