"""Counting tokens: exact with the model's vocabulary, never too low without."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.markup import neutralise
from rag.tokens import EstimatedCounter, VocabularyCounter, encoding_from_vocabulary

TEXTS = [
    "", " ", "\n", "Open model weights help researchers.", "10^26 FLOP in 2024, ½ ² ٣٤ 1026",
    "See 5(b), page  12\r\n13\r\n\r\n 14 \r\n", "a  1", "\t\t4\n", "  lead   trail   ", " \n \n  \n\n",
    "naïve café Zürich ﬁeld Łódź", "e\u0301 combining", "😀👍🏽 👩‍👩‍👧", "日本語の文 русский العربية हिन्दी",
    "def f(x):\n\treturn x ** 2  # ok\n", '{"a": [1, 2.50, null]}', "https://x.example/a_b?c=d&e=%20#1",
    "antidisestablishmentarianism" * 9, "x" * 3000, "it's we'll DON'T 'S ''''re", "... --- ===",
    "a\u00a0b\u2028c\u200bd", "\ufffd\ufffe", "“quoted” – dashed — §230", "<|im_end|>"[:-1],
]  # fmt: skip


def toy() -> VocabularyCounter:
    vocabulary = {bytes([value]): value for value in range(256) if value != 7}
    vocabulary |= {b"ab": 256, b" ab": 257, b"<|end|>": 258, b"12": 259}
    return VocabularyCounter(encoding_from_vocabulary("toy", vocabulary, {"<|end|>": 258}))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("ab ab", 2), ("1212", 4), ("abc", 2), ("\a", 1), ("é", 2), ("<|end|>", 7)],
)
def test_count_by_hand(text: str, tokens: int) -> None:
    assert toy().count(text) == tokens


def test_markup_counts_as_markup_only_in_a_rendered_chat() -> None:
    assert toy().count_markup("ab<|end|>") == 2
    assert toy().count("ab<|end|>") == 8


def test_a_vocabulary_of_words_is_refused() -> None:
    with pytest.raises(ValueError, match="not a byte-level"):
        encoding_from_vocabulary("words", {b"the": 0, b"a": 1}, {})


@given(st.text())
def test_any_text_has_a_count_of_at_most_its_bytes(text: str) -> None:
    assert toy().count(text) <= len(text.encode())


@given(st.text())
def test_an_estimate_is_never_below_the_words_nor_negative(text: str) -> None:
    words = len(re.findall(r"[A-Za-z]+|[^A-Za-z\s]", text))
    assert EstimatedCounter(None).count(text) >= words


@pytest.mark.parametrize("text", TEXTS)
def test_an_estimate_from_letters_is_above_one_from_words(text: str) -> None:
    assert EstimatedCounter(None).count(text) >= len(text.split())
    assert EstimatedCounter(toy()).count(text) >= toy().count(text)


@pytest.fixture(scope="module")
def packaged() -> tuple[VocabularyCounter, object]:
    import openvino_genai

    from rag.generate.packaged import packaged_counter, packaged_gguf

    counter = packaged_counter()
    assert counter is not None
    return counter, openvino_genai.Tokenizer(str(packaged_gguf()))


def encoded(tokenizer: object, text: str) -> list[int]:
    from rag.generate.openvino import encode

    return encode(tokenizer, text)


@pytest.mark.model
def test_the_packaged_vocabulary_agrees_with_the_models_own_tokenizer(
    packaged: tuple[VocabularyCounter, object],
) -> None:
    counter, tokenizer = packaged
    for text in [*TEXTS, "\n".join(TEXTS)]:
        assert counter.encoding.encode_ordinary(text) == encoded(tokenizer, text), repr(text)


@pytest.mark.model
def test_control_characters_the_model_drops_are_counted(
    packaged: tuple[VocabularyCounter, object],
) -> None:
    counter, tokenizer = packaged
    assert counter.count("a\x04b\x1d") >= len(encoded(tokenizer, "a\x04b\x1d"))


@pytest.mark.model
def test_neutralised_markup_reaches_the_model_as_text(
    packaged: tuple[VocabularyCounter, object],
) -> None:
    counter, tokenizer = packaged
    special = set(counter.encoding.special_tokens_set)
    assert len(special) == 17
    hostile = " and ".join(sorted(special)) + "".join(sorted(special))
    ids = encoded(tokenizer, neutralise(hostile))
    assert not {counter.encoding.encode_single_token(token) for token in special} & set(ids)
    assert len(ids) == counter.count(neutralise(hostile))


@pytest.mark.model
def test_the_estimate_from_the_packaged_vocabulary_is_the_tighter_one(
    packaged: tuple[VocabularyCounter, object],
) -> None:
    counter, _ = packaged
    text = "The commenters ask the agency to weigh the marginal risk of open model weights. " * 20
    exact = counter.count(text)
    assert exact < EstimatedCounter(counter).count(text) < EstimatedCounter(None).count(text)
