"""Content as bytes, for whatever keeps it: the reading cache and the index. No pickle."""

import json
import zlib
from typing import Any

import numpy as np

from corpus.content import Block, Content, Mark, Voice
from corpus.traced import Origins

_MOST_BYTES = 500_000_000
"""Of a content's parts, uncompressed; the first docket's largest has 0.4 MB."""
_LEVEL = 1
"""Of zlib: 6 takes three times as long for a tenth less."""


def pack(content: Content) -> bytes:
    """A content's bytes, from which `unpack` makes an equal one."""
    parts = {
        "text": content.text,
        "page_count": content.page_count,
        "blocks": [
            (block.start, block.end, block.kind, block.section, block.number, block.question)
            for block in content.blocks
        ],
        "marks": [(mark.offset, mark.number) for mark in content.marks],
        "voices": [(voice.start, voice.end, voice.source) for voice in content.voices],
        "repairs": dict(content.repairs),
        "unreadable": list(content.unreadable.items()),
        "ocr_pages": content.ocr_pages,
    }
    head = zlib.compress(json.dumps(parts).encode(), _LEVEL)
    return len(head).to_bytes(8, "big") + head + _packed(content.origins)


def unpack(data: bytes) -> Content:
    """The content that `pack` was given.

    Raises:
        ValueError: these are not such bytes.
    """
    end = 8 + int.from_bytes(data[:8], "big")
    try:
        parts: dict[str, Any] = json.loads(_inflated(data[8:end], _MOST_BYTES))
        return Content(
            text=parts["text"],
            origins=_unpacked(data[end:], len(parts["text"])),
            page_count=parts["page_count"],
            blocks=tuple(_block(*values) for values in parts["blocks"]),
            marks=tuple(Mark(*values) for values in parts["marks"]),
            voices=tuple(Voice(*values) for values in parts["voices"]),
            repairs=parts["repairs"],
            unreadable=dict(parts["unreadable"]),
            ocr_pages=tuple(parts["ocr_pages"]),
        )
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"packed content is damaged: {error!r}") from error


def _block(
    start: int, end: int, kind: Any, section: list[str], number: str, question: str
) -> Block:
    return Block(start, end, kind, tuple(section), number, question)


def _packed(origins: Origins) -> bytes:
    # Neighbours are mostly one apart, so the differences are nearly all the same number.
    return zlib.compress(np.diff(origins, prepend=0).astype("<i8").tobytes(), _LEVEL)


def _unpacked(data: bytes, chars: int) -> Origins:
    deltas = np.frombuffer(_inflated(data, 8 * chars), dtype="<i8")
    return np.cumsum(deltas, dtype=np.int64)


def _inflated(data: bytes, most_bytes: int) -> bytes:
    """What was compressed; a worker that read a hostile file may send anything.

    Raises:
        ValueError: it is longer than that, or cut short.
    """
    inflater = zlib.decompressobj()
    found = inflater.decompress(data, most_bytes + 1)  # 0 would set no limit
    if len(found) > most_bytes:
        raise ValueError(f"more than {most_bytes:,} bytes")
    if not inflater.eof:
        raise ValueError("packed content is damaged: it is cut short")
    return found
