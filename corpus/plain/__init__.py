"""Plain text files: pages, running lines, paragraphs, and web pages flattened into one line."""

from corpus.plain.reader import read_text

__all__ = ["read_text"]
