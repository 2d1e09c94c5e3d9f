"""MaxSim over stored word pieces, against ten lines of NumPy."""

from pathlib import Path

import numpy as np
import pytest

from index.interaction import Projection, TokenIndex

RNG = np.random.default_rng(11)
PROJECTION = Projection(
    RNG.normal(size=(16, 8)).astype(np.float32), RNG.normal(size=16).astype(np.float32), 0.0
)
LENGTHS = (3, 1, 12, 5, 200)
STATES = [RNG.normal(size=(n, 16)).astype(np.float32) for n in LENGTHS]


@pytest.fixture
def index() -> TokenIndex:
    return TokenIndex.from_passages([PROJECTION.of_passage(s) for s in STATES], PROJECTION)


def unit(a: np.ndarray) -> np.ndarray:
    return a / np.linalg.norm(a, axis=-1, keepdims=True)


def by_hand(question: np.ndarray, passage: np.ndarray) -> float:
    asked, said = unit(unit(question) @ PROJECTION.matrix), unit(unit(passage) @ PROJECTION.matrix)
    weights = np.log1p(np.exp(unit(question) @ PROJECTION.gate))
    nearest = [max(a @ s for s in said) for a in asked]
    return float(sum(w * n for w, n in zip(weights, nearest, strict=True)) / weights.sum())


def test_scores(index: TokenIndex) -> None:
    question = RNG.normal(size=(6, 16)).astype(np.float32)
    rows = [4, 0, 2, 1, 3]
    scores = index.scores(PROJECTION.of_query(question), rows)
    assert scores.shape == (5,)
    assert scores == pytest.approx([by_hand(question, STATES[row]) for row in rows], abs=0.01)
    assert index.scores(PROJECTION.of_query(question), []).shape == (0,)


def test_the_pieces_of_one_passage_in_their_order(index: TokenIndex) -> None:
    for row, states in enumerate(STATES):
        pieces = index.pieces(row)
        assert pieces.dtype == np.float32
        assert pieces == pytest.approx(unit(unit(states) @ PROJECTION.matrix), abs=0.01)


def test_a_passage_holds_its_own_words_best(index: TokenIndex) -> None:
    for row, states in enumerate(STATES):
        scores = index.scores(PROJECTION.of_query(states), range(len(STATES)))
        assert scores[row] == pytest.approx(1, abs=0.01)
        assert scores[row] >= scores.max() - 0.01


def test_the_nearest_are_those_with_the_nearest_window(index: TokenIndex) -> None:
    query = PROJECTION.of_query(STATES[4][70:120])
    whole = query.weights @ query.vectors
    said = [unit(unit(states) @ PROJECTION.matrix) for states in STATES]
    windows = [
        [one[b : b + 64].mean(axis=0) for b in range(0, max(1, len(one) - 32), 32)] for one in said
    ]
    best = [max(float(unit(w) @ whole) for w in one) for one in windows]
    wanted = sorted(range(5), key=lambda row: -best[row])
    found = index.nearest(query, 5, None)
    assert [row for row, _ in found] == wanted
    assert found[0][1] == pytest.approx(best[wanted[0]] / np.linalg.norm(whole), abs=0.01)
    assert index.nearest(query, 2, None) == found[:2]
    allowed = np.array([True, False, True, False, False])
    assert index.nearest(query, 5, allowed) == [one for one in found if one[0] in (0, 2)]
    assert index.nearest(query, 5, np.zeros(5, np.bool_)) == []


def test_it_is_kept_and_mapped(index: TokenIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "tokens")
    again = TokenIndex.load(tmp_path / "tokens")
    assert len(again) == len(index) == len(STATES)
    assert again.projection.fingerprint == PROJECTION.fingerprint
    query = PROJECTION.of_query(STATES[2])
    assert again.scores(query, [0, 2]).tolist() == index.scores(query, [0, 2]).tolist()
    assert again.nearest(query, 3, None) == index.nearest(query, 3, None)


@pytest.mark.parametrize("name", ["vectors", "scales", "offsets", "windows", "window_offsets"])
def test_parts_that_do_not_fit_are_refused(index: TokenIndex, tmp_path: Path, name: str) -> None:
    index.save(tmp_path / "tokens")
    file = tmp_path / "tokens" / f"{name}.npy"
    np.save(file, np.load(file)[:-1])
    with pytest.raises(ValueError, match="differ"):
        TokenIndex.load(tmp_path / "tokens")
