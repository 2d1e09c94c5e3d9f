"""Running the real path over questions with known evidence (`rag.gold`), and scoring it."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from corpus.progress import Progress, silent
from index.store import Snapshot
from index.types import Hit
from rag.assistant import Assistant
from rag.recheck import problems
from rag.types import Citation, Turn

_DEPTHS = (1, 5, 10)
_COVERED_RATIO = 0.5
"""A hit covers an evidence quote when it holds at least this share of its word trigrams."""
_Match = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
GROUPS = ("named", "unnamed", "rfc", "multi-doc", "followup", "ALL")


@dataclass(frozen=True)
class Report:
    """Scores of a run.

    Attributes:
        retrieval: group to (number of questions, figure to mean in [0, 1]).
        answers: figure to (mean, number of questions); empty when only searching.
        median_ms: step to its median time over the questions that took it, in milliseconds.
    """

    retrieval: dict[str, tuple[int, dict[str, float]]]
    answers: dict[str, tuple[float, int]]
    median_ms: dict[str, float]


def run(
    assistant: Assistant,
    gold: Sequence[Mapping[str, Any]],
    *,
    answers: bool = True,
    progress: Progress = silent,
) -> list[dict[str, Any]]:
    """Ask every question; one record each, in the form that `score` takes."""
    records = []
    for number, item in enumerate(gold, start=1):
        history = tuple(Turn(t["role"], t["content"]) for t in item.get("history") or ())
        record = (_answered if answers else _searched)(assistant, item["question"], history)
        records.append({"id": item["id"], **record})
        progress(number, len(gold), "questions")
    return records


def _searched(assistant: Assistant, question: str, history: tuple[Turn, ...]) -> dict[str, Any]:
    result = assistant.search(question, history=history)
    return {"hits": [hit_record(hit) for hit in result.hits], "timings_ms": result.timings_ms}


def _answered(assistant: Assistant, question: str, history: tuple[Turn, ...]) -> dict[str, Any]:
    answer = assistant.ask(question, history=history)
    snapshot = assistant.snapshot()
    return {
        "hits": [hit_record(hit) for hit in answer.hits],
        "answer": answer.text,
        "mode": answer.mode,
        "abstained": answer.abstained,
        "dropped": answer.dropped,
        "citations": [
            {
                "doc_id": c.doc_id,
                "page": c.page_start,
                "page_end": c.page_end,
                "quote": c.quote,
                "exact": is_exact(snapshot, c),
            }
            for c in answer.citations
        ],
        "timings_ms": answer.timings_ms,
    }


def is_exact(snapshot: Snapshot, citation: Citation) -> bool:
    """Whether quote, pages and commenter of a citation are those of the document."""
    return not any(problems(snapshot, citation))


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit in the form that `score` takes."""
    passage = hit.passage
    return {
        "doc_id": passage.doc_id,
        "page": passage.page_start,
        "page_end": passage.page_end,
        "text": passage.text,
    }


def score(
    gold: Sequence[Mapping[str, Any]],
    records: Iterable[Mapping[str, Any]],
    *,
    by_page: bool = False,
) -> Report:
    """Score a run: the same figures as the shared scorer of these questions.

    Args:
        gold: the questions.
        records: of `run`.
        by_page: whether what is found is evidence by its page, as digests have other words.
    """
    is_evidence = on_page if by_page else covers
    by_id = {record["id"]: record for record in records}
    groups: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    figures: defaultdict[str, list[float]] = defaultdict(list)
    steps: defaultdict[str, list[float]] = defaultdict(list)
    for item in gold:
        record = by_id.get(item["id"])
        if record is None:
            continue
        for step, time_ms in record.get("timings_ms", {}).items():
            steps[step].append(time_ms)
        if item["type"] == "unanswerable":
            if "abstained" in record:
                figures["abstain_on_unanswerable"].append(record["abstained"])
            continue
        measured = _retrieval(item["evidence"], record["hits"], is_evidence)
        for group in (group_of(item), "ALL"):
            groups[group].append(measured)
        if "answer" in record:
            for name, value in _answer(item, record, is_evidence).items():
                figures[name].append(value)
    return Report(
        retrieval={
            group: (len(rows), {name: mean(row[name] for row in rows) for name in rows[0]})
            for group, rows in ((group, groups[group]) for group in GROUPS if group in groups)
        },
        answers={name: (mean(values), len(values)) for name, values in figures.items()},
        median_ms={step: median(times) for step, times in steps.items()},
    )


def group_of(item: Mapping[str, Any]) -> str:
    """The group a question is reported in."""
    documents = {_short(piece["doc_id"]) for piece in item["evidence"]}
    if item["type"] == "followup":
        return "followup"
    if item["type"] in ("aggregate", "compare") or len(documents) > 1:
        return "multi-doc"
    if documents == {"0001"}:
        return "rfc"
    return "named" if item["named"] else "unnamed"


def _retrieval(
    evidence: Sequence[Mapping[str, Any]], hits: Sequence[Mapping[str, Any]], is_evidence: _Match
) -> dict[str, float]:
    ranks = [
        min((n for n, hit in enumerate(hits, start=1) if is_evidence(hit, piece)), default=math.inf)
        for piece in evidence
    ]
    best = min(ranks)
    wanted = {_short(piece["doc_id"]) for piece in evidence}
    found = {_short(hit["doc_id"]) for hit in hits[:10]}
    return {
        **{f"ev@{k}": float(best <= k) for k in _DEPTHS},
        "mrr@10": 1 / best if best <= 10 else 0.0,
        "evrec@10": mean(rank <= 10 for rank in ranks),
        "docrec@10": len(wanted & found) / len(wanted),
    }


def _answer(
    item: Mapping[str, Any], record: Mapping[str, Any], is_evidence: _Match
) -> dict[str, float]:
    text = record["answer"].lower()
    measured: dict[str, float] = {"wrongly_abstained": float(record["abstained"])}
    if record["abstained"]:
        measured["nugget_recall"] = 0.0
    elif item["nuggets"]:
        measured["nugget_recall"] = mean(
            any(x in text for x in nugget) for nugget in item["nuggets"]
        )
    citations = record["citations"]
    measured["has_citation"] = float(bool(citations))
    measured["generated"] = float(record.get("mode") == "generated")
    if citations:
        documents = {_short(piece["doc_id"]) for piece in item["evidence"]}
        quotes = [{**c, "text": c["quote"]} for c in citations]
        measured["cite_doc_precision"] = mean(_short(c["doc_id"]) in documents for c in citations)
        measured["cite_evidence_hit"] = float(
            any(is_evidence(quote, piece) for quote in quotes for piece in item["evidence"])
        )
        measured["quotes_exact"] = mean(c["exact"] for c in citations)
    return measured


def covers(hit: Mapping[str, Any], piece: Mapping[str, Any]) -> bool:
    """Whether a hit is of the evidence's document and holds half of its quote's trigrams."""
    if _short(hit["doc_id"]) != _short(piece["doc_id"]):
        return False
    quote = _trigrams(piece["quote"])
    return len(quote & _trigrams(hit["text"])) / len(quote) >= _COVERED_RATIO


def on_page(hit: Mapping[str, Any], piece: Mapping[str, Any]) -> bool:
    """Whether a hit is of the evidence's document and of its page."""
    same = _short(hit["doc_id"]) == _short(piece["doc_id"])
    return same and hit["page"] <= piece["page"] <= hit["page_end"]


def _trigrams(text: str) -> set[tuple[str, ...]]:
    tokens = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", text).lower())
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False)) or {tuple(tokens)}


def _short(doc_id: str) -> str:
    match = re.search(r"(?:\d{4}-)?\d{4}-(\d{4})(?!\d)", doc_id)
    return match.group(1) if match else doc_id


def table(report: Report) -> str:
    """The report as text, laid out as the shared scorer prints it."""
    figures = next(iter(report.retrieval.values()))[1] if report.retrieval else {}
    lines = [f"{'group':<10} {'n':>4} " + " ".join(f"{name:>9}" for name in figures)]
    cell: Callable[[float], str] = "{:9.3f}".format
    lines += [
        f"{group:<10} {n:>4} " + " ".join(cell(value) for value in values.values())
        for group, (n, values) in report.retrieval.items()
    ]
    lines += [f"{name:<26} {value:.3f}  (n={n})" for name, (value, n) in report.answers.items()]
    if report.median_ms:
        steps = ", ".join(f"{step} {time_ms:.0f}" for step, time_ms in report.median_ms.items())
        lines.append(f"median ms: {steps}")
    return "\n".join(lines)
