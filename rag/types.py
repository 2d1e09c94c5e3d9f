"""The words of the answering side: Turn, Filters, Evidence, Citation, Coverage, Answer."""

from dataclasses import dataclass, field
from typing import Literal

from corpus.types import Kind, Origin
from index.types import Hit

Mode = Literal["generated", "extractive", "abstained"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller restricts the search to; an empty tuple or None restricts nothing."""

    doc_ids: tuple[str, ...] = ()
    commenters: tuple[str, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence or a few of a document that speak to the question.

    Document text[start:end] == quote. `quoting` says that most of it is not the author's own
    words, but somebody's whom the author quotes.
    """

    doc_id: str
    start: int
    end: int
    quote: str
    score: float
    quoting: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """What a marker [index] in the answer points to.

    `quote` is exactly the document's text at [start, end); `verified` says that this was checked
    against the stored pages. With origin "digest" the quote is our own summary of the original
    page, never the commenter's words.

    Attributes:
        quoting: whether most of the quote is somebody else's words, which the commenter quotes.
        ocr: whether a page of it was read by optical character recognition, which errs.
        cuts: ranges [start, end) of the quote, in order, for which the answer shows an ellipsis.
    """

    index: int
    doc_id: str
    title: str
    commenter: str
    kind: Kind
    origin: Origin
    page_start: int
    page_end: int
    start: int
    end: int
    quote: str
    verified: bool
    url: str
    quoting: bool = False
    ocr: bool = False
    cuts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer is based on, and what it could not see.

    Attributes:
        documents_searched: documents in the index that the filters left.
        documents_cited: distinct documents cited.
        documents_indexed: documents in the index.
        comments_indexed: the docket's comments in the index (digests included); what a user
            imported beside them is not counted.
        comments_in_docket: comments that the docket lists.
        digests_searched: how many of the searched documents are digests of ours.
        unreadable_pages: (doc_id, page) of searched pages whose text cannot be had.
        unreadable_reasons: why, each reason once.
        ocr_pages: (doc_id, page) of searched pages read by optical character recognition.
    """

    documents_searched: int
    documents_cited: int
    documents_indexed: int
    comments_indexed: int
    comments_in_docket: int
    digests_searched: int
    unreadable_pages: tuple[tuple[str, int], ...] = ()
    unreadable_reasons: tuple[str, ...] = ()
    ocr_pages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Answer:
    """The checked answer to one question.

    abstained implies no citations; otherwise there is at least one, and every marker [n] in the
    text has its citation. `text` is Markdown. `reason` says why nothing is answered, or why the
    answer is extractive though a model was wanted; else it is empty. `dropped` counts generated
    sentences that the evidence did not support and that are therefore not shown. `nearest` are
    quotes that come nearest to a question left unanswered, by all or by one of several asked, and
    are no answer to it.
    """

    question: str
    text: str
    mode: Mode
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    reason: str
    coverage: Coverage
    model: str
    index_version: str
    dropped: int = 0
    nearest: tuple[Citation, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.mode == "abstained") != (not self.citations):
            raise ValueError("an answer abstains exactly when it has no citations")

    @property
    def abstained(self) -> bool:
        """Whether the question is left unanswered."""
        return self.mode == "abstained"

    @property
    def cited_documents(self) -> tuple[str, ...]:
        """Ids of the documents cited, in order of their first citation."""
        return tuple(dict.fromkeys(citation.doc_id for citation in self.citations))


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """Event of an answer under way: what was retrieved, before anything is generated."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """Event of an answer under way: a piece of the answer, already verified.

    Attributes:
        text: Markdown to append to what came before, markers and separators included.
        citations: the citations that this piece is the first to use.
    """

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerReady:
    """Last event of an answer under way: the whole answer, whose text is final."""

    answer: Answer


AnswerEvent = SourcesFound | SentenceReady | AnswerReady
