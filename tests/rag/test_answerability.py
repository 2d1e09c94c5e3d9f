"""What tells a question that the documents answer from one that they do not."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from index.store import Snapshot
from index.types import Hit
from rag.answerability import Signs, signs
from rag.evidence import EvidenceChooser
from rag.retrieval import Retrieved
from rag.types import Evidence
from rag.understanding import Understood
from tests.docket_maker import ARC, GUILD, hits_of
from tests.fakes import FakeEmbedder

COST = "What do monitoring stations along the coast cost?"


def found_in(snapshot: Snapshot, hits: Sequence[Hit], question: Understood) -> Signs | None:
    chooser = EvidenceChooser(FakeEmbedder())
    evidence = chooser.choose(snapshot, question.subject, hits, most=6, per_document=2)
    return signs(snapshot, FakeEmbedder(), question, Retrieved(tuple(hits), (), 1.0), evidence)


def of(snapshot: Snapshot, question: str, *doc_ids: str) -> Signs:
    hits = hits_of(snapshot, lambda doc_id: not doc_ids or doc_id in doc_ids)
    same = [replace(hit, score=1.0) for hit in hits]
    told = found_in(snapshot, same, Understood(question, question, doc_ids=doc_ids))
    assert told is not None
    return told


def test_a_question_that_is_answered_has_better_odds(pieces: Snapshot) -> None:
    good = of(pieces, COST, ARC)
    bad = of(pieces, "What do submarines under the glacier weigh?", ARC)
    assert good.log_odds > bad.log_odds
    assert good.weakest >= bad.weakest
    assert good.elsewhere >= bad.elsewhere


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Why 40,000 dollars?", 0.0),
        ("Why 41,000 dollars?", 1.0),
        ("What does page 77 say?", 0.0),
        ("What does comment 0777 say?", 0.0),
        ("What do answers to question 99 say?", 0.0),
    ],
)
def test_figures_are_looked_for_in_the_documents_asked(
    pieces: Snapshot, question: str, missing: float
) -> None:
    assert of(pieces, question, ARC).figures == missing


def test_figures_of_any_document_count_where_none_is_asked(pieces: Snapshot) -> None:
    assert of(pieces, "Who says 40,000?").figures == 0.0
    assert of(pieces, "Who says 40,000?", GUILD).figures == 1.0


def test_without_evidence_or_word_pieces_nothing_is_told(
    pieces: Snapshot, snapshot: Snapshot
) -> None:
    question = Understood(COST, COST)
    found = Retrieved((), (), 1.0)
    assert signs(pieces, FakeEmbedder(), question, found, []) is None
    assert signs(snapshot, FakeEmbedder(), question, found, [Evidence(ARC, 0, 1, "x", 1.0)]) is None


def test_more_of_each_sign_but_figures_is_better() -> None:
    plain = Signs(0.1, 0.4, 0.4, 0.0)
    for better in ("spread", "weakest", "elsewhere"):
        assert replace(plain, **{better: 0.6}).log_odds > plain.log_odds
    assert replace(plain, figures=1.0).log_odds < plain.log_odds
