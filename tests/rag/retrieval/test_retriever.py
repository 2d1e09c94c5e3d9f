"""Passages found: filters first, every commenter named among the first."""

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UnknownDocument
from index.store import Snapshot
from rag.retrieval import Retrieved, Retriever, document_mask
from rag.types import Filters
from rag.understanding import Understanding
from tests.docket_maker import (
    ARC,
    FOX,
    GUILD,
    MERIDIAN,
    NOTICE,
    PILOTS,
    TETHER,
    WINDWARD,
    Kites,
    make_kites,
)


@pytest.fixture(scope="module")
def understanding(kites: Kites) -> Understanding:
    return Understanding(kites.snapshot, kites.docket)


@pytest.fixture(scope="module", params=["reciprocal ranks", "late interaction"])
def indexed(request: pytest.FixtureRequest, kites: Kites, kites_in_pieces: Kites) -> Kites:
    """The docket indexed without word pieces, and with them."""
    return kites if request.param == "reciprocal ranks" else kites_in_pieces


class Finder:
    def __init__(self, kites: Kites, understanding: Understanding, snapshot: Snapshot) -> None:
        self._retriever = Retriever(kites.embedder)
        self._understanding = understanding
        self._snapshot = snapshot

    def __call__(self, question: str, k: int = 10, **filters: object) -> Retrieved:
        understood = self._understanding.understand(question)
        given = Filters(**filters)  # type: ignore[arg-type]
        return self._retriever.retrieve(self._snapshot, understood, given, k)


@pytest.fixture(scope="module")
def find(indexed: Kites, understanding: Understanding) -> Finder:
    return Finder(indexed, understanding, indexed.snapshot)


def documents(found: Retrieved) -> list[str]:
    return [hit.passage.doc_id for hit in found.hits]


def test_ranks_and_scores(find: Finder) -> None:
    found = find("How much do monitoring stations along the coast cost?")
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert set(documents(found)[:3]) == {NOTICE, ARC, WINDWARD}
    assert 0.3 < found.nearness <= 1
    assert len({hit.passage.passage_id for hit in found.hits}) == len(found.hits)


def test_each_hit_has_its_trace(find: Finder, indexed: Kites) -> None:
    found = find("What do commenters say in answer to question 3?")
    assert len(found.traces) == len(found.hits) > 2
    for hit, trace in zip(found.hits, found.traces, strict=True):
        assert trace.answers is (hit.passage.question == "3")
        assert (trace.interaction is None) is (indexed.snapshot.tokens is None)
        assert trace.dense or trace.sparse
    asked = find("What does question 1a ask?")
    assert [trace.asked_for for trace in asked.traces] == [True] + [False] * (len(asked.hits) - 1)


def test_what_is_asked_for_by_number_comes_first(find: Finder) -> None:
    hit = find("What does question 1a ask?").hits[0]
    assert (hit.passage.doc_id, hit.passage.section) == (NOTICE, "Question 1a")


def test_what_a_commenter_says_under_a_question_comes_first(find: Finder) -> None:
    hit = find("What do commenters say in answer to question 3?").hits[0]
    assert (hit.passage.doc_id, hit.passage.question) == (WINDWARD, "3")
    hit = find("How does Bo Windward answer question 2?").hits[0]
    assert (hit.passage.doc_id, hit.passage.question) == (WINDWARD, "2")
    assert "lantern" in hit.passage.text


def test_a_commenter_named_is_searched_alone(find: Finder) -> None:
    assert set(documents(find("What does Meridian say about monitoring stations?"))) == {MERIDIAN}


@pytest.mark.parametrize(
    "named", [(GUILD, TETHER, ARC), (ARC, MERIDIAN), (FOX, WINDWARD, PILOTS, GUILD)]
)
def test_all_commenters_named_are_among_the_first_hits(
    find: Finder, named: tuple[str, ...], snapshot: Snapshot
) -> None:
    names = ", ".join(snapshot.document(doc_id).commenter for doc_id in named)
    found = find(f"What do {names} say about lanterns and accidents?")
    assert set(documents(found)[: len(named)]) == set(named)


def test_a_long_comment_does_not_crowd_out_another_that_is_named(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = make_kites(tmp_path_factory.mktemp("long"))
    lines = [f"Lanterns of kind {n} blind nobody and {n} lamps burn well." for n in range(300)]
    made.add("zeppelin", "\n".join(lines), "Zeppelin Works")
    made.build()
    named = Understanding(made.snapshot, made.docket)
    for question in (
        "What do Zeppelin Works and ARC say about lanterns?",
        "ARC or Zeppelin Works on lanterns?",
    ):
        understood = named.understand(question)
        found = Retriever(made.embedder).retrieve(made.snapshot, understood, Filters(), 10)
        assert set(documents(found)[:2]) == {"zeppelin", ARC}
        assert documents(found).count("zeppelin") > 5


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        ({"doc_ids": (TETHER,)}, {TETHER}),
        ({"doc_ids": (TETHER, ARC)}, {TETHER, ARC}),
        ({"commenters": ("KFG",)}, {GUILD}),
        ({"commenters": ("tether and line foundation", "MERIDIAN")}, {TETHER, MERIDIAN}),
        ({"kind": "rfc"}, {NOTICE}),
        ({"kind": "comment"}, {GUILD, TETHER, ARC, MERIDIAN, FOX, WINDWARD, PILOTS}),
        ({"kind": "comment", "doc_ids": (NOTICE, ARC)}, {ARC}),
        ({"commenters": ("KFG",), "doc_ids": (ARC,)}, set()),
        ({}, {NOTICE, GUILD, TETHER, ARC, MERIDIAN, FOX, WINDWARD, PILOTS}),
    ],
)
@pytest.mark.parametrize(
    "question",
    [
        "How much do monitoring stations along the coast cost?",
        "What does Meridian say about accidents near airports?",
        "What do ARC and Meridian say about kites?",
        "What does question 2 ask about stations?",
        "What is the definition of a kite in the notice?",
        "Which commenters want a ban?",
    ],
)
def test_the_callers_filters_always_win(
    find: Finder, question: str, filters: dict[str, object], allowed: set[str]
) -> None:
    assert set(documents(find(question, k=50, **filters))) <= allowed


def test_filters_come_before_ranking(find: Finder) -> None:
    """The document that is farthest from the question is found whole, though k is small."""
    question = "How much do monitoring stations along the coast cost?"
    assert TETHER not in documents(find(question, k=1))
    assert documents(find(question, k=1, doc_ids=(TETHER,))) == [TETHER]


def test_a_named_commenter_outside_the_filter_is_not_let_in(find: Finder) -> None:
    found = find("What does Meridian say about accidents near airports?", doc_ids=(TETHER,))
    assert documents(found)
    assert set(documents(found)) == {TETHER}


def test_question_asked_for_by_number_outside_the_filter_is_not_let_in(find: Finder) -> None:
    assert NOTICE not in documents(find("What does question 2 ask?", kind="comment"))


@pytest.mark.parametrize(
    "filters",
    [
        {"doc_ids": ("KITE-2031-0001-4711",)},
        {"doc_ids": (ARC, "nope")},
        {"commenters": ("Apple",)},
        {"commenters": ("Meridian", "")},
    ],
)
def test_filters_that_name_nothing_are_refused(find: Finder, filters: dict[str, object]) -> None:
    with pytest.raises(UnknownDocument):
        find("How high?", **filters)


def test_the_mask_is_one_flag_a_document(snapshot: Snapshot) -> None:
    mask = document_mask(snapshot, Filters(kind="rfc"))
    assert mask.dtype == np.bool_
    assert [d.doc_id for d, kept in zip(snapshot.documents, mask, strict=True) if kept] == [NOTICE]
    assert document_mask(snapshot, Filters()).all()


def test_k_is_the_most_that_comes(find: Finder, snapshot: Snapshot) -> None:
    assert len(find("kites near airports", k=3).hits) == 3
    assert len(find("kites near airports", k=50).hits) <= snapshot.manifest.passages


def test_a_run_repeats(find: Finder) -> None:
    assert find("kites near airports") == find("kites near airports")


def test_nearness_is_of_all_documents_whatever_the_filter(find: Finder) -> None:
    question = "Does publishing kite plans openly let builders find flaws?"
    assert find(question).nearness == find(question, doc_ids=(ARC,)).nearness
    assert find("Zebras bake quince jam").nearness < 0.33


def test_the_body_comes_before_a_note_that_says_the_same(tmp_path: Path) -> None:
    made = make_kites(tmp_path)
    said = "Kestrels hunt at dawn over the meadow and leave every kite alone."
    more = "Nobody has seen one of these birds near the harbour or the old mill in years."
    made.add("kestrel", f"They do.[1] {said} {more}\n\n[1] {said}\n", "Bo Kestrel")
    made.build()
    finder = Finder(made, Understanding(made.snapshot, made.docket), made.snapshot)
    found = finder("Do kestrels hunt at dawn over the meadow?", doc_ids=("kestrel",)).hits
    assert [hit.passage.kind for hit in found] == ["body", "notes"]
