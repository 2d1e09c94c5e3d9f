"""Footnotes told from the body."""

import pytest

from corpus.pdf.lines import Line
from corpus.pdf.notes import Split, body_size, split_notes
from tests.corpus.pdf.made_lines import line, prose, stacked, texts

SMALL: dict[str, object] = {"size": 10.0}


def note(text: str, **other: object) -> tuple[str, dict[str, object]]:
    return text, SMALL | other


def found(split: Split) -> list[tuple[str, str]]:
    return [(each.number, " ".join(texts(each.lines))) for each in split.notes]


def test_small_numbered_lines_at_the_foot_are_notes() -> None:
    page = stacked(
        [*prose(6), note("¹ Ada, On Kites.", gap=20), note("² Ibid., where"), note("it is said.")]
    )
    split = split_notes([page])
    assert found(split) == [("1", "Ada, On Kites."), ("2", "Ibid., where it is said.")]
    assert len(split.bodies[0]) == 6


def test_plain_numbers_count_where_they_run_on() -> None:
    page = stacked([*prose(6), note("1 Ada, On Kites.", gap=20), note("2 See Bob.")])
    assert found(split_notes([page])) == [("1", "Ada, On Kites."), ("2", "See Bob.")]


@pytest.mark.parametrize("text", ["47 chapters are missing.", "1 of them is green", "2031 it was"])
def test_a_number_that_does_not_run_on_begins_no_note(text: str) -> None:
    page = stacked([*prose(6), note(text), *prose(2)])
    split = split_notes([page])
    assert found(split) == []
    assert text in texts(split.bodies[0])


def test_a_note_goes_on_over_the_page() -> None:
    first = stacked([*prose(6), note("¹ Ada says that kites", gap=20)])
    second = stacked([*prose(6), note("fly high.", gap=20), note("² Ibid.")], page=2)
    split = split_notes([first, second])
    assert found(split) == [("1", "Ada says that kites fly high."), ("2", "Ibid.")]
    assert [each.page for each in split.notes[0].lines] == [1, 2]
    assert [len(body) for body in split.bodies] == [6, 6]


def test_notes_as_large_as_the_body_are_told_by_raised_numbers_and_a_gap() -> None:
    page = stacked([*prose(6), ("¹ Ada, On Kites.", {"gap": 20.0}), "which is a book", "² Ibid."])
    split = split_notes([page])
    assert found(split) == [("1", "Ada, On Kites. which is a book"), ("2", "Ibid.")]


def test_a_mark_at_the_start_of_a_body_line_begins_no_note() -> None:
    page = stacked([*prose(3), "¹² That is what they say of kites.", *prose(3)])
    assert split_notes([page]).notes == []


def test_notes_drawn_in_reverse_are_read_from_the_top() -> None:
    page = stacked([*prose(6), note("¹ Ada.", gap=20), note("² Bob."), note("³ Cleo.")])
    reversed_notes: list[Line] = [*page[:6], *reversed(page[6:])]
    assert [number for number, _ in found(split_notes([reversed_notes]))] == ["1", "2", "3"]


def test_small_type_that_is_no_note_stays_in_its_place() -> None:
    page = stacked([*prose(4), note("Picture of a kite, by Ada."), *prose(4)])
    split = split_notes([page])
    assert split.notes == []
    assert texts(split.bodies[0])[4] == "Picture of a kite, by Ada."


def test_a_note_marked_with_a_star() -> None:
    page = stacked([*prose(6), note("* Counsel of record.", gap=20)])
    assert found(split_notes([page])) == [("*", "Counsel of record.")]


def test_small_lines_without_a_note_before_come_back() -> None:
    page = stacked([*prose(6), note("Kite Street 5, Air City", gap=20)])
    split = split_notes([page])
    assert split.notes == []
    assert len(split.bodies[0]) == 7


def test_the_body_is_the_largest_type_of_a_fair_share() -> None:
    lines = [line("x" * 50), line("y" * 300, size=9.0), line("KITES", size=30.0)]
    assert body_size(lines) == pytest.approx(9.0)
    assert body_size([line("x" * 80), line("y" * 300, size=9.0)]) == pytest.approx(12.0)
    assert body_size([]) == 0
