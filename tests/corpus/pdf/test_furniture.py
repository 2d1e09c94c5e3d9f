"""Heads, feet, page numbers and stamps go; what only looks like them stays."""

import pytest

from corpus.pdf.furniture import Edges, without_furniture
from corpus.pdf.lines import Line
from tests.corpus.pdf.made_lines import line, prose, stacked, texts

HEIGHT = 792.0


def trimmed(pages: list[list[Line]]) -> list[Edges]:
    return without_furniture(pages, [HEIGHT] * len(pages))


def page(number: int, *, head: str = "", foot: str = "") -> list[Line]:
    lines = stacked(prose(8, f"kites{'abcdefgh'[number - 1]}"), page=number)
    heads = [line(head, baseline=750, page=number)] if head else []
    feet = [line(foot, baseline=40, page=number)] if foot else []
    return [*heads, *lines, *feet]


def test_what_repeats_at_the_edge_goes_with_its_numbers() -> None:
    pages = [page(n, head="Comment of Ada", foot=f"Docket 7 | {n} of 4") for n in range(1, 5)]
    left = trimmed(pages)
    assert all(len(each.lines) == 8 for each in left)
    assert [each.numbers for each in left] == [(4,)] * 4  # "4" of "n of 4": the parts ignore it


@pytest.mark.parametrize(
    ("foot", "number"),
    [("3", (3,)), ("- 3 -", (3,)), ("Page 3", (3,)), ("page 3 of 9", (3,)), ("iii", ()),
     ("| 3", (3,)), ("14061", (14061,))],
)  # fmt: skip
def test_a_page_number_alone_at_the_edge_goes(foot: str, number: tuple[int, ...]) -> None:
    [left] = trimmed([page(1, foot=foot)])
    assert len(left.lines) == 8
    assert left.numbers == number


def test_a_stamp_goes_even_from_a_single_page() -> None:
    [left] = trimmed([page(1, head="DocuSign Envelope ID: 0A1B2C3D-0000-4000-8000-0123456789AB")])
    assert len(left.lines) == 8


def test_a_chapter_s_running_head_goes() -> None:
    pages = [page(n, head="Notes" if n > 2 else "Kites") for n in range(1, 9)]
    left = trimmed(pages)
    assert [texts(each.lines[:1]) for each in left[:2]] == [["Kites"], ["Kites"]]  # on two pages
    assert all(len(each.lines) == 8 for each in left[2:])


def test_numbers_and_repetitions_inside_a_page_stay() -> None:
    lines = stacked([*prose(6), "12", "Kites for all.", *prose(6)])
    pages = [lines, *([*lines] for _ in range(3))]
    assert all("Kites for all." in texts(each.lines) for each in trimmed(pages))
    assert all("12" in texts(each.lines) for each in trimmed(pages))


def test_a_repeated_short_note_stays() -> None:
    pages = [[*page(n), line("12 Ibid.", baseline=100, page=n)] for n in range(1, 7)]
    pages[5] = page(6)
    left = trimmed([*pages, *[page(1)] * 20])
    assert "12 Ibid." in texts(left[0].lines)


def test_an_empty_page_is_kept() -> None:
    assert trimmed([[]])[0].lines == []


def test_a_foot_on_two_pages_of_a_short_letter_goes() -> None:
    pages = [page(n, foot="Kite Street 5") for n in (1, 2)]
    assert all(len(each.lines) == 8 for each in trimmed(pages))


def test_a_table_s_last_row_stays() -> None:
    cells = [line("2022", baseline=90), line("No", baseline=90, left=300)]
    pages = [[*page(n), *(cells if n < 5 else [])] for n in range(1, 9)]
    assert texts(trimmed(pages)[0].lines)[-2:] == ["2022", "No"]


@pytest.mark.parametrize("text", ["1000", "ill"])
def test_a_number_at_the_end_of_the_text_stays(text: str) -> None:
    lines = stacked([*prose(6), text])
    assert texts(trimmed([lines])[0].lines)[-1] == text


def test_a_chapter_s_title_stays_where_later_pages_repeat_it() -> None:
    title = line("Recommendations of All Guilds", baseline=740, size=24.0)
    heads = [page(n, head="Recommendations of All Guilds") for n in range(2, 7)]
    left = trimmed([[title, *page(1)], *heads])
    assert texts(left[0].lines)[0] == "Recommendations of All Guilds"
    assert all(len(each.lines) == 8 for each in left[1:])
