"""Scores: by hand on a small run, and against the reference scorer where it is at hand."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rag.evaluate import covers, group_of, is_exact, on_page, run, score, table
from rag.gold import load_gold
from tests.docket_maker import ARC, GUILD, NOTICE, Kites

SHARED = Path(__file__).resolve().parents[3] / "shared" / "eval"


def item(id_: str, type_: str = "fact", named: bool = False, **more: Any) -> dict[str, Any]:
    evidence = more.pop("evidence", [("X-2031-0009-0002", "kites fly over the town at noon")])
    return {
        "id": id_,
        "type": type_,
        "question": "?",
        "named": named,
        "evidence": [{"doc_id": d, "page": 1, "quote": q} for d, q in evidence],
        "nuggets": [["kite", "dragon"], ["noon"]],
        **more,
    }


def hit(text: str, number: str = "0002") -> dict[str, Any]:
    return {"doc_id": f"X-2031-0009-{number}", "page": 1, "text": text}


OTHER = hit("bread is baked at dawn", "0007")
RIGHT = hit("and so kites fly over the town, at noon")


def cite(quote: str, number: str = "0002", exact: bool = True) -> dict[str, Any]:
    return {"doc_id": f"X-2031-0009-{number}", "page": 1, "quote": quote, "exact": exact}


TWO_DOCUMENTS = [
    ("X-2031-0009-0002", "kites fly over the town at noon"),
    ("X-2031-0009-0003", "tails are long in the north wind"),
]
GOLD = [
    item("a", named=True),
    item("b"),
    item("c", evidence=TWO_DOCUMENTS),
    item("d", "followup"),
    item("e", evidence=[("X-2031-0009-0001", "what is a kite in law")]),
    item("f", "unanswerable", evidence=[]),
    item("g", "unanswerable", evidence=[]),
]
RECORDS: list[dict[str, Any]] = [
    {"id": "a", "hits": [RIGHT], "answer": "A Dragon at NOON.", "abstained": False, "mode": "generated",
     "citations": [cite("kites fly over the town at noon"), cite("bread", "0007", exact=False)]},
    {"id": "b", "hits": [OTHER] * 3 + [RIGHT], "answer": "A kite.", "abstained": False,
     "citations": [cite("bread is baked", "0007")]},
    {"id": "c", "hits": [OTHER] * 6 + [RIGHT], "answer": "None.", "abstained": True, "citations": []},
    {"id": "d", "hits": [OTHER] * 10 + [RIGHT]},
    {"id": "e", "hits": []},
    {"id": "f", "hits": [], "answer": "No.", "abstained": True, "citations": []},
    {"id": "g", "hits": [], "answer": "Yes.", "abstained": False, "citations": [cite("x")]},
]  # fmt: skip


def test_a_small_run_by_hand() -> None:
    report = score(GOLD, RECORDS)
    names = ["ev@1", "ev@5", "ev@10", "mrr@10", "evrec@10", "docrec@10"]
    wanted = {
        "named": (1, [1, 1, 1, 1, 1, 1]),
        "unnamed": (1, [0, 1, 1, 1 / 4, 1, 1]),
        "rfc": (1, [0, 0, 0, 0, 0, 0]),
        "multi-doc": (1, [0, 0, 1, 1 / 7, 1 / 2, 1 / 2]),
        "followup": (1, [0, 0, 0, 0, 0, 0]),
        "ALL": (5, [1 / 5, 2 / 5, 3 / 5, (1 + 1 / 4 + 1 / 7) / 5, 2.5 / 5, 2.5 / 5]),
    }
    assert list(report.retrieval) == list(wanted)
    for group, (n, values) in wanted.items():
        assert report.retrieval[group][0] == n
        assert report.retrieval[group][1] == pytest.approx(dict(zip(names, values, strict=True)))
    assert report.answers == {
        "wrongly_abstained": (pytest.approx(1 / 3), 3),
        "nugget_recall": (pytest.approx((1 + 1 / 2 + 0) / 3), 3),
        "has_citation": (pytest.approx(2 / 3), 3),
        "generated": (pytest.approx(1 / 3), 3),
        "cite_doc_precision": (pytest.approx((1 / 2 + 0) / 2), 2),
        "cite_evidence_hit": (pytest.approx(1 / 2), 2),
        "quotes_exact": (pytest.approx((1 / 2 + 1) / 2), 2),
        "abstain_on_unanswerable": (pytest.approx(1 / 2), 2),
    }


def test_questions_without_a_record_do_not_count() -> None:
    assert score(GOLD, RECORDS[:1]).retrieval["ALL"][0] == 1
    empty = score(GOLD, [])
    assert (empty.retrieval, empty.answers) == ({}, {})
    assert table(empty).startswith("group")


@pytest.mark.parametrize(
    ("question", "group"),
    [
        (item("x"), "unnamed"),
        (item("x", named=True), "named"),
        (item("x", "compare", named=True), "multi-doc"),
        (item("x", "aggregate"), "multi-doc"),
        (item("x", evidence=TWO_DOCUMENTS), "multi-doc"),
        (item("x", "followup", evidence=TWO_DOCUMENTS), "followup"),
        (item("x", named=True, evidence=[("X-2031-0009-0001", "q")]), "rfc"),
    ],
)
def test_groups(question: dict[str, Any], group: str) -> None:
    assert group_of(question) == group


@pytest.mark.parametrize(
    ("text", "number", "covered"),
    [
        ("kites fly over the town at noon", "0002", True),
        ("KITES ﬂy—over the (town) and so on", "0002", True),  # 3 of 5 trigrams
        ("kites fly over the sea", "0002", False),  # 2 of 5
        ("kites fly over the town at noon", "0003", False),
        ("", "0002", False),
    ],
)
def test_what_covers_a_quote(text: str, number: str, covered: bool) -> None:
    [piece] = GOLD[0]["evidence"]
    assert covers(hit(text, number), piece) is covered


@pytest.mark.parametrize(
    ("first", "last", "number", "same"),
    [(1, 1, "0002", True), (1, 3, "0002", True), (2, 3, "0002", False), (1, 1, "0007", False)],
)
def test_other_words_are_evidence_by_their_page(
    first: int, last: int, number: str, same: bool
) -> None:
    digest = hit("The Guild has kites up over the town when the clock says twelve.", number)
    found = {**digest, "page": first, "page_end": last}
    assert on_page(found, GOLD[0]["evidence"][0]) is same
    assert not covers(found, GOLD[0]["evidence"][0])
    by_page = score(GOLD, [{"id": "a", "hits": [found]}], by_page=True)
    assert by_page.retrieval["named"][1]["ev@1"] == same
    assert score(GOLD, [{"id": "a", "hits": [found]}]).retrieval["named"][1]["ev@1"] == 0


def test_a_further_attachment_is_of_its_comment() -> None:
    [piece] = GOLD[0]["evidence"]
    assert covers({**RIGHT, "doc_id": "X-2031-0009-0002-attachment-2"}, piece)


KITE_GOLD = [
    {"id": "1", "type": "fact", "question": "What do monitoring stations along the coast cost airports?",
     "named": False, "nuggets": [["40,000"]], "evidence": [{"doc_id": ARC, "page": 3,
      "quote": "Monitoring stations along the coast cost 40,000 dollars a year"}]},
    {"id": "2", "type": "followup", "question": "And what do they say on training?", "named": False,
     "history": [{"role": "user", "content": "What does the Kite Flyers' Guild say about licences?"}],
     "nuggets": [["ten hours"]], "evidence": [{"doc_id": GUILD, "page": 2,
      "quote": "Every new flyer should take a training course of ten hours"}]},
    {"id": "3", "type": "fact", "question": "What does question 2 ask?", "named": False, "nuggets": [],
     "evidence": [{"doc_id": NOTICE, "page": 1, "quote": "What do monitoring stations along the coast cost"}]},
    {"id": "4", "type": "unanswerable", "question": "How is bread baked on Mars?", "evidence": [], "nuggets": []},
]  # fmt: skip


def test_the_real_path_is_run_and_scored(kites: Kites) -> None:
    assistant, told = kites.assistant(), []
    records = run(assistant, KITE_GOLD, progress=lambda *args: told.append(args))
    assert told[-1] == (4, 4, "questions")
    report = score(KITE_GOLD, records)
    assert report.answers["quotes_exact"] == (1.0, 3)
    assert report.answers["nugget_recall"] == (1.0, 2)
    assert report.answers["abstain_on_unanswerable"] == (1.0, 1)
    assert report.retrieval["ALL"][1]["ev@1"] >= 2 / 3
    searched = run(assistant, KITE_GOLD, answers=False)
    assert [r["hits"] for r in searched] == [r["hits"] for r in records]
    assert all("answer" not in record for record in searched)
    assert score(KITE_GOLD, searched).answers == {}


def test_a_quote_must_stand_on_the_pages_it_names(kites: Kites) -> None:
    answer = kites.assistant().ask("What do monitoring stations along the coast cost airports?")
    [citation, *_] = answer.citations
    assert citation.page_start == citation.page_end == 3
    assert is_exact(kites.snapshot, citation)
    for field, value in (("page_start", 1), ("quote", citation.quote + " "), ("start", 0)):
        changed = {name: getattr(citation, name) for name in citation.__slots__} | {field: value}
        if field == "page_start":
            changed["page_end"] = 1
        assert not is_exact(kites.snapshot, type(citation)(**changed)), field


def synthetic_run(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Right, half right and wrong by turns, so that every figure is between 0 and 1."""
    records = []
    for n, question in enumerate(gold):
        evidence = question.get("evidence") or []
        own = [{"doc_id": p["doc_id"], "page": p["page"], "text": p["quote"]} for p in evidence]
        wrong = {"doc_id": "NTIA-2023-0009-0125", "page": 1, "text": "nothing of the kind"}
        halved = [
            {**h, "text": " ".join(h["text"].split()[: len(h["text"].split()) // 2 + 1])}
            for h in own
        ]
        hits = ([wrong] * (n % 12) + (own if n % 3 else halved))[: 4 + n % 9]
        records.append({
            "id": question["id"],
            "hits": hits,
            "answer": str(question.get("answer", "")) if n % 4 else "something else",
            "abstained": n % 5 == 0,
            "citations": [] if n % 5 == 0 else [
                {"doc_id": h["doc_id"], "page": h["page"], "quote": h["text"], "exact": True}
                for h in ([wrong, *own][: 1 + n % 3])
            ],
        })  # fmt: skip
    return records


def figures_of(printed: str) -> dict[str, list[float]]:
    rows = {}
    for line in printed.splitlines():
        name, *rest = line.replace("(n=", " ").replace(")", "").split()
        if name != "group" and rest and all(re.fullmatch(r"[\d.]+|nan", word) for word in rest):
            rows[name] = [float(word) for word in rest]
    return rows


def test_the_same_figures_as_the_reference_scorer(tmp_path: Path) -> None:
    scorer, gold_path = SHARED / "score.py", SHARED / "dev.jsonl"
    if not (scorer.is_file() and gold_path.is_file()):
        pytest.skip(f"THE REFERENCE SCORER IS ABSENT: no {scorer}")
    gold = load_gold(gold_path)
    records = synthetic_run(gold)
    path = tmp_path / "run.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(scorer), str(gold_path), str(path)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    reference = figures_of(done.stdout)
    assert reference.keys() >= {
        "ALL",
        "nugget_recall",
        "cite_evidence_hit",
        "abstain_on_unanswerable",
    }
    ours = figures_of(table(score(gold, records)))
    assert {name: ours.get(name) for name in reference} == reference
    assert any(0 < value < 1 and not math.isnan(value) for value in reference["ALL"][1:])
    assert ours.keys() - reference.keys() == {"generated", "quotes_exact"}
