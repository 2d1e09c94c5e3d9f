"""What tests of the formats share: files put down, and their contents in a form to compare."""

from pathlib import Path

from corpus.content import Content
from corpus.library import Source
from corpus.traced import pages_at


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def source_of(path: Path) -> Source:
    return Source(
        doc_id="kites",
        title="Kites",
        commenter="Kite Club",
        aliases=(),
        kind="comment",
        origin="imported",
        url="https://kite.example",
        path=path,
        sha256="0" * 64,
        size_bytes=1,
        notice="",
    )


def blocks(content: Content) -> list[tuple[str, str]]:
    """Kind and text of each block, a note's number before its text."""
    return [
        (
            block.kind,
            f"{block.number} " * bool(block.number) + content.text[block.start : block.end],
        )
        for block in content.blocks
    ]


def sections(content: Content) -> dict[str, tuple[str, ...]]:
    """The headings that each block stands under, by its text."""
    return {content.text[block.start : block.end]: block.section for block in content.blocks}


def marks(content: Content) -> list[tuple[str, str]]:
    """Number of each note referred to, and the word before."""
    return [(mark.number, content.text[: mark.offset].split()[-1]) for mark in content.marks]


def page_of(content: Content, words: str) -> int:
    """The page of the first of these words."""
    return int(pages_at(content.origins)[content.text.index(words)])
