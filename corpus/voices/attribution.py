"""Whose words a document holds: its author's, the agency's, or somebody else's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.content import Block, Content, Voice
from corpus.notice.questions import find_questions
from corpus.types import Document
from corpus.voices.linking import link_questions
from corpus.voices.pasted import find_pastes
from corpus.voices.quote_marks import quoted_ranges
from corpus.voices.wording import Notice

_LEAST_WORDS = 6
"""Of a quotation; fewer between quotation marks are a term or a name, or said with a raised
eyebrow."""
_LEADS_IN = re.compile(r":[”\"')\]]*$")
_GOES_ON = re.compile(r"[\[(“‘\"']*(?:[a-z]|\.\.\.|…)")
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]urs?|I|[Mm]y)\b[^.?!]*$")
_LEAD_CHARS = 200
"""Of the text before a block quote, looked at for what leads into it."""
_SILENT = frozenset(("contents", "reference"))

Span = tuple[int, int]


def with_voices(document: Document, notice: Document | None) -> Document:
    """The document with the words of others marked, and its blocks linked to questions.

    Args:
        document: as it was read.
        notice: the agency's notice, or its digest, or None where neither is at hand.

    Returns:
        The same text and origins. In a comment the agency's words are of the voice "agency"; in
        the notice itself its questions are linked, and all but what it quotes is its author's.
    """
    content = document.content
    pasted: list[Span] = []
    if document.kind == "rfc":
        links = _own_questions(document)
    elif document.kind == "comment" and notice is not None:
        wording = _wording_of(notice)
        pastes = find_pastes(content.text, content.blocks, wording)
        pasted = [(paste.start, paste.end) for paste in pastes]
        links = link_questions(content.text, content.blocks, pastes, wording.numbers)
    else:
        links = [block.question for block in content.blocks]
    blocks = tuple(
        replace(block, question=number) for block, number in zip(content.blocks, links, strict=True)
    )
    voices = _together(content.text, pasted, quoted_voices(content))
    return replace(document, content=replace(content, blocks=blocks, voices=voices))


def quoted_voices(content: Content) -> tuple[Voice, ...]:
    """Words of others that quotation marks or block quotes show, in order, apart.

    Args:
        content: of a document; contents and references quote nobody.

    Returns:
        Voices "other" of at least six words each, none across two blocks; a quotation over two
        paragraphs is two voices.
    """
    blocks = [block for block in content.blocks if block.kind not in _SILENT]
    spans = set(_block_quotes(content, blocks))
    for quotation in quoted_ranges(content.text, blocks):
        if sum(len(content.text[start:end].split()) for start, end in quotation) >= _LEAST_WORDS:
            spans.update(quotation)
    voices: list[Voice] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not voices or voices[-1].end <= start):
            voices.append(Voice(start, end, "other"))
    return tuple(voices)


def _block_quotes(content: Content, blocks: Sequence[Block]) -> Iterator[Span]:
    """Blocks set apart as quotations that the text before leads into.

    A block is also set apart for its looks: an address, a box, an item of the author's own list.
    """
    text = content.text
    noted = {mark.offset for mark in content.marks}
    before: Block | None = None
    quoted = False
    for block in blocks:
        if block.kind == "note":
            continue
        words = text[block.start : block.end]
        if block.kind != "quotation":
            quoted = False
        elif not quoted and before is not None:
            lead = text[max(before.start, before.end - _LEAD_CHARS) : before.end]
            cited = not noted.isdisjoint(range(block.end - 2, block.end + 1))
            quoted = bool(_LEADS_IN.search(lead)) and (cited or not _FIRST_PERSON.search(lead))
            quoted = quoted or bool(_GOES_ON.match(words) and lead[-1:].isalpha())
        if quoted and len(words.split()) >= _LEAST_WORDS:
            yield block.start, block.end
        before = block


def _together(text: str, pasted: Iterable[Span], quoted: Iterable[Voice]) -> tuple[Voice, ...]:
    """Both kinds of voices in order; what is pasted is not also quoted from somebody else."""
    voices = [Voice(start, end, "agency") for start, end in pasted]
    rest: list[Voice] = []
    place = 0
    for voice in quoted:
        start = voice.start
        while place < len(voices) and voices[place].end <= start:
            place += 1
        ahead = place
        while ahead < len(voices) and voices[ahead].start < voice.end:
            rest.append(Voice(start, voices[ahead].start, "other"))
            start = max(start, voices[ahead].end)
            ahead += 1
        rest.append(Voice(start, voice.end, "other"))
    voices += [
        voice for voice in rest if len(text[voice.start : voice.end].split()) >= _LEAST_WORDS
    ]
    return tuple(sorted(voices, key=lambda voice: voice.start))


def _own_questions(notice: Document) -> list[str]:
    """Number of the question that each of a notice's blocks asks, or an empty text."""
    questions = find_questions(notice)
    return [
        next((q.number for q in questions if q.start <= block.start < q.end), "")
        for block in notice.blocks
    ]


@lru_cache(maxsize=2)
def _wording_of(notice: Document) -> Notice:
    """The notice prepared once for all comments of a build."""
    return Notice(notice)
