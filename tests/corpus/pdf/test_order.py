"""The order in which lines are read, and tables' rows."""

from corpus.pdf.lines import Line
from corpus.pdf.order import in_reading_order
from tests.corpus.pdf.made_lines import line, prose, stacked, texts

LINE = "kites and strings and tails and wind"


def test_one_column_is_read_from_top_to_bottom() -> None:
    lines = stacked([f"{LINE} {n}" for n in range(9)])
    assert in_reading_order([*lines[5:], *lines[:5]]) == lines


def column(left: float, name: str) -> list[Line]:
    return stacked([(f"{LINE} {name}{n}", {"left": left, "right": left + 200}) for n in range(12)])


def test_columns_are_read_one_after_the_other() -> None:
    left, right = column(72, "a"), column(320, "b")
    assert in_reading_order([*left, *right]) == [*left, *right]


def test_columns_drawn_line_by_line_are_read_one_after_the_other() -> None:
    left, right = column(72, "a"), column(320, "b")
    head = line("A heading over both of the columns of the page", baseline=760, right=540)
    across = [each for pair in zip(left, right, strict=True) for each in pair]
    assert in_reading_order([head, *across]) == [head, *left, *right]


def cell(left: float, top: float, *words: str) -> list[Line]:
    return stacked([(word, {"left": left}) for word in words], top=top)


def test_a_table_s_cells_make_rows() -> None:
    drawn = [
        *cell(72, 700, "Kite"), *cell(200, 700, "Risk to", "people"), *cell(400, 700, "String"),
        *cell(72, 660, "Red", "kite"), *cell(200, 660, "low"), *cell(400, 660, "long"),
        *cell(72, 620, "Green"), *cell(200, 620, "high"), *cell(400, 620, "short"),
    ]  # fmt: skip
    rows = in_reading_order([*drawn, *stacked(prose(2), top=560)])
    assert texts(rows[:3]) == [
        "Kite | Risk to people | String",
        "Red kite | low | long",
        "Green | high | short",
    ]
    assert [each.row for each in rows] == [True, True, True, False, False]


def test_two_pieces_on_one_line_alone_are_no_table() -> None:
    lines = [line("Air City"), line("1 May 2031", left=400), *stacked(prose(3), top=660)]
    assert not any(each.row for each in in_reading_order(lines))


def test_pieces_of_one_line_are_read_from_left_to_right() -> None:
    lines = [line("12 m", left=300, baseline=700.3), line("Height", baseline=700.0)]
    assert texts(in_reading_order([*lines, *stacked(prose(3), top=660)]))[:2] == ["Height", "12 m"]


def test_a_heading_over_both_columns_keeps_its_place() -> None:
    left, right = column(72, "a"), column(320, "b")
    middle = line("A heading over both of the columns", baseline=left[6].baseline - 7, right=540)
    across = [each for pair in zip(left, right, strict=True) for each in pair]
    read = in_reading_order([*across[:14], middle, *across[14:]])
    assert read == [*left[:7], *right[:7], middle, *left[7:], *right[7:]]
