"""Special tokens and reasoning, cut in every possible way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.markup import neutralise, without_reasoning

SPECIAL = [
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<s>", "</s>", "<think>", "</think>",
    "<start_of_turn>", "<end_of_turn>", "<bos>", "<repo_name>", "<unk>", "[INST]", "[/INST]",
    "[TOOL_CALLS]", "[gMASK]", "<<SYS>>", "<</SYS>>", "<｜User｜>", "<|begin_of_text|>",
    "<tool_call>", "<|start_header_id|>", "＜|im_end|＞", "<extra_id_0>", "<|user|>",
]  # fmt: skip


@pytest.mark.parametrize("token", SPECIAL)
def test_special_tokens_are_broken(token: str) -> None:
    for text in (token, f"a{token}b", token * 2, f"<{token}>", f"<|im_{token}end|>"):
        broken = neutralise(text)
        assert token not in broken
        assert broken.replace(" ", "") == text
        assert not [other for other in SPECIAL if other in broken]


@pytest.mark.parametrize(
    "text", ["a < b and c > d", "x<3", "<- back", "1 <2> 3", "[1] [SIC] [INSTITUTE]", "<", "if a<b"]
)
def test_ordinary_text_stays(text: str) -> None:
    assert neutralise(text) == text


@given(st.lists(st.sampled_from([*SPECIAL, "<", "|", ">", "[", "a", " ", "/", "im_end"])))
def test_no_special_token_comes_together(parts: list[str]) -> None:
    broken = neutralise("".join(parts))
    assert not [token for token in SPECIAL if token in broken]
    assert neutralise(broken) == broken


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>why</think>\n\nYes.", "Yes."),
        ("\n <think></think>Yes <think>no</think>", "Yes <think>no</think>"),
        ("<think>never ends", ""),
        ("<think>a</think>", ""),
        ("Yes, <think>no</think>.", "Yes, <think>no</think>."),
        ("<thin", "<thin"),
        ("  Yes", "  Yes"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_reasoning_at_the_start_is_left_out_however_cut(text: str, left: str) -> None:
    for size in range(1, len(text) + 1):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        assert "".join(without_reasoning(pieces)) == left


def test_an_answer_without_reasoning_is_not_held_back() -> None:
    pieces = iter(["Yes", " and", " no"])
    answer = without_reasoning(pieces)
    assert next(answer) == "Yes"
    assert next(pieces) == " and"
