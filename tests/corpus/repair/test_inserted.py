"""Spaces inside words."""

import pytest

from tests.corpus.repair.mended import mended


@pytest.mark.parametrize(
    ("damaged", "clear"),
    [
        ("in th e end", "in the end"),
        ("an ef fective rule", "an effective rule"),
        ("on Octobe r 17", "on October 17"),
        ("A SSOCIATION OF FRIENDS", "ASSOCIATION OF FRIENDS"),
        ("a dif f erent view", "a different view"),
        ("com/market-2032-resear ch-finds/", "com/market-2032-research-finds/"),
        ("the sof tware’s author", "the sof tware’s author"),
    ],
)
def test_pieces_of_a_word_are_joined(damaged: str, clear: str) -> None:
    assert mended(damaged) == clear


@pytest.mark.parametrize(
    "clean",
    [
        "we can not do it for some one on a web site of a non profit",
        "Smith et al. held, per se and ad hoc, de facto and in situ",
        "Let w as before be a weight and f or g a function; plan B is A OK",
        "Options A B C D E, J R R Tolkien and H G Wells in the U S A",
        "S il vous plaît, ne faites pas ça, nous en avons parlé",
        "An die Arbeit, es war an der Zeit, am Abend zu Hause",
        "53 F.4th at 110, No. 8 at 2 d Cir.",
        "AI R&D in the EU, MIT LL and Mac Donald of De La Cruz",
    ],
)
def test_words_that_stand_side_by_side_stay(clean: str) -> None:
    assert mended(clean) == clean


def test_a_single_letter_is_doubted_where_others_are_proven() -> None:
    assert mended("we evaluate t he rule") == "we evaluate t he rule"
    proof = "an ef fective and sof tware dif ferent traini ng of mod els"
    assert mended(f"we evaluate t he rule, {proof}").startswith(
        "we evaluate the rule, an effective"
    )
