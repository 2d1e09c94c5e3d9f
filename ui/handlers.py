"""What happens on each of the reader's acts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import AskdocketError
from rag.errors import Overloaded
from rag.types import AnswerEvent, AnswerReady, Citation, SentenceReady
from ui.conversation import (
    UNEXPECTED,
    Conversation,
    Exchange,
    advanced,
    failed,
    turns,
    with_last,
    with_question,
)
from ui.examples import EXAMPLES
from ui.head import head_html
from ui.render import conversation_html, exchange_html, welcome_html
from ui.sources import Source, read_source
from ui.stepping import Stepper

if TYPE_CHECKING:
    from rag.assistant import Assistant

Updates = tuple[Any, ...]


@dataclass(frozen=True)
class Handlers:
    """What the page does; each reader's conversation comes in and goes out as a value.

    Attributes:
        assistant: answers the questions.
        images: whether the browser can fetch page images (not when /v1 asks for a key).
    """

    assistant: Assistant
    images: bool

    def head(self) -> str:
        """The head as of now."""
        return head_html(self.assistant)

    def welcome(self) -> str:
        """The empty conversation."""
        docket = self.assistant.docket
        return welcome_html(docket.title, EXAMPLES.get(docket.docket_id, ()))

    def begin_typed(self, question: str, conversation: Conversation) -> Updates:
        """Take a question from the input box: show it, and clear the box."""
        return self._begin(question, conversation, clear=True)

    def begin_chosen(self, conversation: Conversation, event: gr.EventData) -> Updates:
        """Take a question from a button; what stands in the input box stays."""
        return self._begin(str(event.question), conversation, clear=False)

    def _begin(self, question: str, conversation: Conversation, *, clear: bool) -> Updates:
        busy = bool(conversation) and conversation[-1].running
        if busy or not question.strip():
            return (gr.skip(),) * 6
        begun = with_question(conversation, question.strip())
        return (
            "" if clear else gr.skip(),
            begun,
            conversation_html(begun[:-1]),
            exchange_html(begun[-1]),
            *_buttons(running=True),
        )

    async def answer(self, conversation: Conversation) -> AsyncIterator[Updates]:
        """Answer the last question; a step for each event.

        Yields:
            The conversation, the last exchange as HTML, and the two buttons.
        """
        if not conversation or conversation[-1].stage != "waiting":
            yield (gr.skip(),) * 4  # pressed twice: the first press is being answered
            return
        async with aclosing(Stepper(self._stages(conversation)).steps()) as stages:
            async for exchange in stages:
                yield (
                    with_last(conversation, exchange),
                    exchange_html(exchange),
                    *_buttons(running=exchange.running),
                )

    def _stages(self, conversation: Conversation) -> Generator[Exchange, None, None]:
        exchange = replace(conversation[-1], stage="searching")
        yield exchange
        said = turns(conversation[:-1])
        try:
            for event in self.assistant.events(exchange.question, history=said):
                exchange = advanced(exchange, event, self._sources(event))
                yield exchange
        except AskdocketError as error:
            yield failed(exchange, error)
        except Exception:
            yield replace(exchange, stage="failed", failure=UNEXPECTED)
            raise  # a bug: the reader has been told, the log gets the rest

    def _sources(self, event: AnswerEvent) -> Sequence[Source]:
        citations: tuple[Citation, ...] = ()
        if isinstance(event, SentenceReady):
            citations = event.citations
        elif isinstance(event, AnswerReady):
            citations = event.answer.citations
        if not citations:
            return ()
        try:
            snapshot = self.assistant.snapshot()
        except AskdocketError:
            return [Source(citation) for citation in citations]  # the quotes themselves stand
        return [
            read_source(snapshot, self.assistant.docket, citation, images=self.images)
            for citation in citations
        ]

    def stop(self, conversation: Conversation) -> Updates:
        """End the answer under way, keeping what was checked so far."""
        if not conversation or not conversation[-1].running:
            return (gr.skip(), gr.skip(), *_buttons(running=False))
        return _ended(conversation, replace(conversation[-1], stage="stopped"))

    def refuse(self, conversation: Conversation) -> Updates:
        """Tell that the page's own queue did not take the question."""
        if not conversation or conversation[-1].stage != "waiting":
            return (gr.skip(),) * 4
        error = Overloaded("Too many questions are waiting already.")
        return _ended(conversation, failed(conversation[-1], error))

    def clear(self) -> Updates:
        """Begin a new conversation."""
        return "", (), "", self.welcome(), *_buttons(running=False)


def _ended(conversation: Conversation, exchange: Exchange) -> Updates:
    return with_last(conversation, exchange), exchange_html(exchange), *_buttons(running=False)


def _buttons(*, running: bool) -> tuple[Any, Any]:
    """Ask and Stop: one of them is there at a time."""
    return gr.update(visible=not running), gr.update(visible=running)
