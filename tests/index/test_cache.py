"""What a build reuses: kept, forgotten, and never in the way when it is damaged."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.cache import BuildCache, EncodedPassage, key_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "cache.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[BuildCache]:
    with BuildCache(path) as opened:
        yield opened


def made(*keys: str) -> dict[str, EncodedPassage]:
    """A passage for each key, with one to three word pieces."""
    random = np.random.default_rng(len(keys))
    return {
        key: EncodedPassage(
            random.random(5, dtype=np.float32),
            random.integers(-127, 128, (1 + number % 3, 4), dtype=np.int8),
        )
        for number, key in enumerate(keys)
    }


def same(one: EncodedPassage, other: EncodedPassage) -> bool:
    return (
        np.array_equal(one.vector, other.vector)
        and np.array_equal(one.pieces, other.pieces)
        and (one.vector.dtype, one.pieces.dtype) == (other.vector.dtype, other.pieces.dtype)
    )


def test_passages_come_back_bit_for_bit(cache: BuildCache) -> None:
    stored = made("a", "b", "c")
    cache.put(stored)
    found = cache.passages(["c", "x", "a"])
    assert found.keys() == {"a", "c"}
    assert same(found["a"], stored["a"])
    assert same(found["c"], stored["c"])
    assert found["a"].vector.dtype == np.float32
    assert found["a"].pieces.dtype == np.int8
    assert [found[key].pieces.shape for key in "ac"] == [(1, 4), (3, 4)]


def test_every_value_of_a_piece_is_kept(cache: BuildCache) -> None:
    pieces = np.arange(-128, 128, dtype=np.int8).reshape(64, 4)
    cache.put({"v": EncodedPassage(np.zeros(5, np.float32), pieces)})
    assert np.array_equal(cache.passages(["v"])["v"].pieces, pieces)


@pytest.mark.parametrize("dim", [0, 4])
def test_a_passage_may_have_no_pieces(cache: BuildCache, dim: int) -> None:
    """As it is where the embedding model has no projection."""
    passage = EncodedPassage(np.ones(5, np.float32), np.empty((0, dim), np.int8))
    cache.put({"v": passage, **made("w")})
    found = cache.passages(["v", "w"])
    assert np.array_equal(found["v"].vector, passage.vector)
    assert len(found["v"].pieces) == 0
    assert len(found["w"].pieces) == 1


def test_a_key_put_again_is_replaced(cache: BuildCache) -> None:
    cache.put(made("v"))
    [_, again] = made("u", "v").values()
    cache.put({"v": again})
    assert same(cache.passages(["v"])["v"], again)


def test_what_was_put_outlives_the_process(path: Path) -> None:
    with BuildCache(path) as first:
        first.put(made("v"))
        with BuildCache(path) as second:  # as after a kill: the first was never closed
            assert second.passages(["v"]).keys() == {"v"}


def test_keep_only_forgets_the_rest(cache: BuildCache) -> None:
    cache.put(made("v", "w", "x"))
    cache.keep_only(["w", "x", "x"])
    assert cache.passages(["v", "w", "x"]).keys() == {"w", "x"}
    cache.keep_only([])
    assert cache.passages(["w"]) == {}


def test_a_file_of_earlier_versions_is_emptied_and_used(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
        connection.execute(
            "INSERT INTO vectors VALUES ('v', ?)", (np.ones(5, np.float32).tobytes(),)
        )
    connection.close()
    with BuildCache(path) as cache:
        assert cache.passages(["v"]) == {}
        cache.put(made("w"))
    with sqlite3.connect(path) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        assert tables == [("encoded",)]
    connection.close()
    with BuildCache(path) as cache:
        assert cache.passages(["v", "w"]).keys() == {"w"}


def test_a_file_that_is_no_database_is_replaced(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 100)
    with BuildCache(path) as cache:
        cache.put(made("v"))
        assert cache.passages(["v"]).keys() == {"v"}


@pytest.mark.parametrize("kept_ratio", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_replaced(path: Path, kept_ratio: float) -> None:
    with BuildCache(path) as cache:
        cache.put(made(*(str(number) for number in range(2000))))
    data = path.read_bytes()
    path.write_bytes(data[: int(kept_ratio * len(data))])
    with BuildCache(path) as cache:
        assert cache.passages(["1"]) == {}
        cache.put(made("1"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_keys_tell_parts_apart() -> None:
    assert key_of("a", "b") != key_of("ab")
    assert key_of("a", "") != key_of("", "a")
    assert key_of("a", 1) == key_of("a", "1") != key_of("a", 2)
    assert len(key_of()) == 64
