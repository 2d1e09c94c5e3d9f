"""Checking citations and exported answers against the index: every quote, page and marker."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from corpus.errors import UnknownDocument
from corpus.types import pages_of
from index.store import Snapshot
from rag.compose import MARKER, introduction, quoted
from rag.shortening import may_leave_out
from rag.types import Citation

_CITATIONS = TypeAdapter(tuple[Citation, ...])


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one citation of an answer, or with the answer where the index is 0."""

    index: int
    problem: str


def recheck(snapshot: Snapshot, record: Mapping[str, Any]) -> tuple[int, tuple[Finding, ...]]:
    """Check an answer as `askdocket ask --json`, POST /v1/ask or the page's export gives it.

    Args:
        snapshot: index version to check against.
        record: the answer; its words under `answer` or `text`, its quotes under `citations`.

    Returns:
        The number of citations checked, and what is wrong with them, their markers, and the
        quotes that the answer's words show. Sentences that a model wrote are not judged again.

    Raises:
        KeyError, TypeError, ValueError: the record is no answer.
    """
    text = str(record["answer"] if "answer" in record else record["text"])
    citations = _CITATIONS.validate_python(record["citations"])
    found = [
        Finding(citation.index, problem)
        for citation in citations
        for problem in problems(snapshot, citation)
    ]
    numbers = {citation.index for citation in citations}
    # An escaped "\[1\]" is a quoted document's own; what code set is not escaped.
    marked = {int(number) for number in MARKER.findall(text)}
    found += [Finding(0, f"the marker [{n}] has no citation") for n in sorted(marked - numbers)]
    found += [Finding(n, "no marker in the answer points to it") for n in sorted(numbers - marked)]
    return len(citations), (*found, *_misquoted(text, citations))


def _misquoted(text: str, citations: Iterable[Citation]) -> Iterator[Finding]:
    """Quotes in an answer's words that are no citation's, or stand under somebody else's name."""
    cited = {quoted(citation): citation for citation in citations}
    heading = ""
    for line in text.splitlines():
        if line.startswith("**"):
            heading = line
        elif line.startswith("> ") and line not in cited:
            yield Finding(0, f"the answer shows a quote that is no citation's: {line}")
        elif line.startswith("> ") and not heading.startswith(introduction(cited[line])):
            yield Finding(cited[line].index, f"the answer shows the quote under {heading!r}")


def problems(snapshot: Snapshot, citation: Citation) -> Iterator[str]:
    """What the index says differently from a citation, of its quote, pages and commenter."""
    doc_id, start, end = citation.doc_id, citation.start, citation.end
    try:
        document = snapshot.document(doc_id)
    except UnknownDocument:
        yield f"the index has no document {doc_id}"
        return
    text = snapshot.text(doc_id)
    if not 0 <= start < end <= len(text) or text[start:end] != citation.quote:
        elsewhere = citation.quote and citation.quote in text
        where = "it stands elsewhere in it" if elsewhere else "it is not in it"
        yield f"the quote is not the text of {doc_id} at [{start}, {end}): {where}"
        return
    if not may_leave_out(citation.quote, citation.cuts):
        yield "the answer leaves out more of the quote than an aside"
    pages = pages_of(document.page_spans, start, end)
    claimed = (citation.page_start, citation.page_end)
    if pages != claimed:
        yield f"the quote is on pages {pages[0]}-{pages[1]}, not {claimed[0]}-{claimed[1]}"
    if citation.commenter != document.commenter:
        yield f"{doc_id} is by {document.commenter}, not {citation.commenter}"
