"""From states to vectors that are compared."""

from pathlib import Path

import numpy as np
import pytest

from index.interaction import Projection, projection_for

RNG = np.random.default_rng(7)


@pytest.fixture(scope="module")
def projection() -> Projection:
    matrix = RNG.normal(size=(12, 5)).astype(np.float32)
    return Projection(matrix, RNG.normal(size=12).astype(np.float32), 0.3)


def states(n: int) -> np.ndarray:
    return RNG.normal(size=(n, 12)).astype(np.float32)


def test_a_query_is_unit_vectors_and_weights_that_sum_to_one(projection: Projection) -> None:
    given = states(7)
    query = projection.of_query(given)
    assert query.vectors.shape == (7, 5)
    assert np.linalg.norm(query.vectors, axis=1) == pytest.approx(np.ones(7), abs=1e-5)
    assert query.weights.shape == (7,)
    assert (query.weights > 0).all()
    assert query.weights.sum() == pytest.approx(1)
    unit = given[0] / np.linalg.norm(given[0])
    gates = [np.log1p(np.exp(g / np.linalg.norm(g) @ projection.gate + 0.3)) for g in given]
    assert query.weights[0] == pytest.approx(gates[0] / sum(gates), rel=1e-4)
    by_hand = unit @ projection.matrix
    assert query.vectors[0] == pytest.approx(by_hand / np.linalg.norm(by_hand), abs=1e-5)


def test_the_length_of_a_state_does_not_matter(projection: Projection) -> None:
    given = states(3)
    assert np.allclose(projection.of_query(given).vectors, projection.of_query(9 * given).vectors)


def test_eight_bits_lose_little(projection: Projection) -> None:
    given = states(50)
    exact = projection.of_query(given).vectors
    stored = projection.of_passage(given)
    assert stored.dtype == np.int8
    assert np.abs(stored.astype(int)).max(axis=1).tolist() == [127] * 50
    kept = stored / np.linalg.norm(stored.astype(np.float32), axis=1, keepdims=True)
    assert np.abs(exact @ exact.T - exact @ kept.T).max() < 0.005


def test_it_is_kept_to_the_bit(projection: Projection, tmp_path: Path) -> None:
    projection.save(tmp_path / "p.npz")
    again = Projection.load(tmp_path / "p.npz")
    assert again.fingerprint == projection.fingerprint
    assert again.dim == 5
    other = Projection(projection.matrix, projection.gate, 0.31)
    assert other.fingerprint != projection.fingerprint


def test_no_pickle_is_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "p.npz", matrix=np.array([object()], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="pickle"):
        Projection.load(tmp_path / "p.npz")


def test_models_that_have_one() -> None:
    trained = projection_for("all-MiniLM-L6-v2")
    assert trained is not None
    assert trained.matrix.shape == (384, trained.dim)
    assert trained.gate.shape == (384,)
    assert projection_for("somebody/else") is None


def test_the_last_pieces_may_count_more(projection: Projection) -> None:
    query = projection.of_query(states(6))
    stressed = query.stressed(2, 3.0)
    assert stressed.weights.sum() == pytest.approx(1)
    factors = stressed.weights / query.weights
    assert factors[3:5] / factors[0] == pytest.approx([3, 3], rel=1e-4)
    assert factors[[1, 2, 5]] / factors[0] == pytest.approx([1, 1, 1], rel=1e-4), (
        "nor the last of all"
    )
    assert (query.stressed(99, 2.0).weights > 0).all()
