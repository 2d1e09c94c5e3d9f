"""Spaces lost between words."""

import pytest

from tests.corpus.repair.mended import mended

_MANY = "a reporton the policyand rules ofthe state whichis known andthe law forthe people"


def test_a_file_that_loses_spaces_gets_them_back() -> None:
    clear = (
        "a report on the policy and rules of the state which is known and the law for the people"
    )
    assert mended(_MANY) == clear


def test_a_word_or_two_prove_nothing() -> None:
    assert mended("the reporton ofthe day") == "the reporton ofthe day"


@pytest.mark.parametrize(
    "word",
    [
        "openwashing",
        "underinvested",
        "multistakeholder",
        "biosecurity",
        "deployers",
        "therein",
        "nonetheless",
        "www.ofthe.org/inthe",
        "getstate()",
        "Ofthe",
    ],
)
def test_a_word_of_its_own_stays(word: str) -> None:
    assert mended(f"{_MANY} {word}").endswith(f" {word}")
