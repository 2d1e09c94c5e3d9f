"""What went wrong with an OpenAI-compatible server, in Askdocket's words."""

import openai

from corpus.errors import AskdocketError
from index.errors import ModelUnavailable
from rag.errors import GenerationTimeout

_LONGEST_REASON_CHARS = 300


def as_askdocket_error(error: Exception, base_url: str, model: str) -> AskdocketError:
    """The error to show for one of the client's.

    Args:
        error: what the `openai` client or its transport raised, or a ValueError from nonsense.
        base_url: address of the server (ASKDOCKET_LLM).
        model: name of the model asked for; empty if none was named.

    Returns:
        GenerationTimeout or ModelUnavailable, with a hint that names the setting to change.
    """
    if isinstance(error, openai.APITimeoutError):
        return GenerationTimeout(f"{base_url} did not answer in time.")
    if isinstance(error, openai.APIStatusError):
        return _for_status(error, base_url, model)
    if isinstance(error, openai.APIConnectionError) and _never_connected(error):
        return ModelUnavailable(
            f"{base_url} cannot be reached.",
            hint="Start the server, or correct its address in ASKDOCKET_LLM.",
        )
    if isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):
        return ModelUnavailable(
            f"{base_url} reported an error: {_short(error)}",
            hint="See the server's log; ASKDOCKET_LLM=none answers without a model.",
        )
    return not_a_chat(base_url, _short(error.__cause__ or error))


def not_a_chat(base_url: str, reason: str) -> ModelUnavailable:
    """The error for a stream that broke off, or was never one of chat completions."""
    return ModelUnavailable(
        f"{base_url} did not send a whole chat completion: {reason}.",
        hint="See the server's log, and check that ASKDOCKET_LLM is the address of an "
        "OpenAI-compatible API (it mostly ends with /v1).",
    )


def _for_status(error: openai.APIStatusError, base_url: str, model: str) -> ModelUnavailable:
    status = error.status_code
    if status in (401, 403):
        hint = "Set ASKDOCKET_LLM_API_KEY to a key that the server accepts."
    elif status == 404:
        hint = (
            "Set ASKDOCKET_LLM_MODEL to a model that the server lists at /models, and check that "
            "ASKDOCKET_LLM is the address of its API (it mostly ends with /v1)."
        )
    elif status == 429:
        hint = "The server is busy or the key's quota is used up: try again later."
    elif status >= 500:
        hint = "See the server's log: it failed at our request; try again later."
    else:
        hint = "Check ASKDOCKET_LLM_MODEL, and ASKDOCKET_LLM_CONTEXT_TOKENS against the server's."
    wanted = f" for model {model}" if model else ""
    return ModelUnavailable(f"{base_url} answered {status}{wanted}: {_short(error)}", hint=hint)


def _never_connected(error: BaseException) -> bool:
    """Whether the transport failed before a connection stood."""
    return "ConnectError" in type(error.__cause__).__name__ or error.__cause__ is None


def _short(error: BaseException) -> str:
    text = " ".join((str(error) or type(error).__name__).split())
    return text[:_LONGEST_REASON_CHARS]
