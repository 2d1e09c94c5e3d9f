"""The documents of a docket: what the manifest says of them, and which are at hand."""

from corpus.library.library import Library, OfficialKept
from corpus.library.source import Source

__all__ = ["Library", "OfficialKept", "Source"]
