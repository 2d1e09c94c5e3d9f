"""Facts about pages of real documents that a person read off the pages' pictures."""

import json
import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).with_name("reading_sample.json")

_NOT_A_LETTER = re.compile(r"[\W_]+")
_LOST_RATIO = 0.03
"""Of a sentence's letters, that a reader may lose (a ligature counts two) before the sentence
counts as broken; a note, head or page number in its middle only ever adds letters."""
_SHORTEST = 3
"""Pages of a document from which one is drawn: in shorter ones no page has two neighbours."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body, by its ends.

    Attributes:
        first: its first four words.
        last: its last four words.
        letters: how many letters and figures it has; spaces, signs and note marks left out.
        marks: numbers of the notes that are marked inside it or at its end.
        interrupted: what stands between its parts on paper: "page" (the end of one), "note",
            "head" (running heads and feet, page numbers).
    """

    first: str
    last: str
    letters: int
    marks: tuple[str, ...] = ()
    interrupted: tuple[str, ...] = ()

    def is_whole_in(self, lines: list[str]) -> bool:
        """Whether the sentence runs from beginning to end on one line, as letters_of gives them."""
        first, last = letters_of(self.first), letters_of(self.last)
        least = self.letters - max(2, round(_LOST_RATIO * self.letters))
        most = self.letters + sum(map(len, self.marks))
        for line in lines:
            start = line.find(first)
            while start >= 0:
                if line.find(last, start + max(0, least - len(last)), start + most) >= 0:
                    return True
                start = line.find(first, start + 1)
        return False


@dataclass(frozen=True, slots=True)
class SamplePage:
    """What stands on one page of a document.

    Attributes:
        doc_id: the document.
        page: its page, 1-based.
        headings: headings on the page, in order.
        notes: numbers of the footnotes and endnotes on the page.
        sentences: all sentences of the body that have a part on the page; text in the cells of a
            table counts, headings and notes do not.
    """

    doc_id: str
    page: int
    headings: tuple[str, ...]
    notes: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    def broken_in(self, text: str) -> list[Sentence]:
        """The sentences that do not stand whole in the document's text."""
        lines = [letters_of(line) for line in text.split("\n")]
        return [sentence for sentence in self.sentences if not sentence.is_whole_in(lines)]


def load_sample(path: Path = SAMPLE) -> tuple[SamplePage, ...]:
    """The hand-checked pages."""
    return tuple(_page(row) for row in json.loads(path.read_text("utf-8"))["pages"])


def drawn_pages(
    page_counts: Mapping[str, int], seed: int, count: int = 10
) -> list[tuple[str, int]]:
    """The pages of a sample, one from each of as many documents, by document.

    Args:
        page_counts: pages of each document.
        seed: the same one gives the same pages.
        count: how many.
    """
    chance = random.Random(seed)
    long = [item for item in sorted(page_counts.items()) if item[1] >= _SHORTEST]
    drawn = sorted(chance.sample(long, count))
    return [(doc_id, chance.randint(1, pages)) for doc_id, pages in drawn]


def letters_of(text: str) -> str:
    """Letters and figures of a text, in small letters, ligatures taken apart."""
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text)).lower()


def _page(row: dict[str, Any]) -> SamplePage:
    sentences = tuple(
        Sentence(
            item["first"],
            item["last"],
            item["letters"],
            tuple(item.get("marks", ())),
            tuple(item.get("interrupted", ())),
        )
        for item in row["sentences"]
    )
    return SamplePage(
        row["doc_id"], row["page"], tuple(row["headings"]), tuple(row["notes"]), sentences
    )
