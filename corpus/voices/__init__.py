"""Telling the agency's words, and other people's, from an author's own."""
