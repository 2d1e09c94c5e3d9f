"""Examples to train on, from questions with evidence; and documents held out."""

import pytest

from corpus.progress import silent
from index.store import Snapshot
from rag.training.examples import examples_of
from rag.training.held_out import held_out
from rag.training.states import states_of
from rag.understanding import Understanding
from tests.docket_maker import ARC, GUILD, MERIDIAN, NOTICE, Kites
from tests.fakes import FakeEmbedder

GOLD = [
    {"id": "1", "question": "What do monitoring stations cost?", "evidence": [
        {"doc_id": ARC, "quote": "Monitoring stations along the coast cost 40,000 dollars a year"}]},
    {"id": "2", "question": "What does the Kite Flyers' Guild want of strings?", "evidence": [
        {"doc_id": GUILD, "quote": "strings longer than 120 metres carry a lantern after sunset"}]},
    {"id": "3", "question": "Why open plans?", "evidence": [{"doc_id": MERIDIAN, "quote": "not there"}]},
]  # fmt: skip


@pytest.fixture(scope="module")
def understanding(kites: Kites, snapshot: Snapshot) -> Understanding:
    return Understanding(snapshot, kites.docket)


def test_right_passages_and_look_alikes(
    snapshot: Snapshot, understanding: Understanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.training.examples._LEAST_NEGATIVES", 0)
    told: list[int] = []
    found = examples_of(
        GOLD,
        snapshot,
        understanding,
        FakeEmbedder(),
        without=(),
        progress=lambda done, *_: told.append(done),
    )
    assert len(found) == 2, "the third has no evidence in the index"
    for example, doc_id in zip(found, (ARC, GUILD), strict=True):
        assert {snapshot.facts[row].doc_id for row in example.positives} == {doc_id}
        assert not set(example.positives) & set(example.negatives)
        assert example.states.ndim == 2
    assert {snapshot.facts[row].doc_id for row in found[1].negatives} <= {GUILD}, "who is asked"
    assert told == [1, 2, 3]


def test_nothing_of_a_document_held_out_is_used(
    snapshot: Snapshot, understanding: Understanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.training.examples._LEAST_NEGATIVES", 0)
    found = examples_of(
        GOLD, snapshot, understanding, FakeEmbedder(), without={GUILD}, progress=silent
    )
    [example] = found
    used = {snapshot.facts[row].doc_id for row in (*example.positives, *example.negatives)}
    assert ARC in used
    assert GUILD not in used


def test_three_in_ten_documents_are_held_out_the_same_each_time(snapshot: Snapshot) -> None:
    first = held_out(snapshot)
    assert first == held_out(snapshot)
    assert len(first) == round(0.3 * (len(snapshot.documents) - 1))
    assert NOTICE not in first


def test_states_of_every_passage(snapshot: Snapshot) -> None:
    states = states_of(snapshot, FakeEmbedder())
    assert len(states) == snapshot.manifest.passages
    assert all(one.dtype.name == "float16" and len(one) for one in states)
