"""Reading PDFs: glyphs, lines, order, heads and feet, notes, paragraphs, headings, content."""

from corpus.pdf.reader import read_pdf

__all__ = ["read_pdf"]
