"""Repair of words that a file's fonts, spacing and line ends have damaged."""

from corpus.repair.suspicious import suspicious_words
from corpus.repair.whole import repair_words

__all__ = ["repair_words", "suspicious_words"]
