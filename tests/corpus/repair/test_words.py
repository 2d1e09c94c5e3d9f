"""The word list: frequencies, and what counts as a word of its own."""

import pytest

from corpus.repair.words import WordList, english_words


def test_frequencies_are_on_the_zipf_scale() -> None:
    words = WordList({"the": 0.05, "rare": 1e-8})
    assert words.zipf("The") == pytest.approx(7.7, abs=0.01)
    assert words.zipf("rare") == pytest.approx(1.0)
    assert words.zipf("unheard") == 0.0


def test_the_english_list_knows_this_docket() -> None:
    words = english_words()
    for word in ("cybersecurity", "dataset", "labor", "analyze", "don’t", "FOUNDATION"):
        assert words.zipf(word) > 2.5
    assert english_words() is words


@pytest.mark.parametrize("word", ["a", "I", "of", "the", "ran", "model", "Weights"])
def test_words_stand_alone(word: str) -> None:
    assert english_words().stands_alone(word)


@pytest.mark.parametrize("piece", ["e", "th", "ti", "ons", "ing", "ber", "tions", "ment", "tware"])
def test_pieces_do_not(piece: str) -> None:
    assert not english_words().stands_alone(piece)
