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


def test_pages_come_back(cache: BuildCache) -> None:
    texts = ["One.", "", "Drei – “ß” \n"]
    cache.put_pages("a", texts)
    assert cache.pages("a") == texts
    assert cache.pages("b") is None
    cache.put_pages("a", ["Other."])
    assert cache.pages("a") == ["Other."]


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
        first.put_pages("a", ["One."])
        first.put_vectors(["v"], vectors(1))
        with BuildCache(path) as second:  # as after a kill: the first was never closed
            assert second.pages("a") == ["One."]
            assert second.vectors(["v"]).keys() == {"v"}


def test_keep_only_forgets_the_rest(cache: BuildCache) -> None:
    for key in "abc":
        cache.put_pages(key, [key])
    cache.put_vectors(["v", "w"], vectors(2))
    cache.keep_only(["a", "c", "c"], ["w"])
    assert [cache.pages(key) for key in "abc"] == [["a"], None, ["c"]]
    assert cache.vectors(["v", "w"]).keys() == {"w"}
    cache.keep_only([], [])
    assert cache.pages("a") is None


def test_a_file_that_is_no_database_is_replaced(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 100)
    with BuildCache(path) as cache:
        cache.put_pages("a", ["One."])
        assert cache.pages("a") == ["One."]


@pytest.mark.parametrize("kept_ratio", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_replaced(path: Path, kept_ratio: float) -> None:
    with BuildCache(path) as cache:
        for number in range(50):
            cache.put_pages(str(number), ["kite " * 500])
    data = path.read_bytes()
    path.write_bytes(data[: int(kept_ratio * len(data))])
    with BuildCache(path) as cache:
        assert cache.pages("1") is None
        cache.put_pages("1", ["One."])
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_keys_tell_parts_apart() -> None:
    assert key_of("a", "b") != key_of("ab")
    assert key_of("a", "") != key_of("", "a")
    assert key_of("a", 1) == key_of("a", "1") != key_of("a", 2)
    assert len(key_of()) == 64
