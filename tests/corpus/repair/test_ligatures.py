"""Ligatures whose glyphs say nothing, or another letter."""

import pytest

from corpus.repair import repair_words
from corpus.traced import glyphs_at
from tests.corpus.repair.mended import mended, placed


@pytest.mark.parametrize(
    ("damaged", "clear"),
    [
        ("a na�onal ques�on", "a national question"),
        ("compe��veness of the pla�orm", "competitiveness of the platform"),
        ("so�ware a�er the e�ect", "software after the effect"),
        ("FOUNDA�ON", "FOUNDATION"),
        ("Restric�ons apply", "Restrictions apply"),
        ("we don�t know", "we don’t know"),
        ("�e o�er", "The offer"),
        ("a diƯerent oƯer", "a different offer"),
        ("informaƟon about soluƟons", "information about solutions"),
    ],
)
def test_the_letters_come_back(damaged: str, clear: str) -> None:
    assert mended(damaged) == clear


def test_a_word_broken_at_the_lines_end_is_read_as_a_whole() -> None:
    assert mended("the founda\ufffe�on of recommenda- �ons") == "the foundation of recommendations"


def test_the_clear_words_of_a_file_decide_about_the_others() -> None:
    # "till" and "fill" are equally common: alone, the word stays as it is.
    assert mended("wait �ll noon") == "wait �ll noon"
    others = "a na�onal ques�on of informa�on, educa�on, regula�on, posi�on, ac�on and rela�on"
    assert mended(f"wait �ll noon, {others}").startswith("wait till noon, a national question")


@pytest.mark.parametrize(
    "unclear", ["Qz�rk", "�", "x � y", "a�", "Dvořák", "Łódź", "Erdős and Gödel", "�" * 60]
)
def test_what_makes_no_english_word_stays(unclear: str) -> None:
    assert mended(unclear) == unclear


def test_the_letters_stand_where_their_glyph_does() -> None:
    [text], counts = repair_words([placed("so�ware")])
    assert text.text == "software"
    assert glyphs_at(text.origins).tolist() == [0, 1, 2, 2, 3, 4, 5, 6]
    assert counts == {"ligature": 1}


def test_a_capital_that_mends_several_words_is_a_ligature() -> None:
    damaged = "The soluNon is a queson of informaNon and of educaNon."
    assert mended(damaged) == "The solution is a queson of information and of education."


def test_names_with_capitals_inside_are_names() -> None:
    names = "GitHub, YouTube, PyTorch, TensorFlow, LinkedIn, McDonald, eBay, iPhone, OpenAI"
    assert mended(names) == names


def test_a_letter_is_doubted_only_where_the_file_has_lost_ligatures() -> None:
    typos = "We are commited to litle and submited it."
    assert mended(typos) == typos
    lost = "A na�onal ques�on of informa�on, educa�on and regula�on."
    assert mended(f"{typos} {lost}").startswith("We are committed to little and submitted it.")
