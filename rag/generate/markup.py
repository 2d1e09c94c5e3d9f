"""What must not pass between documents, model and reader: chat markup and reasoning."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.generate.protocol import Message

_ANGLE_MARKUP = re.compile(r"(?<=[<＜])(?=/?[|｜]|/?[A-Za-z_][^<>＜＞\s]*[>＞]|<SYS>>|</SYS>>)")
"""A place after `<` where a special token may begin: <|im_end|>, <s>, <think>, <start_of_turn>."""

_SQUARE_MARKUP = re.compile(
    r"(?<=\[)(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT"
    r"|ARGS|CALL_ID|IMG|THINK|PREFIX|MIDDLE|SUFFIX|gMASK|sMASK)\])"
)
"""A place after `[` where one of Mistral's or GLM's special tokens begins."""

_OPENING, _CLOSING = "<think>", "</think>"


def neutralise(text: str) -> str:
    """Break special tokens that are written in a text, so that they stay text to any model.

    Tokenizers turn `<|im_end|>` into markup wherever it stands, so a document could end the turn
    and speak as the system. A blank after the opening bracket (`< |im_end|>`) prevents that and
    stays readable. Nothing is deleted, so no new token can come together from the rest.

    Args:
        text: any text that goes into a prompt.

    Returns:
        The text with a blank after the bracket that opens each special token, else unchanged.
        Doing it again changes nothing.
    """
    return _SQUARE_MARKUP.sub(" ", _ANGLE_MARKUP.sub(" ", text))


def neutralised(messages: Sequence[Message]) -> list[Message]:
    """The same messages, each content through `neutralise`."""
    return [replace(message, content=neutralise(message.content)) for message in messages]


def without_reasoning(pieces: Iterable[str]) -> Iterator[str]:
    """Leave out `<think>...</think>` at the start of a streamed message.

    Args:
        pieces: the message in pieces, cut anywhere, inside the tags too.

    Yields:
        The message without the reasoning and the white space after it. A message that starts
        otherwise passes unchanged, without delay once its first characters show that; reasoning
        that never ends yields nothing.
    """
    remaining = iter(pieces)
    start = ""
    for piece in remaining:
        start += piece
        if not _OPENING.startswith(start.lstrip()[: len(_OPENING)]):
            yield start
            yield from remaining
            return
        if start.lstrip().startswith(_OPENING):
            yield from _after_reasoning(start, remaining)
            return
    if start:
        yield start


def _after_reasoning(start: str, remaining: Iterator[str]) -> Iterator[str]:
    held = start
    while _CLOSING not in held:
        piece = next(remaining, None)
        if piece is None:
            return
        held = held[-len(_CLOSING) :] + piece
    rest = held.split(_CLOSING, 1)[1].lstrip()
    while not rest:
        piece = next(remaining, None)
        if piece is None:
            return
        rest = piece.lstrip()
    yield rest
    yield from remaining
