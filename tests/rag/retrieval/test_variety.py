"""Many voices where a question asks who."""

from rag.retrieval.variety import varied


def test_a_second_passage_of_a_document_comes_a_little_later() -> None:
    ranked = [(1, 0.70), (2, 0.69), (11, 0.685), (21, 0.60)]
    assert [row for row, _ in varied(ranked, lambda row: row // 10)] == [1, 11, 2, 21]


def test_a_much_better_second_passage_stays() -> None:
    ranked = [(1, 0.70), (2, 0.69), (11, 0.50)]
    assert [row for row, _ in varied(ranked, lambda row: row // 10)] == [1, 2, 11]


def test_nothing_is_lost_and_scores_fall() -> None:
    ranked = [(row, 1 - row / 100) for row in range(100)]
    found = varied(ranked, lambda row: row % 7)
    assert sorted(row for row, _ in found) == list(range(100))
    scores = [score for _, score in found[:60]]
    assert scores == sorted(scores, reverse=True)
    assert found[60:] == ranked[60:]
    assert varied([], lambda row: row) == []
