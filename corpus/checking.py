"""What reading made of the documents, in figures: what `askdocket corpus check` reports."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.library import Source
from corpus.reading.batch import Reading
from corpus.repair import suspicious_words
from corpus.types import Document
from corpus.voices import with_voices


@dataclass(frozen=True, slots=True)
class SuspiciousWord:
    """A word that looks damaged after all repairs, and the page (1-based) it stands on."""

    word: str
    page: int


@dataclass(frozen=True, slots=True)
class TopHeading:
    """A heading of the highest level, such as an attachment's title, and its page (1-based)."""

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Check:
    """What reading made of one document.

    Attributes:
        pages: of the file; 0 where it cannot be read.
        unreadable: pages whose text cannot be had, each with the reason.
        ocr_pages: pages read by optical character recognition.
        repairs: how often each class of defect was repaired, by the class's name.
        suspicious: words that still look damaged, in the order of the text.
        notes: footnotes and endnotes.
        sections: headings.
        headings: those of the highest level, in order.
        questions: numbers of the notice's questions that the document asks or speaks to, each
            once, in the order of the text.
        agency_words: words of the agency's notice that a comment repeats.
        quoted_words: words of others that it quotes.
        error: why the file cannot be read; else empty.
        hint: what to do about that.
    """

    source: Source
    pages: int = 0
    unreadable: Mapping[int, str] = field(default_factory=dict)
    ocr_pages: tuple[int, ...] = ()
    repairs: Mapping[str, int] = field(default_factory=dict)
    suspicious: tuple[SuspiciousWord, ...] = ()
    notes: int = 0
    sections: int = 0
    headings: tuple[TopHeading, ...] = ()
    questions: tuple[str, ...] = ()
    agency_words: int = 0
    quoted_words: int = 0
    error: str = ""
    hint: str = ""


def check_all(readings: Sequence[Reading]) -> list[Check]:
    """Check documents that were read, in their order.

    Comments are compared with the notice among them, if it is there.
    """
    documents = (reading.document for reading in readings)
    notice = next((one for one in documents if one is not None and one.kind == "rfc"), None)
    return [_check(reading, notice) for reading in readings]


def _check(reading: Reading, notice: Document | None) -> Check:
    if reading.document is None:
        return Check(reading.source, error=reading.error, hint=reading.hint)
    document = with_voices(reading.document, notice)
    content = document.content
    kinds = [block.kind for block in content.blocks]
    return Check(
        reading.source,
        pages=content.page_count,
        unreadable={} if document.origin == "digest" else dict(sorted(content.unreadable.items())),
        ocr_pages=content.ocr_pages,
        repairs=content.repairs,
        suspicious=_suspicious(document),
        notes=kinds.count("note"),
        sections=kinds.count("heading"),
        headings=_top_headings(document),
        questions=tuple(dict.fromkeys(b.question for b in content.blocks if b.question)),
        agency_words=_words_of(document, "agency"),
        quoted_words=_words_of(document, "other"),
    )


def _suspicious(document: Document) -> tuple[SuspiciousWord, ...]:
    found, position = [], 0
    for word in suspicious_words(document.text):
        place = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(document.text, position)
        if place is not None:
            found.append(SuspiciousWord(word, document.pages_of(*place.span())[0]))
            position = place.end()
    return tuple(found)


def _top_headings(document: Document) -> tuple[TopHeading, ...]:
    return tuple(
        TopHeading(
            document.text[block.start : block.end], document.pages_of(block.start, block.end)[0]
        )
        for block in document.blocks
        if block.kind == "heading" and len(block.section) == 1
    )


def _words_of(document: Document, source: str) -> int:
    return sum(
        len(document.text[voice.start : voice.end].split())
        for voice in document.content.voices
        if voice.source == source
    )
