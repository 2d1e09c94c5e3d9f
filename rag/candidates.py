"""The sentences of the passages found, and which of them may be evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.content import Block, BlockKind, Content, Voice, spoken_ratio
from corpus.types import Kind
from index.store import Snapshot
from index.types import Hit, Passage
from index.units import blocks_within, ranges_in

MAX_CHARS = 700
"""Longest quote, in characters: what a reader takes in at a glance, and half a passage."""
BORROWED_RATIO = 0.5
"""From this share of its characters on, a sentence is somebody else's words."""
_MIN_WORDS = 5
_QUOTABLE: frozenset[BlockKind] = frozenset({"paragraph", "item", "quotation", "row", "note"})
_BROKEN_OFF = re.compile(r"[a-z](?![.)]\s)|[,;)\]]")
"""How the second half of a sentence begins that was cut in two: without its first half, and perhaps
the condition in it, it is no quote. ("b. Are there" begins a question.)"""

_FORMALITY = re.compile(
    r"(?:R[Ee]|Subject): |Dear "
    r"|(?:Again, )?(?:We )?(?:(?:sincerely|again) )?[Tt]hank (?:you|NTIA|the NTIA)\b"
    r"|(?:[\w.&’'()-]+ ){1,5}?(?:\w+ly |again |would )?"
    r"(?:appreciates?|welcomes?|(?:is|are|am) grateful for) (?:the|this|your|having) "
    r"(?:\w+ ){0,2}(?:opportunity|chance|consideration)\b"
    r"|(?:We|I) look forward to\b"
)
"""How a sentence begins that addresses, thanks or takes its leave. Its words are those of questions
("respond", "NTIA"), and it answers none. One that tells between commas who writes is no formality.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that was found: its document's text[start:end].

    Attributes:
        text: its words.
        kind: of the block it stands in.
        speaker: kind of its document.
        rank: of the best passage that holds it, 1-based.
        passage: number of that passage among the hits, from 0.
        usable: whether it may be a quote. The others stay between their neighbours.
        quoting: whether it is mostly somebody else's words.
        alone: start of its block where each block is a statement of its own, as in a digest, and
            may not be quoted with its neighbours; else None.
    """

    doc_id: str
    start: int
    end: int
    text: str
    kind: BlockKind
    speaker: Kind
    rank: int
    passage: int
    usable: bool
    quoting: bool
    alone: int | None = None


def candidates_of(snapshot: Snapshot, hits: Sequence[Hit]) -> list[Candidate]:
    """Sentences of the passages in order, each once."""
    found: dict[tuple[str, int, int], Candidate] = {}
    for number, hit in enumerate(hits):
        passage = hit.passage
        content, document = snapshot.content(passage.doc_id), snapshot.document(passage.doc_id)
        kind = document.kind
        for block, start, end in _sentences(content, passage):
            key = (passage.doc_id, start, end)
            if key in found:
                continue
            text = content.text[start:end]
            found[key] = Candidate(
                *key,
                text=text,
                kind=block.kind,
                speaker=kind,
                rank=hit.rank,
                passage=number,
                usable=block.kind in _QUOTABLE
                and _is_quotable(text)
                and not is_pasted(content.voices, start, end, kind),
                quoting=is_quoting(content.voices, start, end, kind),
                alone=block.start if document.origin == "digest" else None,
            )
    return list(found.values())


def is_pasted(voices: Sequence[Voice], start: int, end: int, kind: Kind) -> bool:
    """Whether text[start:end] of a document of that kind is the agency's own text, pasted."""
    pasted = [voice for voice in voices if voice.source == "agency"]
    return kind != "rfc" and spoken_ratio(pasted, start, end) >= BORROWED_RATIO


def is_quoting(voices: Sequence[Voice], start: int, end: int, kind: Kind) -> bool:
    """Whether text[start:end] of a document of that kind is mostly not its author's own words."""
    others = [voice for voice in voices if kind != "rfc" or voice.source != "agency"]
    return spoken_ratio(others, start, end) >= BORROWED_RATIO


def _sentences(content: Content, passage: Passage) -> Iterator[tuple[Block, int, int]]:
    """Block, start and end of each sentence of a passage."""
    for block in blocks_within(content.blocks, passage.start, passage.end):
        yield from ((block, start, end) for start, end in ranges_in(content.text, block))


def _is_quotable(text: str) -> bool:
    return (
        len(text) <= MAX_CHARS
        and len(text.split()) >= _MIN_WORDS
        and not _BROKEN_OFF.match(text)
        and not _FORMALITY.match(text)
    )
