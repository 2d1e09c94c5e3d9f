"""A notice made up for tests, and comments on it."""

from pathlib import Path

from corpus.content import Block, BlockKind, Content, content_of_blocks
from corpus.traced import Traced
from corpus.types import Document, Kind, Origin

Piece = str | tuple[BlockKind, str] | tuple[BlockKind, str, tuple[str, ...]]

BACKGROUND = (
    "Kites have been flown over this harbour for three hundred years, and nobody has counted "
    "how many of them came down on the roofs of the town."
)
DEFINITION = (
    "The statute says that a heavy kite is ‘‘a kite which carries more than its own string and "
    "which a child of ten years cannot hold in a fresh wind.’’"
)
ONE = (
    "1. How should the Bureau of Kites define ‘‘high’’ when it thinks about kites on long strings?"
)
ONE_A = (
    "a. Which winds, if any, make kites on long strings fall upon roofs, gardens and ships? "
    "If so, why?"
)
ONE_A_I = "i. Are there kinds of string that break less often in the cold of winter?"
TWO = "2. What should the owners of ferries do when kites on long strings cross the harbour?"

NOTICE: tuple[Piece, ...] = (
    ("heading", "Bureau of Kites", ("Bureau of Kites",)),
    "DATES: Comments must be received by March 3, 2031.",
    ("heading", "SUPPLEMENTARY INFORMATION:", ("SUPPLEMENTARY INFORMATION:",)),
    ("heading", "Background", ("Background",)),
    BACKGROUND,
    ("heading", "Definitions", ("Definitions",)),
    DEFINITION,
    ("heading", "Instructions for Commenters", ("Instructions for Commenters",)),
    "Please write the number of each question that you answer above your answer to it.",
    ("heading", "Questions", ("Questions",)),
    ("item", ONE),
    ("item", ONE_A),
    ("item", ONE_A_I),
    ("item", TWO),
    "Dated: January 2, 2031.",
)


def content(*pieces: Piece) -> Content:
    """Content of one page: blocks' texts, with kind and section where they are not plain."""
    blocks = []
    for piece in pieces:
        kind, text, section = (
            ("paragraph", piece, ()) if isinstance(piece, str) else (*piece, ())[:3]
        )
        blocks.append((Traced.on_page(text, 1), Block(0, 0, kind, section)))
    return content_of_blocks(blocks, 1)


def document(*pieces: Piece, kind: Kind = "comment", origin: Origin = "official") -> Document:
    return Document(
        doc_id="KITE-2031-0001-0007",
        title="Kites",
        commenter="Kite Club",
        kind=kind,
        origin=origin,
        url="https://kite.example",
        path=Path("kites.pdf"),
        sha256="0" * 64,
        content=content(*pieces),
    )


def notice(origin: Origin = "official") -> Document:
    return document(*NOTICE, kind="rfc", origin=origin)


def voices(read: Document, source: str) -> list[str]:
    """The words of a voice, in order."""
    return [read.text[v.start : v.end] for v in read.content.voices if v.source == source]


def links(read: Document) -> list[str]:
    return [block.question for block in read.blocks]
