"""How a search came to its hits, for a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.types import Hit
from rag.retrieval import Place, Trace
from rag.understanding import Understood

if TYPE_CHECKING:
    from index.store import Snapshot


def understood_text(understood: Understood, snapshot: "Snapshot") -> str:
    """What a question was taken to ask, a line each."""

    def names(doc_ids: Sequence[str]) -> str:
        found = (f"{snapshot.document(doc_id).commenter} ({doc_id})" for doc_id in doc_ids)
        return ", ".join(found)

    filed = understood.filed
    none_filed = "" if understood.filed_ids else " (nothing at hand was: not applied)"
    mentioned = "Mentioned" if understood.asks_openly else "Mentioned, and favoured"
    leaning = {1: "the notice is favoured", -1: "the notice comes behind"}
    lines = {
        "Searched for": understood.searched,
        "Asked": names(understood.doc_ids),
        mentioned: names(understood.mentioned),
        "Only in": "the notice"
        if understood.about_notice
        else "the comments"
        if understood.about_commenters
        else "",
        "The notice's questions": ", ".join(understood.questions),
        "Answers to": ", ".join(understood.answered),
        "On pages, where there are any": ", ".join(map(str, understood.pages)),
        "Filed": f"{filed.first or '...'} to {filed.last or '...'}{none_filed}" if filed else "",
        "Open who speaks": "room is made for many" if understood.asks_openly else "",
        "Leaning": leaning.get(understood.leans_to_notice, ""),
        "Listed, but not at hand": ", ".join(listed.doc_id for listed in understood.absent),
        "Not in the docket": ", ".join(understood.unknown),
    }
    return "\n".join(f"{label}: {value}" for label, value in lines.items() if value)


def trace_text(hit: Hit, trace: Trace) -> str:
    """How a hit was found, in one line: rank and score in each leg."""
    parts = [
        f"score {hit.score:.3f}",
        _place("cross-encoder", trace.reranked),
        _place("word pieces", trace.interaction),
        _place("dense", trace.dense),
        _place("BM25", trace.sparse),
        _place("window", trace.windows),
        "asked for by number" if trace.asked_for else "",
        "answers the question asked about" if trace.answers else "",
        f"favoured {trace.favour:+.2f}" if trace.favour else "",
        "note or reference" if trace.aside else "",
    ]
    return " · ".join(part for part in parts if part)


def _place(leg: str, place: Place | None) -> str:
    return "" if place is None else f"{leg} #{place.rank} ({place.score:.3g})"
