"""Exact nearest passages, against brute force in NumPy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dense import DenseIndex
from index.types import BoolArray, FloatArray
from tests.properties import bounded


def unit_vectors(n: int, *, seed: int, dim: int = 48) -> FloatArray:
    vectors = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(
    vectors: FloatArray, query: FloatArray, k: int, allowed: BoolArray | None
) -> tuple[list[int], list[float]]:
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    rows = [row for row in range(len(vectors)) if allowed is None or allowed[row]]
    rows.sort(key=lambda row: (-round(scores[row], 6), row))
    return rows[:k], [scores[row] for row in rows[:k]]


@bounded
@given(st.integers(0, 10**6), st.integers(1, 120), st.integers(1, 150), st.booleans())
def test_as_brute_force(seed: int, n: int, k: int, filtered: bool) -> None:
    vectors, query = unit_vectors(n, seed=seed), unit_vectors(1, seed=seed + 1)[0]
    allowed = np.random.default_rng(seed).random(n) < 0.4 if filtered else None
    rows, scores = brute_force(vectors, query, k, allowed)
    found = DenseIndex.from_vectors(vectors).search(query, k, allowed)
    assert [score for _, score in found] == pytest.approx(scores, abs=1e-5)
    # Two passages may be nearer to each other than float32 can tell.
    if len(set(np.round(scores, 5))) == len(scores):
        assert [row for row, _ in found] == rows


@bounded
@given(st.integers(0, 10**6), st.integers(1, 200), st.integers(1, 60), st.booleans())
def test_equal_passages_come_by_row_also_where_k_cuts_them(
    seed: int, n: int, k: int, filtered: bool
) -> None:
    base = unit_vectors(3, seed=seed, dim=384)
    rng = np.random.default_rng(seed)
    vectors = base[rng.integers(0, 3, size=n)]
    allowed = rng.random(n) < 0.7 if filtered else None
    rows, _ = brute_force(vectors, base[0], k, allowed)
    found = DenseIndex.from_vectors(vectors).search(base[0], k, allowed)
    assert [row for row, _ in found] == rows
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


def test_a_filter_comes_before_the_ranking() -> None:
    vectors = unit_vectors(100, seed=1)
    query = vectors[0]
    worst = int(np.argmin(vectors @ query))
    allowed = np.zeros(100, dtype=np.bool_)
    allowed[worst] = True
    assert [row for row, _ in DenseIndex.from_vectors(vectors).search(query, 1, allowed)] == [worst]


def test_a_filter_that_allows_nothing_finds_nothing() -> None:
    index = DenseIndex.from_vectors(unit_vectors(5, seed=1))
    assert index.search(unit_vectors(1, seed=2)[0], 3, np.zeros(5, dtype=np.bool_)) == []


def test_saved_and_opened_it_is_the_same(tmp_path: Path) -> None:
    vectors, query = unit_vectors(30, seed=3), unit_vectors(1, seed=4)[0]
    index = DenseIndex.from_vectors(vectors)
    index.save(tmp_path / "vectors.faiss")
    opened = DenseIndex.load(tmp_path / "vectors.faiss")
    assert (len(opened), opened.dim) == (30, 48)
    assert opened.search(query, 10, None) == index.search(query, 10, None)


def test_a_passage_is_nearest_to_itself() -> None:
    vectors = unit_vectors(20, seed=5)
    index = DenseIndex.from_vectors(vectors)
    for row, vector in enumerate(vectors):
        assert index.search(vector, 1, None) == [(row, pytest.approx(1.0, abs=1e-5))]
