"""A file's parts, told by the numbers that its pages bear in print."""

import pytest

from corpus.pdf.parts import part_starts


@pytest.mark.parametrize(
    ("numbers", "starts"),
    [
        ([(n,) for n in range(1, 9)], []),
        ([(), *((n,) for n in range(2, 9))], []),  # the first page bears none
        # A letter of eight pages, then a report with cover, contents and numbers of its own.
        ([*((n,) for n in range(1, 9)), (), (), (), *((n,) for n in range(1, 8))], [9]),
        ([*((n,) for n in range(1, 5)), *((n,) for n in range(1, 5))], [5]),
        # A date in the foot of every page is no page number.
        ([(26, n) for n in range(1, 9)], []),
        # Neither is a number that stands alone.
        ([(1,), (2,), (3,), (1,), (4,), (5,), (6,)], []),
        ([(1,), (2,), (3,), (7,), (8,), (9,), (10,)], []),  # pages left out, no new part
        ([(), ()], []),
        ([], []),
    ],
)
def test_a_part_begins_where_numbers_begin_anew(
    numbers: list[tuple[int, ...]], starts: list[int]
) -> None:
    assert part_starts(numbers) == starts
