"""All repairs together: what holds whatever the text is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.repair import repair_words
from corpus.repair.vocabulary import Vocabulary
from corpus.repair.words import english_words
from corpus.traced import pages_at
from tests.corpus.repair.mended import mended, placed
from tests.properties import bounded

_WORDS = st.sampled_from(
    "the of and models with weights are open-source in a report on foundation risks, which "
    "NTIA’s agency should (or may) regulate. OpenAI and Hugging Face did 2024 https://a.org/b-c "
    "e.g., hyperparameters fine-tuning rights- and U.S. I 10^26".split()
)
_CLEAN = st.lists(_WORDS, max_size=30).map(" ".join)
_DAMAGE = st.text(alphabet="ab fthei\ufffd\ufffeƟ-’. AN/:", max_size=60)


@bounded
@given(st.lists(_CLEAN, max_size=5))
def test_clean_text_stays_as_it_is(paragraphs: list[str]) -> None:
    texts, counts = repair_words([placed(text) for text in paragraphs])
    assert [text.text for text in texts] == paragraphs
    assert not counts


@bounded
@given(st.lists(_DAMAGE | _CLEAN, max_size=5))
def test_paragraphs_and_pages_stay_apart(paragraphs: list[str]) -> None:
    given_texts = [placed(text, page) for page, text in enumerate(paragraphs, 1)]
    texts, _ = repair_words(given_texts)
    assert len(texts) == len(paragraphs)
    for page, text in enumerate(texts, 1):
        assert len(text.origins) == len(text.text)
        assert set(pages_at(text.origins).tolist()) <= {page}
        assert "\ufffe" not in text.text


@pytest.mark.parametrize(
    "damaged",
    [
        "a na�onal pla�orm for con\ufffefidence in th e so�ware",
        "S U M M A R Y of TThhee LLaaww and A SSOCIATION",
        "a reporton policyand rules ofthe state whichis andthe forthe law",
        "https : / / example . org / a - page and per- mitted",
    ],
)
def test_repairing_twice_is_repairing_once(damaged: str) -> None:
    once = mended(damaged)
    assert once != damaged
    assert mended(once) == once


def test_a_document_without_text() -> None:
    assert repair_words([]) == ([], {})
    assert mended("", "", "a word", "") == "\n\na word\n"


def test_a_paragraph_has_no_line_breaks() -> None:
    with pytest.raises(ValueError, match="line breaks"):
        repair_words([placed("two\nlines")])


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["a", "a ", "�", "ab�c ", "a\ufffe", "aabb ", "https : / / ", "a- b", "aB", "a@", "/a", "the"],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    english_words()

    def seconds(length: int) -> float:
        started = time.process_time()
        mended(unit * (length // len(unit)))
        return time.process_time() - started

    assert seconds(200_000) < 10 * seconds(50_000) + 0.5, "quadratic would be 16 times as long"


def test_what_stands_next_to_damage_is_no_word_of_the_document() -> None:
    vocabulary = Vocabulary("open-source founda\ufffe tion so�ware source", english_words())
    assert vocabulary.count("open-source") == 1
    assert [vocabulary.count(word) for word in ("founda", "tion", "ware", "Source")] == [0, 0, 0, 1]
