"""Words that a line's end broke."""

import pytest

from corpus.repair import repair_words
from corpus.traced import glyphs_at
from tests.corpus.repair.mended import mended, placed


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("in full con\ufffefidence", "in full confidence"),
        ("of whole\ufffesale trade", "of wholesale trade"),
        ("the hy\ufffeperparameter", "the hyperparameter"),
        ("an in\ufffevalid claim", "an invalid claim"),
        ("Im\ufffeportantly, it", "Importantly, it"),
        ("COM\ufffeMENTS", "COMMENTS"),
        ("train\ufffe ing in a narrow cell", "training in a narrow cell"),
    ],
)
def test_a_broken_word_is_joined(broken: str, joined: str) -> None:
    assert mended(broken) == joined


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("problem\ufffesolving", "problem-solving"),
        ("a cost\ufffeeffective way", "a cost-effective way"),
        ("non\ufffestate actors", "non-state actors"),
        ("Human\ufffeCentered", "Human-Centered"),
        ("AI\ufffegenerated", "AI-generated"),
        ("GPT\ufffe3.5 and 2\ufffe3", "GPT-3.5 and 2-3"),
        ("see https://example.org/con\ufffefidence now", "see https://example.org/con-fidence now"),
    ],
)
def test_a_compound_and_an_address_keep_their_hyphen(broken: str, kept: str) -> None:
    assert mended(broken) == kept


def test_the_documents_own_usage_decides() -> None:
    assert mended("A kite-string is long.", "The kite\ufffestring broke.").endswith(
        "kite-string broke."
    )
    assert mended("A kitestring is long.", "The kite\ufffestring broke.").endswith(
        "kitestring broke."
    )
    assert mended("A co-founder left.", "The co\ufffefounder stayed.").endswith(
        "co-founder stayed."
    )


@pytest.mark.parametrize(
    ("spaced", "mended_text"),
    [
        ("as per- mitted by law", "as permitted by law"),
        ("rights- and safety-impacting", "rights- and safety-impacting"),
        ("pre- or post-training", "pre- or post-training"),
        ("a well- meant word, well-meant", "a well-meant word, well-meant"),
        ("the end- it came late", "the end- it came late"),
    ],
)
def test_a_hyphen_before_a_space(spaced: str, mended_text: str) -> None:
    assert mended(spaced) == mended_text


def test_what_remains_keeps_its_place() -> None:
    [text], counts = repair_words([placed("con\ufffefidence, top\ufffedown")])
    assert text.text == "confidence, top-down"
    assert glyphs_at(text.origins).tolist() == [*range(3), *range(4, 21)]
    assert counts == {"hyphen": 2}
