"""Misspelt names are written right, and words are left alone."""

import time

import pytest

from corpus.library.manifest import load_docket
from rag.understanding.spelling import Spelling

REAL = load_docket("NTIA-2023-0009")
WORDS = frozenset(
    """what does the say about metal and models a an of on in for open weights are coherent
    mesh intelligent face hugging center centre technology chamber commerce future life
    alliance trust democracy initiative society""".split()
)
SPELLING = Spelling(
    (name for entry in REAL.documents for name in (entry.commenter, *entry.aliases)),
    lambda word: word in WORDS,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("What does Antropic say?", "What does Anthropic say?"),
        ("Mircosoft", "Microsoft"),
        ("mircosoft's", "Microsoft's"),
        ("Eleuthr", "Eleuther"),
        ("Coheer", "Cohere"),
        ("Huging Face", "Hugging Face"),
        ("the Chmaber of Commerce", "the Chamber of Commerce"),
        ("Center for Democracy & Technolgy", "Center for Democracy & Technology"),
        ("Wikimeda", "Wikimedia"),
    ],
)
def test_misspelt_names(written: str, meant: str) -> None:
    assert SPELLING.corrected(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "What does metal say about models?",
        "Zebras bake quince jam",
        "10^26 x abc",
        "Meta and IBM",
        "",
    ],
)
def test_what_is_no_misspelling_stays(text: str) -> None:
    assert SPELLING.corrected(text) == text


def test_hostile_text_takes_no_long_time() -> None:
    began = time.process_time()
    SPELLING.corrected("antropyc " * 400 + "q" * 2000)
    assert time.process_time() - began < 5
