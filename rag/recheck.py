"""Checking an exported answer against the index: every quote, every page, every marker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.types import pages_of
from index.store import Snapshot
from rag.compose import MARKER


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
        The number of citations checked, and what is wrong with them and their markers.

    Raises:
        KeyError, TypeError, ValueError: the record is no answer.
    """
    text = str(record["answer"] if "answer" in record else record["text"])
    citations = [
        (int(c["index"]), str(c["doc_id"]), int(c["start"]), int(c["end"]), c)
        for c in record["citations"]
    ]
    found: list[Finding] = []
    for number, doc_id, start, end, citation in citations:
        problems = _problems(snapshot, doc_id, start, end, citation)
        found += [Finding(number, problem) for problem in problems]
    numbers = {number for number, *_ in citations}
    # An escaped "\[1\]" is a quoted document's own; what code set is not escaped.
    marked = {int(match.group(1)) for match in MARKER.finditer(text)}
    found += [Finding(0, f"the marker [{n}] has no citation") for n in sorted(marked - numbers)]
    unmarked = sorted(numbers - marked)
    found += [Finding(n, "no marker in the answer points to it") for n in unmarked]
    return len(citations), tuple(found)


def _problems(
    snapshot: Snapshot, doc_id: str, start: int, end: int, citation: Mapping[str, Any]
) -> Iterator[str]:
    if doc_id not in {document.doc_id for document in snapshot.documents}:
        yield f"the index has no document {doc_id}"
        return
    document, quote = snapshot.document(doc_id), str(citation["quote"])
    text = snapshot.text(doc_id)
    if not 0 <= start < end <= len(text) or text[start:end] != quote:
        where = "it stands elsewhere in it" if quote and quote in text else "it is not in it"
        yield f"the quote is not the text of {doc_id} at [{start}, {end}): {where}"
        return
    pages = pages_of(document.page_spans, start, end)
    claimed = (int(citation["page_start"]), int(citation["page_end"]))
    if pages != claimed:
        yield f"the quote is on pages {pages[0]}-{pages[1]}, not {claimed[0]}-{claimed[1]}"
    if str(citation["commenter"]) != document.commenter:
        yield f"{doc_id} is by {document.commenter}, not {citation['commenter']}"
