"""BM25, against the formula written out."""

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sparse import SparseIndex, Tokenizer
from tests.properties import bounded

TEXTS = [
    "Kites fly on long strings. Strings break.",
    "A kite is a toy for windy days.",
    "Airports need clear skies; kites and airports do not mix.",
    "Nothing of interest here.",
    "Strings, strings, strings: the 10^26 of them cost 3.5 million.",
]


def bm25(texts: list[str], query: str) -> list[float]:
    """Lucene's BM25 by the book: k1 1.5, b 0.75, each query stem once."""
    tokens = [Tokenizer()(text) for text in texts]
    mean = sum(map(len, tokens)) / len(tokens)
    scores = [0.0] * len(texts)
    for stem in dict.fromkeys(Tokenizer()(query)):
        df = sum(stem in document for document in tokens)
        idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
        for row, document in enumerate(tokens):
            tf = document.count(stem)
            norm = 1.5 * (1 - 0.75 + 0.75 * len(document) / mean)
            scores[row] += idf * tf / (tf + norm)
    return scores


def expected(texts: list[str], query: str) -> list[tuple[int, float]]:
    rows = [(row, score) for row, score in enumerate(bm25(texts, query)) if score > 0]
    return sorted(rows, key=lambda hit: (-round(hit[1], 6), hit[0]))


@pytest.mark.parametrize(
    "query",
    [
        "kites",
        "long strings break",
        "strings strings",
        "airports kites strings 10^26",
        "windy kite unknownword",
        "Kite-strings",
    ],
)
def test_as_the_formula(query: str) -> None:
    found = SparseIndex.from_texts(TEXTS).search(query, 10, None)
    assert [row for row, _ in found] == [row for row, _ in expected(TEXTS, query)]
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in expected(TEXTS, query)], rel=1e-5
    )


WORDS = st.lists(st.sampled_from("kite string airport wind tail the of 26".split()), max_size=12)


@bounded
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=12), WORDS.map(" ".join))
def test_as_the_formula_on_any_words(texts: list[str], query: str) -> None:
    found = SparseIndex.from_texts(texts).search(query, 50, None)
    scores = bm25(texts, query) if any(Tokenizer()(text) for text in texts) else [0.0] * len(texts)
    assert {row for row, _ in found} == {row for row, score in enumerate(scores) if score > 0}
    assert [score for _, score in found] == pytest.approx(
        [scores[row] for row, _ in found], rel=1e-4
    )
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


def test_equal_passages_come_by_row_also_where_k_cuts_them() -> None:
    index = SparseIndex.from_texts(["wind", *["kites fly"] * 40, "a kite"])
    for k in (1, 7, 39):
        assert [row for row, _ in index.search("fly", k, None)] == list(range(1, k + 1))


def test_a_filter_comes_before_the_ranking() -> None:
    index = SparseIndex.from_texts(TEXTS)
    best = index.search("strings", 1, None)[0][0]
    allowed = np.ones(len(TEXTS), dtype=np.bool_)
    allowed[best] = False
    [(second, score)] = index.search("strings", 1, allowed)
    assert (second, score) == index.search("strings", 2, None)[1]
    assert index.search("strings", 3, np.zeros(len(TEXTS), dtype=np.bool_)) == []


@pytest.mark.parametrize("query", ["", "the of and", "zeppelin", "?!"])
def test_nothing_shared_nothing_found(query: str) -> None:
    assert SparseIndex.from_texts(TEXTS).search(query, 5, None) == []


@pytest.mark.parametrize("texts", [["the"], ["", ""], ["…", "of the"]])
def test_texts_without_a_word_make_an_index_that_finds_nothing(
    tmp_path: Path, texts: list[str]
) -> None:
    index = SparseIndex.from_texts(texts)
    index.save(tmp_path)
    for opened in (index, SparseIndex.load(tmp_path, len(texts))):
        assert opened.search("kites the", 5, None) == []


def test_saved_and_opened_it_is_the_same_and_holds_no_pickle(tmp_path: Path) -> None:
    index = SparseIndex.from_texts(TEXTS)
    index.save(tmp_path / "bm25")
    opened = SparseIndex.load(tmp_path / "bm25", len(TEXTS))
    assert opened.search("long kites", 5, None) == index.search("long kites", 5, None)
    for path in (tmp_path / "bm25").iterdir():
        assert path.suffix in {".npy", ".json"}
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Open-weights are opening", ["open", "weight", "open"]),
        ("10^26, 3.5 and 1,000 FLOPs.", ["10^26", "3.5", "1,000", "flop"]),
        ("NTIA’s rule", Tokenizer()("NTIA's rule")),
        ("ﬁrst", ["first"]),
        ("GPT4 GPT-4", ["gpt", "4"] * 2),
        ("the of and", []),
        ("", []),
    ],
)
def test_tokens(text: str, stems: list[str]) -> None:
    assert Tokenizer()(text) == stems


def test_many_threads_may_search_at_once() -> None:
    index = SparseIndex.from_texts(TEXTS * 20)
    queries = ["kites", "long strings", "airports", "10^26 windy"]
    alone = [index.search(query, 20, None) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda query: index.search(query, 20, None), queries * 25))
    assert together == alone * 25
