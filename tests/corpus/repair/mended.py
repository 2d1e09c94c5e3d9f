"""One text repaired, as the tests want it."""

import numpy as np

from corpus.repair import repair_words
from corpus.traced import Traced, origins_at


def placed(text: str, page: int = 1) -> Traced:
    """A text whose characters are the glyphs 0, 1, 2 and so on of a page."""
    return Traced(text, origins_at(page, np.arange(len(text))))


def mended(*paragraphs: str) -> str:
    """Paragraphs of one document, repaired, one a line."""
    texts, _ = repair_words([placed(paragraph) for paragraph in paragraphs])
    return "\n".join(text.text for text in texts)
