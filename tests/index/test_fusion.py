"""Ranked lists joined, against a table worked by hand."""

import pytest

from index.fusion import RANK_OFFSET, fuse


def test_a_table_worked_by_hand() -> None:
    # row   list 1    list 2    sum
    #  7    1/61      1/63      0.0322665
    #  3    1/62      1/61      0.0325225
    #  9    1/63                0.0158730
    #  5              1/62      0.0161290
    fused = fuse([[7, 3, 9], [3, 5, 7]])
    assert [row for row, _ in fused] == [3, 7, 5, 9]
    assert [score for _, score in fused] == pytest.approx(
        [0.0325225, 0.0322665, 0.0161290, 0.0158730], abs=1e-7
    )


def test_weights_count() -> None:
    fused = fuse([[7, 3], [3, 7]], [2.0, 1.0])
    assert fused == [
        (7, pytest.approx(2 / 61 + 1 / 62)),
        (3, pytest.approx(2 / 62 + 1 / 61)),
    ]


def test_a_list_without_weight_adds_only_its_rows() -> None:
    assert fuse([[1], [2]], [1.0, 0.0]) == [(1, pytest.approx(1 / 61)), (2, 0.0)]


def test_ties_go_by_row() -> None:
    assert [row for row, _ in fuse([[9, 4], [4, 9]])] == [4, 9]
    assert [row for row, _ in fuse([[8], [2], [5]])] == [2, 5, 8]


def test_nothing_gives_nothing() -> None:
    assert fuse([]) == []
    assert fuse([[], []]) == []


def test_as_many_weights_as_lists() -> None:
    with pytest.raises(ValueError, match="shorter"):
        fuse([[1], [2]], [1.0])


def test_the_constant_is_the_papers() -> None:
    assert RANK_OFFSET == 60
