"""A line's characters as they are read."""

import numpy as np
import pytest

from corpus.pdf.characters import UNKNOWN, clean_line
from corpus.traced import Traced, origins_at


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("  Kites\t fly ", "Kites fly"),
        ("a \ufb01ne kite", "a fine kite"),
        ("1½ billion, 2¾%", "1½ billion, 2¾%"),  # no other number
        ("Kites\u200b fly\ufe0f", "Kites fly"),
        ("di\0erent", f"di{UNKNOWN}erent"),
        ("\uf0b7 Long strings", "• Long strings"),
        ("\uf06e\uf06f\uf074 now", "not now"),  # a symbol font's codes of ASCII
        ("may \ue123ly", f"may {UNKNOWN}ly"),
        ("Sto\u00a8ckl", "Stöckl"),
        ("Villegas\u0301", "Villegaś"),
        ("10²⁶", "10²⁶"),
    ],
)
def test_characters_are_what_a_reader_sees(raw: str, read: str) -> None:
    cleaned = clean_line(Traced(raw, origins_at(1, np.arange(len(raw)))))
    assert cleaned.text == read
    assert len(cleaned.origins) == len(read)
