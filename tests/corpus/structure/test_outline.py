"""Blocks, sections, notes and pages put together."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.inline import LINE, PAGE, call
from corpus.structure.outline import Outline
from corpus.traced import pages_at
from tests.corpus.contents import blocks, marks, page_of, sections


def test_blocks_stand_under_the_headings_above_them() -> None:
    outline = Outline()
    outline.add("paragraph", "Before all.")
    outline.heading("Kites", 1)
    outline.heading("Strings", 3)
    outline.add("item", "1. Long ones.")
    outline.heading("Tails", 2)
    outline.add("row", "red | 2 m")
    assert sections(outline.content()) == {
        "Before all.": (),
        "Kites": ("Kites",),
        "Strings": ("Kites", "Strings"),
        "1. Long ones.": ("Kites", "Strings"),
        "Tails": ("Kites", "Tails"),
        "red | 2 m": ("Kites", "Tails"),
    }


def test_a_short_bold_line_before_text_is_a_heading_below_all_others() -> None:
    outline = Outline()
    outline.heading("Kites", 1)
    outline.add("paragraph", "Their strings", bold=True)
    outline.add("paragraph", "They are long.")
    outline.add("paragraph", "They are long, all of them.", bold=True)
    outline.add("paragraph", "Kite Club", bold=True)
    outline.add("paragraph", "1 Wind Street", bold=True)
    content = outline.content()
    assert [kind for kind, _ in blocks(content)] == ["heading"] * 2 + ["paragraph"] * 4
    assert content.blocks[-1].section == ("Kites", "Their strings")


def test_what_stands_under_references_is_references() -> None:
    outline = Outline()
    outline.heading("7. Works Cited", 1)
    outline.add("paragraph", "Smith, Kites (2020).")
    outline.add("quotation", "A quote.")
    assert [kind for kind, _ in blocks(outline.content())] == ["heading", "reference", "quotation"]


def test_lines_ended_twice_or_before_a_lists_sign_are_blocks_of_their_own() -> None:
    outline = Outline()
    line = f"One{LINE}two.{LINE} {LINE}Three:{LINE}- four{LINE}- five"
    outline.add("paragraph", line)
    assert blocks(outline.content()) == [
        ("paragraph", "One two."),
        ("paragraph", "Three:"),
        ("item", "- four"),
        ("item", "- five"),
    ]


def test_notes_come_last_by_page_and_marks_know_their_place() -> None:
    outline = Outline()
    outline.add("paragraph", f"Kites fly{call('1')} {PAGE}high{call('2')}.")
    outline.note("2", "High.", 2)
    outline.note("1", "Fly.", 1)
    outline.note("3", " ", 1)
    outline.turn_to(3)
    outline.pictures.update({2, 3})
    content = outline.content()
    assert blocks(content) == [
        ("paragraph", "Kites fly high."),
        ("note", "1 Fly."),
        ("note", "2 High."),
    ]
    assert marks(content) == [("1", "fly"), ("2", "high")]
    assert (page_of(content, "fly"), page_of(content, "high")) == (1, 2)
    assert content.page_count == 3
    assert content.unreadable == {3: "only a picture"}


def test_nothing_added_is_an_empty_content() -> None:
    content = Outline().content()
    assert (content.text, content.blocks, content.page_count) == ("", (), 1)


LETTERS = st.sampled_from(["a", " ", "1", ".", PAGE, LINE, call("1"), "²"])
LINES = st.lists(LETTERS, max_size=9).map("".join)


@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "item", "note"]), LINES)))
def test_blocks_cover_the_text_and_pages_rise_in_the_body(parts: list[tuple[str, str]]) -> None:
    outline = Outline()
    turns = 0
    for kind, line in parts:
        if kind == "heading":
            outline.heading(line, 1)
        elif kind == "note":
            outline.note("1", line)
        else:
            outline.add(kind, line)  # type: ignore[arg-type]
        turns += 0 if kind == "note" else line.count(PAGE)
    content = outline.content()  # Content itself checks that its blocks cover the text
    assert content.page_count == turns + 1
    body = [block.end for block in content.blocks if block.kind != "note"]
    pages = pages_at(content.origins)[: max(body, default=0)].tolist()
    assert pages == sorted(pages)
    assert all(0 <= mark.offset <= len(content.text) for mark in content.marks)
    for block in content.blocks:
        assert content.text[block.start : block.end].strip()
