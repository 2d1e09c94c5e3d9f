"""Units: what is cut into sentences, what is not, and what a section looks like in a line."""

import pytest

from corpus.content import Block
from index.units import Strand, Unit, blocks_within, ranges_in, section_line, units_of
from tests.made_document import Piece, document, of_pieces, piece


def words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def units(*made: Piece, room: int = 99) -> list[tuple[str, Unit]]:
    of = document(of_pieces(made))
    found = units_of(of, words, lambda strand, section: room)
    return [(of.text[unit.start : unit.end], unit) for unit in found]


@pytest.mark.parametrize("kind", ["paragraph", "item", "quotation", "note"])
def test_prose_is_cut_into_sentences(kind: str) -> None:
    found = units(piece("Kites fly. Strings hold.", kind))  # type: ignore[arg-type]
    assert [text for text, _ in found] == ["Kites fly.", "Strings hold."]


@pytest.mark.parametrize("kind", ["heading", "row", "reference"])
def test_what_is_no_prose_stays_whole(kind: str) -> None:
    found = units(piece("Ada. On Kites. 2031.", kind))  # type: ignore[arg-type]
    assert [text for text, _ in found] == ["Ada. On Kites. 2031."]


def test_what_is_too_long_is_cut_at_spaces_or_within_a_word() -> None:
    found = units(piece("one two three four five"), room=2)
    assert [text for text, _ in found] == ["one two", "three four", "five"]
    assert [unit.tokens for _, unit in found] == [2, 2, 1]

    def letters(texts: list[str]) -> list[int]:
        return [len(text) for text in texts]

    of = document(of_pieces([piece("abcdefgh")]))
    found_in_word = units_of(of, letters, lambda strand, section: 3)
    assert "".join(of.text[unit.start : unit.end] for unit in found_in_word) == "abcdefgh"
    assert all(unit.tokens <= 3 for unit in found_in_word)


def test_a_heading_is_of_the_strand_of_what_it_is_over() -> None:
    found = units(
        piece("Kites fly."),
        piece("Works Cited", "heading"),
        piece("Books", "heading"),
        piece("Ada. On Kites.", "reference"),
        piece("Of Tails", "heading"),
        piece("Tails steady.", question="5b"),
        piece("The end", "heading"),
        piece("See Ada.", "note"),
    )
    assert [unit.strand for _, unit in found] == [
        Strand("body"),
        Strand("references"),
        Strand("references"),
        Strand("references"),
        Strand("body", "5b"),
        Strand("body", "5b"),
        Strand("body"),
        Strand("notes"),
    ]


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ((), ""),
        (("Risks",), "Risks"),
        (("Part I", "Risks", "Marginal risk"), "Risks › Marginal risk"),
        (("R" * 100, "Marginal risk"), "R" * 100 + " › Marginal risk"),
        (("R" * 110, "Marginal risk"), "Marginal risk"),
        (("Risks", "M" * 200), "M" * 119 + "…"),
    ],
)
def test_a_section_in_a_line(section: tuple[str, ...], line: str) -> None:
    assert section_line(section) == line
    assert len(line) <= 120


def test_blocks_are_cut_to_the_range_asked_for() -> None:
    content = of_pieces([piece("One two."), piece("Three four."), piece("Five.")])
    [one, three, five] = content.blocks
    assert blocks_within(content.blocks, 0, len(content.text)) == [one, three, five]
    assert blocks_within(content.blocks, 4, 14) == [
        Block(4, 8, "paragraph"),
        Block(9, 14, "paragraph"),
    ]
    assert blocks_within(content.blocks, 8, 9) == []  # the line break between two
    assert blocks_within((), 0, 9) == []


def test_offsets_of_sentences_are_the_documents() -> None:
    content = of_pieces([piece("One."), piece("Two. Three.")])
    assert ranges_in(content.text, content.blocks[1]) == [(5, 9), (10, 16)]
