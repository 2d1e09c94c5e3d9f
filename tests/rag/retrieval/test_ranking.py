"""The order within a scope: by word pieces where the index has them, else by two legs' ranks."""

from collections.abc import Collection, Sequence

import numpy as np
import pytest

from index.fusion import RANK_OFFSET
from index.store import Snapshot
from rag.retrieval.ranking import Query, Ranking
from rag.retrieval.scopes import Scope
from rag.retrieval.trace import Trace
from tests.docket_maker import ARC, GUILD, TWO, WINDWARD, Kites, make_kites
from tests.fakes import FakeEmbedder, plain_projection

KESTREL, SHORT, LONG = "kestrel", "short", "long"
HUNT = "Kestrels hunt at dawn over the meadow and leave every kite alone."
_ADDED = {
    # The same in the body and in a note.
    KESTREL: f"{HUNT}[1]\n\n[1] {HUNT}\n",
    # One word of the question over and over, and all its words among many others.
    SHORT: "Zeppelins, zeppelins, zeppelins, zeppelins, zeppelins.\n",
    LONG: "A zeppelin needs a mast, a ballast tank, a steel hook, a crew of nine men and women, two "
    "wooden ladders, a barrel of fresh water, some bread, good maps and above all a bright gondola.\n",
}
FLEET = "zeppelin mast ballast gondola"


def with_more(folder: object) -> Kites:
    made = make_kites(folder)  # type: ignore[arg-type]
    for doc_id, text in _ADDED.items():
        made.add(doc_id, text, f"Works of {doc_id}")
    return made


@pytest.fixture(scope="module")
def by_ranks(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    made = with_more(tmp_path_factory.mktemp("by-ranks"))
    made.build()
    return made.snapshot


@pytest.fixture(scope="module")
def by_pieces(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    made = with_more(tmp_path_factory.mktemp("by-pieces"))
    made.build(plain_projection())
    return made.snapshot


@pytest.fixture(scope="module", params=["reciprocal ranks", "late interaction"])
def snapshot(request: pytest.FixtureRequest, by_ranks: Snapshot, by_pieces: Snapshot) -> Snapshot:
    return by_ranks if request.param == "reciprocal ranks" else by_pieces


def query(
    snapshot: Snapshot,
    text: str,
    *,
    asked_for: Sequence[int] = (),
    answering: Collection[int] = (),
    in_pieces: bool = True,
) -> Query:
    encoded = FakeEmbedder().encode([text])
    tokens = None
    if snapshot.tokens is not None and in_pieces:
        tokens = snapshot.tokens.projection.of_query(encoded.tokens[0])
    return Query(text, encoded.vectors[0], tokens, asked_for, answering)


def everywhere(snapshot: Snapshot) -> Scope:
    n = snapshot.manifest.passages
    return Scope(np.ones(n, np.bool_), np.zeros(n, np.float32))


def rank(snapshot: Snapshot, query: Query, scope: Scope) -> list[tuple[int, float, Trace]]:
    ranking = Ranking(snapshot, query, scope)
    return [(row, score, ranking.trace(row)) for row, score in ranking.order]


def rows_of(snapshot: Snapshot, doc_id: str) -> list[int]:
    return [row for row, fact in enumerate(snapshot.facts) if fact.doc_id == doc_id]


def rows_in(found: list[tuple[int, float, Trace]]) -> list[int]:
    return [row for row, _, _ in found]


def documents(snapshot: Snapshot, found: list[tuple[int, float, Trace]]) -> list[str]:
    return [snapshot.facts[row].doc_id for row in rows_in(found)]


def test_scores_fall_and_every_row_comes_once(snapshot: Snapshot) -> None:
    found = rank(snapshot, query(snapshot, "kites near airports"), everywhere(snapshot))
    scores = [score for _, score, _ in found]
    assert len(found) > 5
    assert scores == sorted(scores, reverse=True)
    assert len(set(rows_in(found))) == len(found)


def test_late_interaction_orders_what_the_legs_find(by_pieces: Snapshot) -> None:
    found = rank(by_pieces, query(by_pieces, FLEET), everywhere(by_pieces))
    by_document = dict(zip(documents(by_pieces, found), [t for _, _, t in found], strict=True))
    short, long = by_document[SHORT], by_document[LONG]
    assert short.dense is not None
    assert long.dense is not None
    assert (short.dense.rank, long.dense.rank) == (1, 2), "the cosine would have it otherwise"
    assert documents(by_pieces, found)[:2] == [LONG, SHORT]
    assert long.interaction is not None
    assert (long.interaction.rank, long.interaction.score) == (1, pytest.approx(1, abs=0.01))


def test_a_score_is_that_of_the_pieces_and_a_little_of_the_legs(by_pieces: Snapshot) -> None:
    asked = query(by_pieces, "What do kestrels cost along the coast?")
    found = rank(by_pieces, asked, everywhere(by_pieces))
    assert {trace.aside for _, _, trace in found} == {True, False}
    assert by_pieces.tokens is not None
    assert asked.tokens is not None
    near = by_pieces.tokens.scores(asked.tokens, rows_in(found))
    best = max(trace.sparse.score for _, _, trace in found if trace.sparse)
    for (_, score, trace), nearest in zip(found, near, strict=True):
        assert trace.interaction is not None
        assert trace.interaction.score == pytest.approx(nearest)
        leg = 0.03 * trace.sparse.score / best if trace.sparse else 0.0
        assert score == pytest.approx(nearest + leg - 0.01 * trace.aside, abs=1e-5)
        assert 0 <= leg <= 0.03
    ranks = [trace.interaction.rank for _, _, trace in found if trace.interaction]
    assert sorted(ranks) == list(range(1, len(found) + 1))


def test_places_are_those_of_each_leg(snapshot: Snapshot) -> None:
    asked = query(snapshot, "tethers near airports")
    found = {row: trace for row, _, trace in rank(snapshot, asked, everywhere(snapshot))}
    for leg, ranking in (
        ("dense", snapshot.dense.search(asked.vector, 64, None)),
        ("sparse", snapshot.sparse.search(asked.text, 64, None)),
    ):
        for place, (row, score) in enumerate(ranking, start=1):
            given = getattr(found[row], leg)
            assert (given.rank, given.score) == (place, score)
        others = found.keys() - {row for row, _ in ranking}
        assert all(getattr(found[row], leg) is None for row in others)


def test_without_word_pieces_reciprocal_ranks_are_added(by_ranks: Snapshot) -> None:
    found = rank(by_ranks, query(by_ranks, "tethers near airports"), everywhere(by_ranks))
    for _, score, trace in found:
        assert trace.interaction is None
        places = [place for place in (trace.dense, trace.sparse) if place]
        fused = sum(1 / (RANK_OFFSET + place.rank) for place in places)
        assert score == pytest.approx(fused * (0.95 if trace.aside else 1))


def test_a_question_without_word_pieces_is_ranked_as_an_index_without(
    by_ranks: Snapshot, by_pieces: Snapshot
) -> None:
    plain = query(by_pieces, "tethers near airports", in_pieces=False)
    assert rank(by_pieces, plain, everywhere(by_pieces)) == rank(
        by_ranks, query(by_ranks, "tethers near airports"), everywhere(by_ranks)
    )


def asked_rows(snapshot: Snapshot, *numbers: str) -> list[int]:
    return [row for number in numbers for row in snapshot.question_rows[number]]


@pytest.mark.parametrize("numbers", [("1", "1a"), ("3", "1a"), ("2", "1", "3")])
def test_what_is_asked_for_comes_first(snapshot: Snapshot, numbers: tuple[str, ...]) -> None:
    rows = asked_rows(snapshot, *numbers)
    asked = query(snapshot, "tethers near airports", asked_for=rows)
    found = rank(snapshot, asked, everywhere(snapshot))
    assert set(rows_in(found)[: len(rows)]) == set(rows)
    assert [trace.asked_for for _, _, trace in found] == [True] * len(rows) + [False] * (
        len(found) - len(rows)
    )


def test_what_is_asked_for_comes_in_its_order(snapshot: Snapshot) -> None:
    """Though the words of the question are nearest to the third."""
    rows = asked_rows(snapshot, "1", "1a", "2", "3")
    found = rank(snapshot, query(snapshot, TWO, asked_for=rows), everywhere(snapshot))
    assert rows_in(found)[: len(rows)] == rows


def test_what_is_asked_for_is_found_though_neither_leg_finds_it(by_pieces: Snapshot) -> None:
    """BM25 knows none of its words, and ranks by cosine are all taken by others."""
    [row] = asked_rows(by_pieces, "1a")
    found = rank(by_pieces, query(by_pieces, "zzz", asked_for=[row]), everywhere(by_pieces))
    assert rows_in(found)[0] == row


def test_nothing_comes_from_outside_the_scope(snapshot: Snapshot) -> None:
    rows = np.zeros(snapshot.manifest.passages, np.bool_)
    rows[rows_of(snapshot, GUILD)] = True
    scope = Scope(rows, everywhere(snapshot).favour)
    asked = query(
        snapshot,
        "What do monitoring stations along the coast cost?",
        asked_for=asked_rows(snapshot, "2"),
        answering=snapshot.answer_rows["2"],
    )
    assert set(documents(snapshot, rank(snapshot, asked, scope))) == {GUILD}
    nothing = Scope(np.zeros_like(rows), scope.favour)
    assert rank(snapshot, asked, nothing) == []


def test_what_stands_under_the_question_asked_about_is_preferred(snapshot: Snapshot) -> None:
    text = "What do monitoring stations along the coast cost?"
    before = documents(snapshot, rank(snapshot, query(snapshot, text), everywhere(snapshot)))
    answering = [row for row in rows_of(snapshot, WINDWARD) if snapshot.facts[row].question == "2"]
    asked = query(snapshot, text, answering=answering)
    found = rank(snapshot, asked, everywhere(snapshot))
    assert documents(snapshot, found).index(WINDWARD) <= before.index(WINDWARD)
    assert [row for row, _, trace in found if trace.answers] == answering


@pytest.mark.parametrize("text", ["monitoring stations along the coast", "kites near airports"])
def test_who_is_favoured_comes_earlier(snapshot: Snapshot, text: str) -> None:
    scope = everywhere(snapshot)
    plain = rank(snapshot, query(snapshot, text), scope)
    favour = scope.favour.copy()
    favour[rows_of(snapshot, ARC)] = 0.06
    found = rank(snapshot, query(snapshot, text), Scope(scope.rows, favour))
    [arc] = rows_of(snapshot, ARC)
    assert rows_in(found).index(arc) <= rows_in(plain).index(arc)
    assert (
        dict(zip(rows_in(found), [s for _, s, _ in found], strict=True))[arc]
        > dict(zip(rows_in(plain), [s for _, s, _ in plain], strict=True))[arc]
    )
    assert {row: trace.favour for row, _, trace in found if trace.favour} == {
        arc: pytest.approx(0.06)
    }


def test_favour_is_added_to_the_score_and_may_be_taken_off(by_pieces: Snapshot) -> None:
    scope, text = everywhere(by_pieces), "monitoring stations along the coast"
    plain = {row: score for row, score, _ in rank(by_pieces, query(by_pieces, text), scope)}
    favour = np.linspace(-0.05, 0.06, len(scope.favour), dtype=np.float32)
    found = rank(by_pieces, query(by_pieces, text), Scope(scope.rows, favour))
    for row, score, trace in found:
        assert score == pytest.approx(plain[row] + float(favour[row]), abs=1e-6)
        assert trace.favour == float(favour[row])


def test_notes_come_a_little_behind(snapshot: Snapshot) -> None:
    body, note = rows_of(snapshot, KESTREL)
    assert (snapshot.facts[body].kind, snapshot.facts[note].kind) == ("body", "notes")
    found = rank(snapshot, query(snapshot, HUNT), everywhere(snapshot))
    assert rows_in(found)[0] == body
    place = rows_in(found).index(note)
    assert 1 <= place <= 4, "about three ranks at most"
    assert [found[n][2].aside for n in (0, place)] == [False, True]
    assert 0 < found[0][1] - found[place][1] < 0.05


def test_a_question_of_no_known_word_is_still_ranked(snapshot: Snapshot) -> None:
    found = rank(snapshot, query(snapshot, "xylophone"), everywhere(snapshot))
    assert found
    assert all(trace.sparse is None for _, _, trace in found)


def test_a_run_repeats(snapshot: Snapshot) -> None:
    asked = query(snapshot, "kites near airports")
    assert rank(snapshot, asked, everywhere(snapshot)) == rank(
        snapshot, asked, everywhere(snapshot)
    )
