"""What a build reuses: kept, forgotten, and never in the way when it is damaged."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.cache import BuildCache, key_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "cache.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[BuildCache]:
    with BuildCache(path) as opened:
        yield opened


def vectors(n: int) -> np.ndarray:
    return np.random.default_rng(n).random((n, 5), dtype=np.float32)


def test_vectors_come_back_bit_for_bit(cache: BuildCache) -> None:
    stored = vectors(3)
    cache.put_vectors(["a", "b", "c"], stored)
    found = cache.vectors(["c", "x", "a"])
    assert found.keys() == {"a", "c"}
    assert np.array_equal(found["a"], stored[0])
    assert np.array_equal(found["c"], stored[2])
    assert found["a"].dtype == np.float32


def test_as_many_keys_as_vectors(cache: BuildCache) -> None:
    with pytest.raises(ValueError, match="shorter"):
        cache.put_vectors(["a", "b", "c"], vectors(2))
    assert cache.vectors(["a", "b"]) == {}


def test_what_was_put_outlives_the_process(path: Path) -> None:
    with BuildCache(path) as first:
        first.put_vectors(["v"], vectors(1))
        with BuildCache(path) as second:  # as after a kill: the first was never closed
            assert second.vectors(["v"]).keys() == {"v"}


def test_keep_only_forgets_the_rest(cache: BuildCache) -> None:
    cache.put_vectors(["v", "w", "x"], vectors(3))
    cache.keep_only(["w", "x", "x"])
    assert cache.vectors(["v", "w", "x"]).keys() == {"w", "x"}
    cache.keep_only([])
    assert cache.vectors(["w"]) == {}


def test_a_file_that_is_no_database_is_replaced(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 100)
    with BuildCache(path) as cache:
        cache.put_vectors(["v"], vectors(1))
        assert cache.vectors(["v"]).keys() == {"v"}


@pytest.mark.parametrize("kept_ratio", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_replaced(path: Path, kept_ratio: float) -> None:
    with BuildCache(path) as cache:
        cache.put_vectors([str(number) for number in range(2000)], vectors(2000))
    data = path.read_bytes()
    path.write_bytes(data[: int(kept_ratio * len(data))])
    with BuildCache(path) as cache:
        assert cache.vectors(["1"]) == {}
        cache.put_vectors(["1"], vectors(1))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_keys_tell_parts_apart() -> None:
    assert key_of("a", "b") != key_of("ab")
    assert key_of("a", "") != key_of("", "a")
    assert key_of("a", 1) == key_of("a", "1") != key_of("a", 2)
    assert len(key_of()) == 64
