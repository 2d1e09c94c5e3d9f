"""What a file says: text, blocks that cover it, pages."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Block, Content, content_of_blocks, content_of_pages
from corpus.traced import Traced, pages_at
from tests.properties import bounded


def test_lines_of_pages_are_paragraphs() -> None:
    made = content_of_pages(["One.\n\n Two. ", "", "Three."])
    assert made.text == "One.\nTwo.\nThree."
    assert [(block.start, block.end, block.kind) for block in made.blocks] == [
        (0, 4, "paragraph"),
        (5, 9, "paragraph"),
        (10, 16, "paragraph"),
    ]
    assert (made.page_count, dict(made.unreadable)) == (3, {2: "no text"})


def test_blocks_get_their_offsets_and_keep_the_rest() -> None:
    blocks = [
        (Traced.on_page("Kites", 1), Block(0, 0, "heading", ("Kites",))),
        (Traced.on_page("", 1), Block(0, 0, "paragraph")),
        (Traced.on_page("Ibid.", 2), Block(9, 99, "note", (), "4", "5b")),
    ]
    made = content_of_blocks(blocks, 2, ocr_pages=(2,))
    assert made.blocks == (
        Block(0, 5, "heading", ("Kites",)),
        Block(6, 11, "note", (), "4", "5b"),
    )
    assert made.ocr_pages == (2,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": "Kites!"}, "6 characters, 5 origins"),
        ({"blocks": (Block(0, 4, "paragraph"),)}, "cover the text"),
        ({"blocks": ()}, "cover the text"),
        ({"page_count": 1}, "outside pages 1 to 1"),
        ({"text": "Kit\ns"}, "one line each"),
    ],
)
def test_parts_that_disagree_are_refused(change: dict[str, object], message: str) -> None:
    made = content_of_blocks([(Traced.on_page("Kites", 2), Block(0, 0, "paragraph"))], 2)
    with pytest.raises(ValueError, match=message):
        replace(made, **change)  # type: ignore[arg-type]


@bounded
@given(st.lists(st.text("ab \n\t", max_size=12), max_size=6))
def test_every_line_is_a_block_on_its_page(texts: list[str]) -> None:
    made: Content = content_of_pages(texts)
    lines = [
        (line.strip(), page)
        for page, text in enumerate(texts, 1)
        for line in text.split("\n")
        if line.strip()
    ]
    assert [made.text[block.start : block.end] for block in made.blocks] == [
        line for line, _ in lines
    ]
    for block, (_, page) in zip(made.blocks, lines, strict=True):
        assert np.all(pages_at(made.origins[block.start : block.end]) == page)
