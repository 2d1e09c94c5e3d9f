"""All repairs of a document's words, one class of defect after the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from corpus.repair.addresses import address_edits
from corpus.repair.doubled import doubled_edits
from corpus.repair.edits import Edit
from corpus.repair.hyphens import hyphen_edits, spaced_hyphen_edits
from corpus.repair.inserted import inserted_edits
from corpus.repair.letter_spaced import letter_spaced_edits
from corpus.repair.ligatures import ligature_edits
from corpus.repair.lost import lost_edits
from corpus.repair.vocabulary import Vocabulary
from corpus.repair.words import WordList, english_words
from corpus.traced import Traced, joined

_BREAK = "\n"

_Find = Callable[[str, Vocabulary], Iterable[Edit]]

_STEPS: tuple[tuple[str, _Find], ...] = (
    ("doubled", doubled_edits),
    ("letter-spaced", letter_spaced_edits),
    ("inserted space", address_edits),
    ("ligature", ligature_edits),
    ("inserted space", inserted_edits),
    ("hyphen", hyphen_edits),
    ("hyphen", spaced_hyphen_edits),
    ("lost space", lost_edits),
)
"""A word must have its letters before its spaces can be judged, and be whole before it can be
joined to another."""


def repair_words(
    paragraphs: Sequence[Traced], words: WordList | None = None
) -> tuple[list[Traced], Counter[str]]:
    """Repair the words of a document.

    Args:
        paragraphs: its text without line breaks; LINE_END_HYPHEN where a line ended in a hyphen,
            U+FFFD for a glyph that is not known.
        words: the words of the language; English if not given.

    Returns:
        The paragraphs, as many as given, their characters' origins kept; and how often each class
        of defect was repaired.

    Raises:
        ValueError: a paragraph has a line break.
    """
    if any(_BREAK in paragraph.text for paragraph in paragraphs):
        raise ValueError("paragraphs must not have line breaks")
    text = joined(_BREAK, paragraphs)
    vocabulary = Vocabulary(text.text, words or english_words())
    counts: Counter[str] = Counter()
    for name, find in _STEPS:
        edits = list(find(text.text, vocabulary))
        counts[name] += len(edits)
        text = text.replaced(edits)
    return _split(text, [len(paragraph) > 0 for paragraph in paragraphs]), +counts


def _split(text: Traced, filled: Sequence[bool]) -> list[Traced]:
    """The paragraphs again; those that were empty are empty."""
    parts, start = [], 0
    for is_filled in filled:
        end = start
        if is_filled:
            end = text.text.find(_BREAK, start)
            end = len(text) if end < 0 else end
        parts.append(text[start:end])
        start = end + len(_BREAK) if is_filled else start
    return parts
