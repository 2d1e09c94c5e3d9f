"""Bringing documents into the library: imported from folders, or downloaded."""
