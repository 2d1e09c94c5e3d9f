"""An answer to take along: as plain text with its sources, and as a JSON record."""

import json
from dataclasses import asdict
from typing import Any

from rag.compose import page_label, remarks
from rag.types import Answer, Citation
from ui.markup import plain_text


def as_text(answer: Answer) -> str:
    """Question, answer and sources as plain text, for a memo or a mail."""
    lines = [answer.question, "", plain_text(answer.text.strip()), "", "Sources"]
    lines += [_source(citation) for citation in answer.citations]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    words = f"“{' '.join(citation.quote.split())}”"
    if citation.origin == "digest":
        words = f"(our digest, not the commenter's words) {' '.join(citation.quote.split())}"
    place = ", ".join([citation.doc_id, page_label(citation), *remarks(citation)])
    line = f"[{citation.index}] {citation.commenter}, {citation.title}, {place}: {words}"
    return f"{line} {citation.url}".rstrip()


def as_record(answer: Answer) -> str:
    """Everything about an answer as JSON, but for the text of the passages behind it."""
    record: dict[str, Any] = asdict(answer)
    record["hits"] = [
        {
            "rank": hit.rank,
            "score": hit.score,
            "passage_id": hit.passage.passage_id,
            "doc_id": hit.passage.doc_id,
            "page_start": hit.passage.page_start,
            "page_end": hit.passage.page_end,
        }
        for hit in answer.hits
    ]
    return json.dumps(record, ensure_ascii=False, indent=2)
