"""What a file says: text, blocks that cover it, pages."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Block, Voice, content_of_blocks, spoken_ratio
from corpus.traced import Traced, pages_at
from tests.properties import bounded


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
@given(st.lists(st.text("ab ", max_size=6), max_size=8))
def test_every_block_is_its_text_on_its_page(texts: list[str]) -> None:
    pieces = [
        (Traced.on_page(text, page), Block(0, 0, "paragraph")) for page, text in enumerate(texts, 1)
    ]
    made = content_of_blocks(pieces, max(1, len(texts)))
    kept = [(text, page) for page, text in enumerate(texts, 1) if text]
    for block, (text, page) in zip(made.blocks, kept, strict=True):
        assert made.text[block.start : block.end] == text
        assert np.all(pages_at(made.origins[block.start : block.end]) == page)


VOICES = (Voice(2, 4, "agency"), Voice(4, 6, "other"), Voice(10, 20, "agency"))


@pytest.mark.parametrize(
    ("start", "end", "ratio"),
    [
        (0, 2, 0),
        (0, 4, 1 / 2),
        (2, 6, 1),
        (3, 5, 1),
        (6, 10, 0),
        (0, 20, 14 / 20),
        (5, 11, 2 / 6),
        (12, 18, 1),
        (15, 25, 1 / 2),
        (20, 21, 0),
    ],
)
def test_the_share_that_voices_speak(start: int, end: int, ratio: float) -> None:
    assert spoken_ratio(VOICES, start, end) == pytest.approx(ratio)
    assert spoken_ratio((), start, end) == 0


@bounded
@given(st.sets(st.integers(0, 30)), st.integers(0, 29), st.integers(1, 30))
def test_the_share_is_of_characters(edges: set[int], start: int, length: int) -> None:
    ordered = sorted(edges)
    pairs = list(zip(ordered[::2], ordered[1::2], strict=False))
    spoken = {place for first, last in pairs for place in range(first, last)}
    voices = [Voice(first, last, "other") for first, last in pairs]
    ratio = len(spoken & set(range(start, start + length))) / length
    assert spoken_ratio(voices, start, start + length) == pytest.approx(ratio)
