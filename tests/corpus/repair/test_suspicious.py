"""Words that still look damaged are reported, others are not."""

import pytest

from corpus.repair import suspicious_words
from corpus.repair.words import WordList


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("an unreadable Qz�rk here", ["Qz�rk"]),
        ("some moddels of languagee", ["moddels", "languagee"]),
        ("sof tware and sof tware and sof tware", ["tware", "tware", "tware"]),
        ("the regulatoryconsiderations", ["regulatoryconsiderations"]),
    ],
)
def test_damage_is_reported_in_order(text: str, reported: list[str]) -> None:
    assert suspicious_words(text) == reported


@pytest.mark.parametrize(
    "text",
    [
        "A foundation model of natural language",
        "Mr. Fnord of Blorpington wrote XQZT",
        "see https://www.example.org/xqzfoo or blorp@example.org",
        "“[b]lorping mirror[ed] a (m)alevolent act",
        "weights-levelled and open-washed",
        "fnordling is a fnordling",
    ],
)
def test_names_addresses_and_words_of_its_own_are_not(text: str) -> None:
    assert suspicious_words(text) == []


def test_another_language_has_its_own_words() -> None:
    text = "das gelbe haus"
    assert suspicious_words(text, WordList({"das": 1e-2, "gelbe": 1e-5, "haus": 1e-4})) == []
