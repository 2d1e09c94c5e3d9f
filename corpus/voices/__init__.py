"""Telling the agency's words, and other people's, from an author's own."""

from corpus.voices.attribution import with_voices

__all__ = ["with_voices"]
