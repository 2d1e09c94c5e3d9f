"""The order in which a page's lines are read, and the rows of its tables."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.pdf.joining import join_lines
from corpus.pdf.lines import Line
from corpus.traced import Traced, joined

_CELL_SEPARATOR = " | "
_LONG_CHARS = 20
"""Lines side by side that are longer than this are columns, not a table's short cells."""
_LEAST_COLUMN_LINES = 8
_LEAST_PAIRS = 3
_COLUMN_SHARE = 0.6
_COLUMN_LEADING = 2.2
"""Font heights from one line of a column to the next, at most; a table's rows stand further apart
or have cells of several lines."""
_SAME_ROW = 0.2
"""Font heights within which two pieces stand on one line."""
_DROP_RATIO = 2.5
"""A number so many times as large as the text stands beside several lines of it."""
_LEAST_COLUMNS = 3
_TALLEST_ROW = 25.0
"""Font heights of a table's row, at most."""
_OVERLAP = 0.3
_SIZE_CHANGE = 0.15
_REACH = 1.0
"""Font heights between a line and the next of the same cell, at most."""


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page as they are read, a table's rows made one line each.

    Files draw text mostly in reading order, column after column, so that order is kept where
    columns stand side by side; a page of one column is read from top to bottom.
    """
    if _is_drawn_across(lines):
        return _columns_in_turn(lines)
    lines = _with_rows(lines)
    if _in_columns(lines):
        return lines
    usual = median(line.size for line in lines) if lines else 0.0
    runs = [_from_the_top(run, usual) for run in _runs(lines)]
    starts = _from_the_top([run[0] for run in runs], usual)
    by_start = {id(run[0]): run for run in runs}
    return [line for start in starts for line in by_start[id(start)]]


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand under each other; a run beside another, as a label is, stays whole.

    Runs that overlap are one, whose lines the file draws in turns.
    """
    runs: list[list[Line]] = []
    for cell in _cells(lines):
        run = list(cell)
        while (other := next((r for r in runs if _overlap(r, run)), None)) is not None:
            runs.remove(other)
            run = [*other, *run]
        runs.append(run)
    return runs


def _overlap(run: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two runs share a part of the page, by the boxes that hold them."""
    across = min(max(line.right for line in run), max(line.right for line in other)) - max(
        min(line.left for line in run), min(line.left for line in other)
    )
    down = min(max(line.baseline for line in run), max(line.baseline for line in other)) - max(
        min(line.baseline for line in run), min(line.baseline for line in other)
    )
    return across > 0 and down >= 0


def _from_the_top(lines: Sequence[Line], usual: float) -> list[Line]:
    """Lines from the top, those at nearly one height from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -_height(line, usual)):
        if rows and abs(rows[-1][0].baseline - line.baseline) < _SAME_ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _height(line: Line, usual: float) -> float:
    """Where a line stands on the page: a row or a drop number by its top, in points."""
    return line.top if line.row or line.size > _DROP_RATIO * usual else line.baseline


def _with_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines with the cells of a table's rows joined.

    A file draws a table cell by cell, each from top to bottom: a cell to the right of the one
    before goes on with the row, a step back to the left begins the next.
    """
    rows: list[list[list[Line]]] = []
    for cell in _cells(lines):
        if rows and _same_row(rows[-1], cell):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    rows = _with_first_cells(rows)
    result: list[Line] = []
    for number, row in enumerate(rows):
        beside = [rows[n] for n in (number - 1, number + 1) if 0 <= n < len(rows)]
        if _is_table_row(row, beside):
            result.append(_row(row))
        else:
            result += [line for cell in row for line in cell]
    return result


def _cells(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that follow each other downwards, one under the other."""
    cells: list[list[Line]] = []
    for line in lines:
        if cells and _under(cells[-1], line):
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _under(cell: Sequence[Line], line: Line) -> bool:
    last = cell[-1]
    larger = max(last.size, line.size)
    if abs(last.size - line.size) > _SIZE_CHANGE * larger:
        return False
    below = last.bottom - line.top < _REACH * larger and line.baseline < last.baseline - larger / 3
    return below and _over(cell, line)


def _same_row(row: Sequence[Sequence[Line]], cell: Sequence[Line]) -> bool:
    last = row[-1]
    if min(line.left for line in cell) < max(line.right for line in last):
        return False
    top = max(piece[0].top for piece in row)
    bottom = min(piece[-1].bottom for piece in row)
    shared = min(top, cell[0].top) - max(bottom, cell[-1].bottom)
    return shared > _OVERLAP * min(top - bottom, cell[0].top - cell[-1].bottom)


def _with_first_cells(rows: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """Rows with the first cells that stand at their foot, below the middle of the others."""
    columns = max(rows, key=len, default=[])
    if len(columns) < _LEAST_COLUMNS:
        return rows
    result: list[list[list[Line]]] = []
    for row in rows:
        if len(row) > 1 and result and len(result[-1]) == 1 and _fits(columns, result[-1], row[0]):
            result[-1] += row
        else:
            result.append(row)
    return result


def _fits(
    columns: Sequence[Sequence[Line]], row: Sequence[Sequence[Line]], cell: Sequence[Line]
) -> bool:
    """Whether a cell goes on with a row by the columns of the row before, at whatever height."""
    if min(line.left for line in cell) < max(line.right for line in row[-1]):
        return False
    if abs(cell[0].baseline - row[0][0].baseline) > _TALLEST_ROW * cell[0].size:
        return False
    return any(_over(columns[0], piece) for piece in row[0]) and any(
        _over(column, cell[0]) for column in columns[1:]
    )


def _over(column: Sequence[Line], line: Line) -> bool:
    left = min(piece.left for piece in column)
    right = max(piece.right for piece in column)
    return min(right, line.right) > max(left, line.left)


def _is_table_row(
    row: Sequence[Sequence[Line]], beside: Sequence[Sequence[Sequence[Line]]]
) -> bool:
    """Cells side by side that are no columns of prose; two alone may be a heading's parts."""
    if len(row) < 2 or _are_columns(row):
        return False
    return len(row) > 2 or any(len(other) > 1 for other in beside)


def _are_columns(row: Sequence[Sequence[Line]]) -> bool:
    long = [cell for cell in row if _is_prose(cell)]
    return len(long) > 1


def _is_prose(cell: Sequence[Line]) -> bool:
    lengths = sorted(len(line.text) for line in cell)
    return len(cell) >= _LEAST_COLUMN_LINES and lengths[len(lengths) // 2] > _LONG_CHARS


def _row(row: Sequence[Sequence[Line]]) -> Line:
    first = row[0][0]
    every = [line for cell in row for line in cell]
    cells: list[Traced] = [join_lines([line.text for line in cell]) for cell in row]
    return replace(
        first,
        text=joined(_CELL_SEPARATOR, cells),
        left=min(line.left for line in every),
        right=max(line.right for line in every),
        top=max(line.top for line in every),
        bottom=min(line.bottom for line in every),
        bold=all(line.bold for line in every),
        italic=all(line.italic for line in every),
        row=True,
    )


def _in_columns(lines: Sequence[Line]) -> bool:
    """Whether long lines stand side by side on the page."""
    long = [line for line in lines if not line.row and len(line.text) > _LONG_CHARS]
    pairs = 0
    spans = sorted(long, key=lambda line: -line.baseline)
    for number, line in enumerate(spans):
        for other in spans[number + 1 :]:
            if other.top < line.bottom:
                break
            apart = other.left > line.right or line.left > other.right
            pairs += apart
    return pairs >= _LEAST_PAIRS


def _is_drawn_across(lines: Sequence[Line]) -> bool:
    """Whether the file draws two columns of text line by line across the page."""
    pairs = [
        (before, after)
        for before, after in pairwise(lines)
        if after.left > before.right
        and abs(after.baseline - before.baseline) <= before.size / 3
        and min(len(before.text), len(after.text)) > _LONG_CHARS
    ]
    if len(pairs) < _LEAST_COLUMN_LINES or 2 * len(pairs) < _COLUMN_SHARE * len(lines):
        return False
    gaps = [before[0].baseline - after[0].baseline for before, after in pairwise(pairs)]
    close = [0 < gap < _COLUMN_LEADING * pairs[0][0].size for gap in gaps]
    return sum(close) >= _COLUMN_SHARE * len(gaps)


def _columns_in_turn(lines: Sequence[Line]) -> list[Line]:
    """The left column, then the right one, between the lines that stand over both."""
    middle = (min(line.left for line in lines) + max(line.right for line in lines)) / 2
    result: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if line.left < middle < line.right:
            result += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.right <= middle else right).append(line)
    return [*result, *left, *right]
