"""A language model in this process, on the CPU, by OpenVINO GenAI."""

import json
import re
import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from index.errors import ModelUnavailable
from rag.errors import GenerationTimeout
from rag.generate.converted import load_pipeline
from rag.generate.markup import neutralised, without_reasoning
from rag.generate.protocol import Message, Style
from rag.generate.runtime import openvino_genai
from rag.generate.worker import Emit, stream_from_thread
from rag.tokens import VocabularyCounter, encoding_from_vocabulary

_MARKUP_SHAPE = re.compile(r"[<\[].*[>\]]", re.DOTALL)
"""What every special token in use looks like: <|im_end|>, </s>, [INST]."""

_PROBE = (
    "Naïve “test” of §5b:\r\n\r\n  10^26 FLOP, 2024; don't  stop \u2028 été 😀\t{x[3]}\n12 \r\n7"
)
"""White space, digits, accents and marks: where vocabularies split differently."""


class OpenVinoGenerator:
    """Continues chats with a GGUF file or an OpenVINO folder, one chat at a time.

    Decoding is greedy, so a prompt gives the same text each time. Special tokens written in
    messages are broken up, and a reasoning model is asked not to reason and its reasoning dropped.

    Args:
        model: GGUF file, or folder of a model in OpenVINO format.
        name: what to show as the model; None: the name of the file or folder.
        style: what the model is good for.
        context_tokens: tokens that prompt and answer together may take; a folder whose
            config.json allows fewer wins.
        timeout_s: seconds for one answer, waiting for the model included.
        cache_dir: where to keep what was converted from GGUF; None: nowhere.

    Raises:
        ModelUnavailable: the model cannot be loaded.
    """

    def __init__(
        self,
        model: Path,
        *,
        context_tokens: int,
        timeout_s: float,
        name: str | None = None,
        style: Style = "compose",
        cache_dir: Path | None = None,
    ) -> None:
        self.name = name or model.stem
        self.style: Style = style
        self.context_tokens = min(context_tokens, _trained_tokens(model) or context_tokens)
        self._timeout_s = timeout_s
        self._pipeline = load_pipeline(
            model, context_tokens=self.context_tokens, cache_dir=cache_dir
        )
        self._tokenizer = self._pipeline.get_tokenizer()
        self._counter = counter_of(self._tokenizer)
        self._busy = threading.Lock()

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Tokens that `messages` take as a prompt, chat markup included: exact."""
        prompt = self._render(messages)
        if self._counter is not None:
            return self._counter.count_markup(prompt)
        return len(encode(self._tokenizer, prompt))

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[str, None, None]:
        """Continue the chat; see `Generator.stream`.

        Raises:
            ValueError: prompt and max_tokens together exceed context_tokens.
            ModelUnavailable: OpenVINO failed.
            GenerationTimeout: waiting and generating took longer than `timeout_s`.
        """
        prompt = self._render(messages)
        needed = self.count_tokens(messages) + max_tokens
        if needed > self.context_tokens:
            raise ValueError(f"{needed} tokens do not fit a context of {self.context_tokens}")

        def produce(emit: Emit) -> None:
            self._generate(prompt, max_tokens, emit)

        # The process waits for this thread at its end: OpenVINO calls back into Python.
        pieces = stream_from_thread(produce, timeout_s=self._timeout_s, daemon=False)
        with closing(pieces):
            yield from without_reasoning(pieces)

    def _render(self, messages: Sequence[Message]) -> str:
        history = [
            {"role": message.role, "content": message.content} for message in neutralised(messages)
        ]
        prompt: str = self._tokenizer.apply_chat_template(
            history, add_generation_prompt=True, extra_context={"enable_thinking": False}
        )
        return prompt

    def _generate(self, prompt: str, max_tokens: int, emit: Emit) -> None:
        status = openvino_genai().StreamingStatus
        config = self._pipeline.get_generation_config()
        config.max_new_tokens = max_tokens
        config.do_sample = False
        config.num_beams = 1
        # No penalty: it counts the prompt's words as repeated ones, and so keeps a model from
        # its evidence. Of the answer's words, 11 % came from the evidence at 1.1, 41 % at 1.0
        # (SmolLM2-135M, eight questions, plain prompt; the other six prompts alike).
        config.repetition_penalty = 1.0
        config.apply_chat_template = False
        if not self._busy.acquire(timeout=self._timeout_s):
            raise GenerationTimeout("The language model was busy with other questions.")
        try:
            if emit(""):
                # Tokens, not text: the template already wrote the opening token.
                inputs = self._tokenizer.encode(prompt, add_special_tokens=False)
                self._pipeline.generate(
                    inputs,
                    config,
                    lambda piece: status.RUNNING if emit(piece) else status.CANCEL,
                )
        except RuntimeError as error:
            reason = str(error).strip().splitlines()[-1]
            raise ModelUnavailable(
                f"{self.name} broke off: {reason}",
                hint="Lower ASKDOCKET_LLM_CONTEXT_TOKENS if memory ran out; else see the log.",
            ) from error
        finally:
            self._busy.release()


def encode(tokenizer: Any, text: str) -> list[int]:
    """Token ids of a text by the model's own tokenizer, special tokens taken as markup."""
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).input_ids.data[0].tolist()
    return ids


def special_tokens_of(tokenizer: Any, vocabulary: dict[bytes, int]) -> dict[str, int]:
    """Tokens that the tokenizer leaves out when it decodes: its markup."""
    shaped = {
        token.decode(): number
        for token, number in vocabulary.items()
        if token.isascii() and _MARKUP_SHAPE.fullmatch(token.decode())
    }
    return {
        text: number
        for text, number in shaped.items()
        if tokenizer.decode([number], skip_special_tokens=True) == ""
    }


def counter_of(tokenizer: Any) -> VocabularyCounter | None:
    """A tiktoken counter of the tokenizer's vocabulary, or None where that splits otherwise."""
    vocabulary: dict[bytes, int] = tokenizer.get_vocab()
    try:
        encoding = encoding_from_vocabulary(
            "model", vocabulary, special_tokens_of(tokenizer, vocabulary)
        )
    except ValueError:
        return None
    same = encoding.encode_ordinary(_PROBE) == encode(tokenizer, _PROBE)
    return VocabularyCounter(encoding) if same else None


def _trained_tokens(model: Path) -> int | None:
    """Context that an OpenVINO folder's config.json states, in tokens."""
    file = model / "config.json"
    if not file.is_file():
        return None
    stated = json.loads(file.read_text(encoding="utf-8")).get("max_position_embeddings")
    return stated if isinstance(stated, int) and stated > 0 else None
