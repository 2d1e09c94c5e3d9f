"""Characters, broken words, and lines joined into paragraphs."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import (
    LINE_END_HYPHEN,
    clean_characters,
    clean_text,
    join_lines,
    join_notes,
    repair_hyphens,
    vocabulary,
)
from tests.properties import bounded

FULL = "A line as long as this one fills the whole width of its page"
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
    raw = f"kite{LINE_END_HYPHEN}string"
    assert repair_hyphens(clean_characters(raw), Counter()) == "kitestring"


@bounded
@given(st.text(ODD, max_size=40))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_characters(raw)
    assert clean_characters(once) == once
    assert clean_text(clean_text(raw)) == clean_text(raw)


@bounded
@given(st.text(ODD, max_size=40))
def test_clean_text_has_no_empty_lines_and_no_doubled_spaces(raw: str) -> None:
    text = clean_text(raw)
    assert "" not in text.split("\n") or not text
    assert "  " not in text
    assert not set(text) & set("\x00\r\t\u00ad\u200b\ue000")


def test_the_vocabulary_counts_compounds_as_one_word() -> None:
    counted = vocabulary(["Kite-string, kite-string.", "Kite 12 the flyer’s"])
    assert counted == {"kite-string": 2, "kite": 1, "the": 1, "flyer’s": 1}


@pytest.mark.parametrize(
    ("words", "broken", "whole"),
    [
        ({"researchers": 2}, "re|searchers", "researchers"),
        ({"open-source": 3, "opensource": 1}, "open|source", "open-source"),
        ({"opensource": 3, "open-source": 1}, "open|source", "opensource"),
        ({"open": 2, "weight": 2}, "open|weight", "open-weight"),  # words of their own
        ({"open": 2}, "open|ness", "openness"),
        ({}, "inter|operate", "interoperate"),
        ({"researchers": 1}, "Re|searchers", "Researchers"),
        ({}, "10|20", "10-20"),
        ({}, "kite|", "kite-"),
        ({}, "|kite", "-kite"),
    ],
)
def test_words_broken_at_line_ends(words: dict[str, int], broken: str, whole: str) -> None:
    assert repair_hyphens(broken.replace("|", LINE_END_HYPHEN), Counter(words)) == whole


@pytest.mark.parametrize(
    "text", ["one-of-a-kind", "a – b", "no hyphen at all", "state-of-the-art 10-20"]
)
def test_other_hyphens_stay(text: str) -> None:
    assert repair_hyphens(text, Counter()) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        (["", ""], ""),
        (["One line."], "One line."),
        # a full line goes on, whatever the next begins with
        ([FULL, FULL + ".", FULL, FULL], f"{FULL} {FULL}. {FULL} {FULL}"),
        (
            [FULL, FULL, "and ends here.", "Another begins."],
            f"{FULL} {FULL} and ends here.\nAnother begins.",
        ),
        # a heading is short and stands before a capital
        (["Heading", FULL, FULL], f"Heading\n{FULL} {FULL}"),
        # a short line before a lower-case letter goes on
        (["a short", "line"], "a short line"),
        (["See https://kites.example/", "strings"], "See https://kites.example/strings"),
        (["either/", "or"], "either/ or"),
    ],
)
def test_lines_become_paragraphs(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    "item",
    [
        "• kites",
        "1. Kites",
        "(a) kites",
        "b) kites",
        "iv. kites",
        "– kites",
        "(ii) kites",
        "12) Kites",
    ],
)
def test_each_item_of_a_list_is_a_paragraph(item: str) -> None:
    assert join_lines([FULL, item, "that fly"]) == f"{FULL}\n{item} that fly"


@pytest.mark.parametrize("line", ["2024 was windy", "e.g. kites", "–kites"])
def test_what_only_looks_like_an_item_is_none(line: str) -> None:
    assert join_lines([FULL, line]) == f"{FULL} {line}"


def test_a_footnotes_number_stays_with_its_sentence() -> None:
    assert join_lines([FULL, FULL, "strings break.", "12 Kites fall."]).endswith(
        "strings break. 12 Kites fall."
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["1 Ada, Kites,", "at 5.", "2 Ibid."], "1 Ada, Kites, at 5.\n2 Ibid."),
        (["3 https://kites.example/", "strings"], "3 https://kites.example/strings"),
        (["going on from before", "4 Id."], "going on from before\n4 Id."),
        ([], ""),
    ],
)
def test_each_footnote_is_a_line(lines: list[str], text: str) -> None:
    assert join_notes(lines) == text


@bounded
@given(st.lists(st.text("aB1. •-", max_size=12), max_size=8))
def test_joining_loses_no_word(lines: list[str]) -> None:
    stripped = [" ".join(line.split()) for line in lines]
    letters = "".join("".join(stripped).split())
    assert "".join(join_lines(stripped).split()) == letters
    assert "".join(join_notes([line for line in stripped if line]).split()) == letters
