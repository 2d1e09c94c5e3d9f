"""The conversation as a value: questions, events, errors, and what the assistant is told of it."""

from dataclasses import replace

from rag.errors import Overloaded
from rag.types import AnswerReady, SentenceReady, SourcesFound, Turn
from tests.ui.harbour import MENDED, ROOM, STAGED, answer, hits
from ui.conversation import (
    Exchange,
    Failure,
    advanced,
    failed,
    turns,
    with_last,
    with_question,
)
from ui.sources import Source


def test_events_build_the_exchange_up_and_the_final_answer_replaces_it() -> None:
    exchange = advanced(Exchange(1, "Why?"), SourcesFound(hits()), ())
    assert (exchange.stage, exchange.passages_found, exchange.documents_found) == ("writing", 4, 4)
    exchange = advanced(exchange, SentenceReady("One. [1]", (MENDED,)), [Source(MENDED)])
    exchange = advanced(exchange, SentenceReady(" Two. [2]", (STAGED,)), [Source(STAGED)])
    assert exchange.text == "One. [1] Two. [2]"
    assert exchange.citations == (MENDED, STAGED)
    final = answer("Why?", "Only this. [3]", (ROOM,))
    exchange = advanced(exchange, AnswerReady(final), [Source(ROOM)])
    assert (exchange.text, exchange.citations) == ("Only this. [3]", (ROOM,))
    assert exchange.sources == (Source(ROOM),)
    assert not exchange.running


def test_a_failed_question_sent_again_takes_the_place_of_the_failed_one() -> None:
    conversation = with_question((), "Why?")
    conversation = with_last(conversation, failed(conversation[-1], Overloaded("Full.")))
    assert conversation[-1].failure == Failure("Full.", Overloaded.hint)
    assert [e.number for e in with_question(conversation, "Why?")] == [1]
    assert [e.number for e in with_question(conversation, "What else?")] == [1, 2]


def test_the_assistant_is_told_what_was_answered_and_what_was_stopped_halfway() -> None:
    first = Exchange(1, "Why?", "done", text="So. [1]")
    broken = Exchange(2, "And?", "failed", text="Half", failure=Failure("No.", "Later."))
    stopped = Exchange(3, "Who?", "stopped", text="They")
    nothing = replace(stopped, number=4, text="")
    assert turns((first, broken, stopped, nothing)) == (
        Turn("user", "Why?"),
        Turn("assistant", "So. [1]"),
        Turn("user", "Who?"),
        Turn("assistant", "They"),
    )
