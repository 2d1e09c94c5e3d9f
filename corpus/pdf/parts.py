"""Parts of a file with page numbers of their own: a report appended to a letter."""

from collections.abc import Sequence
from itertools import pairwise

_LEAST_PAGES = 3
"""Pages numbered in a row that make a numbering."""
_LATEST_FIRST = 12
"""A part may begin with a cover and a table of contents that bear no number."""


def part_starts(numbers: Sequence[Sequence[int]]) -> list[int]:
    """Pages (1-based) on which a part begins, the first part left out.

    Args:
        numbers: for each page the numbers in its head or foot, of which one may be the page's.
    """
    runs: list[tuple[int, int, int]] = []  # offset of page to number, first and last page
    for offset, page in _numbered(numbers):
        if runs and runs[-1][0] == offset and page - runs[-1][2] <= _LEAST_PAGES:
            runs[-1] = (offset, runs[-1][1], page)
        else:
            runs.append((offset, page, page))
    long = [run for run in runs if run[2] - run[1] + 1 >= _LEAST_PAGES]
    starts = []
    for before, run in pairwise(long):
        offset, first, _ = run
        if offset > before[0] and offset + 1 > before[2] - 1 and first - offset <= _LATEST_FIRST:
            starts.append(before[2] + 1)
    return starts


def _numbered(numbers: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Offset and page, in page order, for each number that fits a neighbouring page's."""
    offsets = [{page - number for number in found} for page, found in enumerate(numbers, 1)]
    result = []
    for index, found in enumerate(offsets):
        around = set().union(*offsets[max(0, index - 2) : index], *offsets[index + 1 : index + 3])
        result += [(offset, index + 1) for offset in sorted(found & around)]
    return result
