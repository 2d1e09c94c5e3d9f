"""Characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import LINE_END_HYPHEN, clean_characters
from tests.properties import bounded

ODD = "ﬁﬀ \t\x00\u00ad\u200b\ue000\ufffe\r\n\u2028\u00a0aB.é"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("ﬁne eﬀort", "fine effort"),
        ("kite\u00adstring", "kitestring"),  # soft hyphen
        ("kite\u200bstring\ufeff", "kitestring"),
        ("a\x00b\x07c", "a b c"),
        ("a \t\u00a0 b", "a b"),
        ("  a  \n  b  ", "a\nb"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("\ue001tail", "tail"),  # a font's own sign
        ("cafe\u0301", "café"),
        ("“kites” – ‘fly’", "“kites” – ‘fly’"),
        ("", ""),
    ],
)
def test_characters(raw: str, clean: str) -> None:
    assert clean_characters(raw) == clean


def test_a_line_end_hyphen_outlives_the_cleaning() -> None:
    assert clean_characters(f"kite{LINE_END_HYPHEN}string") == f"kite{LINE_END_HYPHEN}string"


@bounded
@given(st.text(ODD, max_size=40))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_characters(raw)
    assert clean_characters(once) == once


@bounded
@given(st.text(ODD, max_size=40))
def test_clean_text_has_no_doubled_spaces_and_nothing_invisible(raw: str) -> None:
    text = clean_characters(raw)
    assert "  " not in text
    assert not set(text) & set("\x00\r\t\u00ad\u200b\ue000")
