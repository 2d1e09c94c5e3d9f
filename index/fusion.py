"""Joining ranked lists."""

from collections import defaultdict
from collections.abc import Sequence

RANK_OFFSET = 60
"""The constant of Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
individual Rank Learning Methods", SIGIR 2009."""


def fuse(
    rankings: Sequence[Sequence[int]], weights: Sequence[float] | None = None
) -> list[tuple[int, float]]:
    """Reciprocal rank fusion.

    Args:
        rankings: lists of rows, each best first and without repeats.
        weights: one factor a list; None: all 1.

    Returns:
        (row, sum of weight / (RANK_OFFSET + rank)), best first; equal scores by row.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, row in enumerate(ranking, start=1):
            scores[row] += weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
