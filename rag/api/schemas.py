"""What goes over the wire as replies: passages, answers, errors, and the state of the service."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Literal

from pydantic import ConfigDict, Field

from corpus.types import Kind, Origin
from index.types import DocumentRecord, Hit
from rag.api import examples
from rag.api.explanation import ExplanationOut
from rag.api.requests import Wire
from rag.types import Answer, Citation, Coverage, Mode, SentenceReady

Lookup = Callable[[str], DocumentRecord]
"""Finds the record of a document by its id."""


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
    section: str = Field(
        description="The nearest headings above, outermost first; what the passage is where it is "
        "none of the body, such as `Footnotes`; or empty."
    )
    question: str = Field(
        description="Number of the agency's question that the passage asks or speaks to, such as "
        "`5b`, or empty."
    )
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
            question=passage.question,
            text=passage.text,
            url=record.url,
        )


class SearchReply(Wire):
    """Passages, best first."""

    hits: tuple[HitOut, ...]
    index_version: str
    timings_ms: dict[str, float]
    explanation: ExplanationOut | None = Field(
        default=None, description="Null where `explain` was not asked for."
    )


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
    quoting: bool = Field(
        description="Whether most of the quote is somebody else's words, whom the commenter quotes."
    )
    ocr: bool = Field(
        description="Whether a page of it was read by optical character recognition: check the "
        "page."
    )
    cuts: tuple[tuple[int, int], ...] = Field(
        description="Ranges [start, end) of the quote for which the answer shows an ellipsis."
    )

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
    unreadable_pages: tuple[PageRef, ...] = Field(
        description="Pages of searched documents whose text cannot be had."
    )
    unreadable_reasons: tuple[str, ...] = Field(description="Why, each reason once.")
    ocr_pages: tuple[PageRef, ...] = Field(
        description="Pages of searched documents read by optical character recognition."
    )

    @classmethod
    def of(cls, coverage: Coverage) -> "CoverageOut":
        """The coverage, its pages named."""
        pages = {
            name: tuple(PageRef(doc_id=doc, page=page) for doc, page in getattr(coverage, name))
            for name in ("unreadable_pages", "ocr_pages")
        }
        return cls(**{**asdict(coverage), **pages})


class AskReply(Wire):
    """The answer, whole and checked."""

    answer: str = Field(description="Markdown with [1] markers, one for each citation.")
    mode: Mode
    abstained: bool
    reason: str = Field(description="Why nothing is answered, or why only quotes are given.")
    citations: tuple[CitationOut, ...]
    nearest: tuple[CitationOut, ...] = Field(
        description="Quotes nearest to a question that is not answered, by anybody or by one of "
        "several asked; they are no answer to it."
    )
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
            nearest=tuple(CitationOut.of(citation) for citation in answer.nearest),
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
