"""Errors of answering."""

from corpus.errors import AskdocketError


class InvalidQuestion(AskdocketError):
    """The question is empty, too long, or not text."""

    code = "invalid_question"
    hint = "Ask one question in a sentence or two."


class GenerationTimeout(AskdocketError):
    """The language model did not finish in time."""

    code = "generation_timeout"
    hint = "Raise ASKDOCKET_LLM_TIMEOUT_S, or choose a smaller model with ASKDOCKET_LLM."
    retryable = True


class Overloaded(AskdocketError):
    """More questions are waiting for the model than the queue takes."""

    code = "overloaded"
    hint = "Try again in a few seconds."
    retryable = True
