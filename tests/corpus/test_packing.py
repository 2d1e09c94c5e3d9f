"""Content as bytes: what goes in comes out, and damage is told."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Block, Content, Mark, Voice, content_of_blocks
from corpus.packing import pack, unpack
from corpus.traced import Traced, origins_at
from tests.made_document import of_pages
from tests.properties import bounded

NAMES = st.text(st.characters(exclude_characters="\n"), max_size=6)
BLOCKS = st.builds(
    Block,
    st.just(0),
    st.just(0),
    st.sampled_from(["paragraph", "heading", "note"]),
    st.lists(NAMES, max_size=2).map(tuple),
    NAMES,
    NAMES,
)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    pages = draw(st.integers(1, 5))
    made = []
    for block in draw(st.lists(BLOCKS, max_size=4)):
        text = draw(NAMES)
        glyphs = draw(st.lists(st.integers(0, 2**32 - 1), min_size=len(text), max_size=len(text)))
        page = draw(st.integers(1, pages))
        made.append((Traced(text, origins_at(page, np.array(glyphs, dtype=np.int64))), block))
    offsets = st.integers(0, 99)
    return content_of_blocks(
        made,
        pages,
        marks=tuple(draw(st.lists(st.builds(Mark, offsets, NAMES), max_size=2))),
        voices=tuple(
            draw(
                st.lists(
                    st.builds(Voice, offsets, offsets, st.sampled_from(["agency", "other"])),
                    max_size=2,
                )
            )
        ),
        repairs=draw(st.dictionaries(NAMES, offsets, max_size=2)),
        unreadable=draw(st.dictionaries(st.integers(1, pages), NAMES, max_size=2)),
        ocr_pages=tuple(draw(st.lists(st.integers(1, pages), max_size=2))),
    )


@bounded
@given(contents())
def test_what_is_packed_comes_back(content: Content) -> None:
    back = unpack(pack(content))
    assert np.array_equal(back.origins, content.origins)
    assert back.origins.dtype == np.int64
    for name in Content.__dataclass_fields__:
        if name != "origins":
            assert getattr(back, name) == getattr(content, name), name


@pytest.mark.parametrize("data", [b"", b"\0" * 8, b"rubbish" * 99, b"\0" * 7 + b"\x02[]"])
def test_what_is_no_packed_content(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(data)


def test_a_part_of_it_is_not_enough() -> None:
    whole = pack(content_of_blocks([(Traced.on_page("Kites fly.", 1), Block(0, 0, "item"))], 1))
    for length in range(len(whole)):
        with pytest.raises(ValueError):  # noqa: PT011  # of whichever part is damaged
            unpack(whole[:length])


def test_an_answer_that_inflates_without_end_is_refused() -> None:
    bomb = zlib.compress(b"0" * 1_000_000)
    packed = pack(of_pages(["Kites."]))
    end = 8 + int.from_bytes(packed[:8], "big")
    with pytest.raises(ValueError, match="more than 48 bytes"):
        unpack(packed[:end] + bomb)
