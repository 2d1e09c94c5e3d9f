"""Headings and what stands under them, items, quotations, contents, references."""

import pytest

from corpus.pdf.kinds import Judged, judge
from corpus.pdf.lines import Line
from corpus.pdf.paragraphs import paragraphs_of
from tests.corpus.pdf.made_lines import RIGHT, prose, stacked

BOLD: dict[str, object] = {"bold": True, "gap": 12.0}
LARGE: dict[str, object] = {"size": 18.0, "bold": True, "gap": 14.0}
APART: dict[str, object] = {"gap": 12.0}


def read(*pages: list[Line], starts: tuple[int, ...] = ()) -> list[Judged]:
    return judge(paragraphs_of(pages), starts)


def kinds(judged: list[Judged]) -> list[tuple[str, str]]:
    return [(each.kind, each.paragraph.text.text.split("\n")[0][:24]) for each in judged]


def sections(judged: list[Judged]) -> list[list[str]]:
    return [
        [judged[place].paragraph.text.text for place in each.section]
        for each in judged
        if each.kind != "heading"
    ]


def first(text: str, **other: object) -> tuple[str, dict[str, object]]:
    return text, other


def body(count: int = 4) -> list[tuple[str, dict[str, object]]]:
    lines = prose(count)
    return [(lines[0][0].capitalize(), lines[0][1] | APART), *lines[1:]]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("On kites", BOLD),
        ("On Kites", LARGE),
        ("ON KITES AND STRINGS", APART),
        ("On kites and strings", {"italic": True, "gap": 12.0}),
        ("II. Open kites provide substantial benefits.", BOLD),
        ("2. How do kites compare with balloons in a strong wind?", BOLD),
        ("Conclusion", APART),
        ("Kites and the Law", APART),
    ],
)
def test_what_is_set_as_a_heading_is_one(text: str, style: dict[str, object]) -> None:
    judged = read(stacked([*body(), (text, style), *body()]))
    assert kinds(judged)[1][0] == "heading"
    assert sections(judged) == [[], [text]]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Kites are flown by all.", BOLD),  # a sentence
        ("kites, strings,", APART),
        ("• On kites", BOLD),
        ("https://example.org/kites", LARGE),
        ("Ada Example", {"gap": 12.0, "size": 9.0}),
    ],
)
def test_what_is_not_a_heading_is_none(text: str, style: dict[str, object]) -> None:
    judged = read(stacked([*body(), (text, style), "and so on."]))
    assert "heading" not in [kind for kind, _ in kinds(judged)]


def test_bold_items_of_a_list_are_no_headings() -> None:
    items = [(f"{n}. Kites for everybody", {"bold": True, "gap": 8.0}) for n in (1, 2, 3)]
    judged = read(stacked([*body(), *items, *body()]))
    assert [kind for kind, _ in kinds(judged)] == ["paragraph", *["item"] * 3, "paragraph"]


def test_headings_alike_are_of_one_level() -> None:
    judged = read(
        stacked(
            [
                ("Kites", LARGE), *body(), ("Long strings", BOLD), *body(),
                ("Short strings", BOLD), *body(), ("Balloons", LARGE), *body(),
            ],
            leading=9.0,
        )
    )  # fmt: skip
    assert sections(judged) == [
        ["Kites"],
        ["Kites", "Long strings"],
        ["Kites", "Short strings"],
        ["Balloons"],
    ]


def test_numberings_of_other_kinds_stand_under_each_other() -> None:
    texts = ["I. Kites", "A. Long strings", "1. In wind", "B. Short strings", "II. Balloons"]
    lines = [entry for text in texts for entry in ((text, BOLD), *body(3))]
    assert sections(read(stacked(lines, leading=9.0))) == [
        ["I. Kites"],
        ["I. Kites", "A. Long strings"],
        ["I. Kites", "A. Long strings", "1. In wind"],
        ["I. Kites", "B. Short strings"],
        ["II. Balloons"],
    ]


def test_a_part_s_title_is_over_all_that_is_in_it() -> None:
    letter = stacked([("On kites", BOLD), *body()])
    cover = stacked([("A Report of 2031", {"gap": 5.0}), ("All About Kites", LARGE)], page=2)
    report = stacked([("Strings", BOLD), *body()], page=3)
    judged = read(letter, cover, report, starts=(2,))
    assert sections(judged)[-1] == ["All About Kites", "Strings"]


def test_lines_of_a_table_of_contents_are_told() -> None:
    page = stacked(
        [
            ("Table of Contents", BOLD),
            ("Kites ........................... 3", APART),
            "Strings ......................... 4",
            ("Balloons | 5", {"row": True}),
            *body(),
        ]
    )
    assert [kind for kind, _ in kinds(read(page))] == [*["contents"] * 4, "paragraph"]


def test_a_bibliography_s_entries_are_references_until_the_next_heading() -> None:
    page = stacked(
        [
            ("References", BOLD),
            ("[1] A. Example. Kites. Air Press, 2031.", {"right": RIGHT, "gap": 6.0}),
            ("[2] B. Example. Strings. Air Press, 2032.", {"right": RIGHT, "gap": 6.0}),
            ("Appendix", BOLD),
            *body(),
        ]
    )
    assert [kind for kind, _ in kinds(read(page))] == [
        "heading", "reference", "reference", "heading", "paragraph",
    ]  # fmt: skip


def test_endnotes_are_notes_with_their_numbers() -> None:
    page = stacked([("Endnotes", BOLD), ("1. See Ada.", {"gap": 6.0}), ("2. Ibid.", {"gap": 6.0})])
    assert [(each.kind, each.number) for each in read(page)][1:] == [("note", "1"), ("note", "2")]


def test_a_paragraph_set_in_from_both_margins_is_a_quotation() -> None:
    inner: dict[str, object] = {"left": 108.0, "right": 500.0}
    quote = [(prose(3)[0][0][:60], inner | APART), (prose(3)[1][0][:60], inner)]
    judged = read(stacked([*body(), *quote, *body()]))
    assert [kind for kind, _ in kinds(judged)] == ["paragraph", "quotation", "paragraph"]
