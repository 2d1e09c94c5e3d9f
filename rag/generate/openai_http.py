"""A language model behind any OpenAI-compatible server: Ollama, llama.cpp, vLLM, LM Studio."""

import ipaddress
import json
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai

from corpus.errors import AskdocketError
from index.errors import ModelUnavailable
from rag.errors import GenerationTimeout
from rag.generate.http_errors import as_askdocket_error, not_a_chat
from rag.generate.markup import neutralised, without_reasoning
from rag.generate.protocol import Message, Style
from rag.generate.worker import Emit, stream_from_thread
from rag.tokens import EstimatedCounter, TokenCounter

_MESSAGE_TOKENS = 12
"""Tokens of chat markup around one message; 5 to 8 in the templates of common models."""

_SEED = 20240226

_SILENT = (
    "OpenAI-Organization",
    "OpenAI-Project",
    "X-Stainless-Arch",
    "X-Stainless-Async",
    "X-Stainless-Lang",
    "X-Stainless-OS",
    "X-Stainless-Package-Version",
    "X-Stainless-Runtime",
    "X-Stainless-Runtime-Version",
)
"""Headers that the client would send about this machine and its environment."""


class OpenAIGenerator:
    """Continues chats by streaming chat completions, at temperature 0 and with a fixed seed.

    Nothing is sent when it is made. Special tokens written in messages are broken up; reasoning
    (a `reasoning_content` field, or `<think>` at the start) is not part of the answer.

    Args:
        base_url: address of the API, such as http://127.0.0.1:11434/v1.
        model: name of the model; empty: the first that the server lists.
        api_key: bearer key, where the server wants one.
        context_tokens: tokens that prompt and answer together may take.
        timeout_s: seconds for one answer, from request to last piece.
        max_retries: further attempts after a failed connection, a 429 or a 5xx, before any text.
        counter: bounds the tokens of a text from above; None: estimated from its letters.
    """

    style: Style = "compose"

    def __init__(
        self,
        base_url: str,
        *,
        model: str,
        api_key: str | None,
        context_tokens: int,
        timeout_s: float,
        max_retries: int = 2,
        counter: TokenCounter | None = None,
    ) -> None:
        self.name = model or f"model at {urlsplit(base_url).netloc}"
        self.context_tokens = context_tokens
        self._model = model
        self._base_url = base_url
        self._timeout_s = timeout_s
        self._counter = counter or EstimatedCounter(None)
        self._client = openai.OpenAI(
            base_url=base_url,
            # The client insists on a key, and would else take OPENAI_API_KEY to any server.
            api_key=api_key or "none",
            timeout=timeout_s,
            max_retries=max_retries,
            default_headers=_without(_SILENT),
            http_client=openai.DefaultHttpxClient(trust_env=not _is_loopback(base_url)),
        )

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Upper bound of the tokens that `messages` take; the server's vocabulary is not known."""
        return _MESSAGE_TOKENS + sum(
            _MESSAGE_TOKENS + self._counter.count(message.content)
            for message in neutralised(messages)
        )

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[str, None, None]:
        """Continue the chat; see `Generator.stream`.

        Raises:
            ModelUnavailable: the server cannot be reached, refuses, breaks off or talks nonsense.
            GenerationTimeout: it took longer than `timeout_s`, all told.
        """

        def produce(emit: Emit) -> None:
            try:
                self._generate(messages, max_tokens, emit)
            except AskdocketError:
                raise
            except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
                raise as_askdocket_error(error, self._base_url, self._model) from error

        pieces = stream_from_thread(produce, timeout_s=self._timeout_s, daemon=True)
        with closing(pieces):
            yield from without_reasoning(pieces)

    def _generate(self, messages: Sequence[Message], max_tokens: int, emit: Emit) -> None:
        deadline = time.monotonic() + self._timeout_s
        model = self._chosen_model()
        remaining_s = deadline - time.monotonic()
        if remaining_s <= 0 or not emit(""):
            raise GenerationTimeout(f"{self._base_url} took all the time to name its model.")
        stream = self._client.chat.completions.create(
            model=model,
            messages=[_as_param(message) for message in neutralised(messages)],
            max_tokens=max_tokens,
            temperature=0,
            seed=_SEED,
            stream=True,
            timeout=remaining_s,
        )
        with closing(stream):
            if not _pass_on(stream, emit):
                raise not_a_chat(self._base_url, "the stream broke off before its end")

    def _chosen_model(self) -> str:
        """The model asked for, or the first that the server lists, which then stays."""
        if not self._model:
            # Raw, since the client fails at an answer that is no JSON.
            names = _names_in(json.loads(self._client.models.with_raw_response.list().content))
            if not names:
                raise ModelUnavailable(
                    f"{self._base_url} lists no model.",
                    hint="Load one in the server, or name one with ASKDOCKET_LLM_MODEL.",
                )
            self._model = self.name = names[0]
        return self._model


def _pass_on(stream: Any, emit: Emit) -> bool:
    """Emit the stream's text; False if it ended without the server's word that it is complete."""
    complete = False
    for chunk in stream:
        # The last chunk may hold usage alone, some servers begin with an empty one.
        for choice in _items(chunk, "choices")[:1]:
            text = getattr(getattr(choice, "delta", None), "content", None)
            complete = complete or bool(getattr(choice, "finish_reason", None))
            if not emit(text if isinstance(text, str) else ""):
                return True
    return complete


def _items(answer: object, field: str) -> list[Any]:
    """A list in a server's answer; the client does not check that what comes has its type."""
    value = getattr(answer, field, None)
    return value if isinstance(value, list) else []


def _names_in(listing: object) -> list[str]:
    """Model names in the JSON of /models; none if it has another shape."""
    models = listing.get("data") if isinstance(listing, dict) else None
    if not isinstance(models, list):
        return []
    ids = [model.get("id") for model in models if isinstance(model, dict)]
    return [name for name in ids if isinstance(name, str) and name]


def _as_param(message: Message) -> Any:
    return {"role": message.role, "content": message.content}


def _without(names: Sequence[str]) -> Any:
    return dict.fromkeys(names, openai.Omit())


def _is_loopback(address: str) -> bool:
    """Whether an address is this machine's: then no proxy of the environment is asked."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
