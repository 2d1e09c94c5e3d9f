"""The one path, from a question to an answer, over a real index."""

import threading
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import UnknownDocument
from index.errors import IndexMissing, ModelUnavailable
from rag.abstention import FOREIGN, NOT_FOUND
from rag.compose import MARKER
from rag.errors import InvalidQuestion, Overloaded
from rag.evaluate import is_exact
from rag.generate.protocol import Message
from rag.types import Answer, AnswerReady, Filters, SentenceReady, SourcesFound, Turn
from tests.docket_maker import (
    ABSENT,
    ARC,
    GUILD,
    MERIDIAN,
    NOTICE,
    PILOTS,
    TETHER,
    TWO,
    WINDWARD,
    Kites,
    make_kites,
)
from tests.fakes import FakeGenerator
from tests.rag.claims import COST

QUESTION = "What do monitoring stations along the coast cost airports?"
CLAIM = "Airports cannot pay for monitoring stations along the coast."
QUESTIONS = (
    QUESTION,
    "What does question 2 ask?",
    "What do the Guild of Kite Flyers, TLF and Meridian say about licences?",
    "Which silk kites are the best in the land?",
    "Who causes accidents near airports?",
    "How is bread baked on Mars?",
    "What does Apple say?",
    "What does the Cirrus Society say?",
    "How does the notice define a kite?",
    "What do beacons weigh?",
)


WHOLE = ("total", "first_sentence")
"""Times from the beginning, not of one step."""


def check(kites: Kites, answer: Answer) -> None:
    """What holds of every answer."""
    assert answer.abstained is (not answer.citations)
    assert {int(n) for n in MARKER.findall(answer.text)} == {c.index for c in answer.citations}
    assert all(is_exact(kites.snapshot, c) and c.verified for c in answer.citations)
    covered = answer.coverage
    assert covered.documents_cited == len(answer.cited_documents) <= covered.documents_searched
    assert covered.documents_searched <= covered.documents_indexed
    assert (answer.model != "") is (answer.mode == "generated")
    assert answer.index_version == kites.snapshot.version
    parts = [ms for step, ms in answer.timings_ms.items() if step not in WHOLE]
    assert all(ms >= 0 for ms in parts)
    assert answer.timings_ms["total"] == pytest.approx(sum(parts), abs=0.5)
    assert answer.timings_ms.get("first_sentence", 0) <= answer.timings_ms["total"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("style", ["", "compose", "rewrite"])
def test_what_holds_of_every_answer(kites: Kites, question: str, style: str) -> None:
    reply = f"{CLAIM} Kites fly 9,999 miles over Mars."
    model = FakeGenerator([reply] * 3, style=style) if style else None  # type: ignore[arg-type]
    events = list(kites.assistant(model).events(question))
    answer = events[-1].answer  # type: ignore[union-attr]
    check(kites, answer)
    sources, *sentences, _ = events
    assert isinstance(sources, SourcesFound)
    assert sources.hits == answer.hits
    assert all(isinstance(event, SentenceReady) for event in sentences)
    pieces = "".join(event.text for event in sentences)  # type: ignore[union-attr]
    assert pieces == ("" if answer.abstained else answer.text)
    cited = [c for event in sentences for c in event.citations]  # type: ignore[union-attr]
    assert sorted(cited, key=lambda c: c.index) == list(answer.citations)
    for citation in answer.citations:
        if citation.kind == "comment":
            assert TWO[3:] not in citation.quote


def test_a_generated_answer(kites: Kites) -> None:
    answer = kites.assistant(FakeGenerator([CLAIM])).ask(f"  {QUESTION}\n")
    assert answer.question == QUESTION
    assert answer.text.startswith(f"{CLAIM} [1]")
    assert (answer.mode, answer.model, answer.dropped) == ("generated", "scripted", 0)
    assert answer.citations[0].doc_id == ARC
    assert answer.citations[0].quote == COST
    assert (answer.citations[0].page_start, answer.citations[0].page_end) == (3, 3)


def test_the_notice_is_quoted_for_its_questions(kites: Kites) -> None:
    answer = kites.assistant().ask("What does question 2 ask?")
    assert answer.cited_documents == (NOTICE,)
    assert answer.citations[0].quote == TWO
    elsewhere = kites.assistant().ask("What does question 2 ask?", filters=Filters(kind="comment"))
    assert NOTICE not in elsewhere.cited_documents


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("How is bread baked on Mars?", FOREIGN),
        ("What does Apple say?", "No comment by Apple was found"),
        ("What does the Cirrus Society say?", ABSENT),
    ],
)
def test_abstaining_says_why_and_asks_no_model(kites: Kites, question: str, reason: str) -> None:
    model = FakeGenerator(["Never."])
    answer = kites.assistant(model).ask(question)
    assert answer.abstained
    assert reason in answer.reason
    assert answer.text == answer.reason
    assert model.prompts == []


def test_nothing_in_what_the_filter_leaves(kites: Kites) -> None:
    answer = kites.assistant().ask(QUESTION, filters=Filters(doc_ids=(ARC,), commenters=("KFG",)))
    assert (answer.reason, answer.hits) == (NOT_FOUND, ())
    assert answer.coverage.documents_searched == 0


@pytest.mark.parametrize(
    "filters",
    [
        Filters(doc_ids=(TETHER,)),
        Filters(commenters=("TLF",)),
        Filters(kind="rfc"),
        Filters(kind="comment"),
    ],
)
@pytest.mark.parametrize(
    "question", [QUESTION, "What does Meridian say about accidents?", "Explain question 2"]
)
def test_filters_hold_for_hits_and_citations(kites: Kites, filters: Filters, question: str) -> None:
    allowed = {
        d.doc_id
        for d in kites.snapshot.documents
        if (not (filters.doc_ids or filters.commenters) or d.doc_id == TETHER)
        and filters.kind in {None, d.kind}
    }
    answer = kites.assistant().ask(question, filters=filters)
    assert {hit.passage.doc_id for hit in answer.hits} <= allowed
    assert set(answer.cited_documents) <= allowed
    assert answer.coverage.documents_searched == len(allowed)


def test_history_is_followed(kites: Kites) -> None:
    history = (Turn("user", "What does Meridian say about licences?"), Turn("assistant", "No."))
    model = FakeGenerator(["A licence for publishing plans would silence small workshops."])
    answer = kites.assistant(model).ask("And what do they say about schools?", history=history)
    assert answer.cited_documents == (MERIDIAN,)
    assert answer.question == "And what do they say about schools?"
    assert [m.content for m in model.prompts[0]][1:3] == [turn.content for turn in history]


def test_search(kites: Kites) -> None:
    found = kites.assistant().search(QUESTION, k=3)
    assert [hit.rank for hit in found.hits] == [1, 2, 3]
    assert found.index_version == kites.snapshot.version
    assert set(found.timings_ms) == {"understand", "retrieve", "total"}
    assert kites.assistant().search("What does Meridian say?").understood.doc_ids == (MERIDIAN,)


@pytest.mark.parametrize("question", ["", " \n\0 ", "?!…", "kite " * 20_000])
def test_bad_questions_are_refused_before_anything_is_done(kites: Kites, question: str) -> None:
    assistant = kites.assistant(FakeGenerator([]), max_waiting=1)
    embedded = len(kites.embedder.embedded)
    for _ in range(3):  # and give back their place
        with pytest.raises(InvalidQuestion):
            assistant.ask(question)
        with pytest.raises(InvalidQuestion):
            assistant.search(question)
    assert len(kites.embedder.embedded) == embedded


def test_the_longest_question_allowed_is_answered(kites: Kites) -> None:
    began = time.process_time()
    for text in (
        "kite " * 800,
        "Aa of " * 660,
        "A.A." * 1000,
        "KFG " * 1000,
        "what is " * 500,
        "a" * 4000,
    ):
        check(kites, kites.assistant().ask(text[:4000]))
    assert time.process_time() - began < 5


def test_a_question_too_long_for_the_model_is_answered_in_quotes(kites: Kites) -> None:
    model = FakeGenerator(["Never."], context_tokens=512)
    answer = kites.assistant(model).ask((QUESTION + " ") * 60)
    assert answer.mode == "extractive"
    assert "do not fit" in answer.reason
    assert model.prompts == []


def test_unknown_filters_are_refused(kites: Kites) -> None:
    assistant = kites.assistant(max_waiting=1)
    for _ in range(2):
        with pytest.raises(UnknownDocument):
            assistant.ask(QUESTION, filters=Filters(commenters=("Apple",)))


def test_without_an_index_the_way_out_is_named(tmp_path: Path) -> None:
    bare = make_kites(tmp_path)
    with pytest.raises(IndexMissing) as missing:
        bare.assistant().ask(QUESTION)
    assert "askdocket index build" in missing.value.hint
    with pytest.raises(IndexMissing):
        bare.assistant().search(QUESTION)


def test_a_new_version_is_picked_up_without_a_restart(tmp_path: Path) -> None:
    made = make_kites(tmp_path, leave_out=(ARC,))
    made.build()
    assistant = made.assistant()
    before = assistant.ask("What does Zeppelin Works say about balloons?")
    assert before.abstained
    under_way = assistant.events("Who causes accidents near airports?")
    next(under_way)
    made.add("zeppelin", "Balloons of silver foil should fly at noon.", "Zeppelin Works")
    made.build()
    after = assistant.ask("What does Zeppelin Works say about balloons?")
    assert after.citations[0].quote == "Balloons of silver foil should fly at noon."
    assert after.index_version != before.index_version
    assert after.coverage.documents_indexed == before.coverage.documents_indexed + 1
    [*_, last] = under_way
    assert isinstance(last, AnswerReady)
    assert last.answer.index_version == before.index_version, "an answer is of one version"


def test_closing_early_gives_the_place_back_and_stops_the_model(kites: Kites) -> None:
    closed = []

    class Endless(FakeGenerator):
        def stream(
            self, messages: Sequence[Message], *, max_tokens: int
        ) -> Generator[str, None, None]:
            try:
                while True:
                    yield f"{CLAIM} "
            finally:
                closed.append(True)

    assistant = kites.assistant(Endless([]), max_waiting=1)
    for _ in range(3):
        events = assistant.events(QUESTION)
        assert isinstance(next(events), SourcesFound)
        with pytest.raises(Overloaded) as refused:
            assistant.ask("Something else?")
        assert "1 question" in refused.value.message
        assert isinstance(next(events), SentenceReady)
        events.close()
    assert len(closed) == 3
    unstarted = assistant.events(QUESTION)
    started = assistant.events(QUESTION)
    assert isinstance(next(started), SourcesFound), "only what has begun takes a place"
    started.close()
    unstarted.close()


def test_a_failure_gives_the_place_back(kites: Kites) -> None:
    class Broken(FakeGenerator):
        def stream(
            self, messages: Sequence[Message], *, max_tokens: int
        ) -> Generator[str, None, None]:
            raise RuntimeError("a programmer's mistake")
            yield ""

    assistant = kites.assistant(Broken([]), max_waiting=1)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="mistake"):
            assistant.ask(QUESTION)


def test_a_model_that_is_unavailable_leaves_the_quotes(kites: Kites) -> None:
    answer = kites.assistant(FakeGenerator([ModelUnavailable("Gone.")])).ask(QUESTION)
    assert (answer.mode, answer.model) == ("extractive", "")
    assert answer.reason.startswith("Gone.")


def test_eight_threads_get_the_answers_of_one(kites: Kites) -> None:
    class Steady(FakeGenerator):
        def stream(
            self, messages: Sequence[Message], *, max_tokens: int
        ) -> Generator[str, None, None]:
            for word in f"{CLAIM} And".split(" "):
                time.sleep(0)
                yield f"{word} "

    assistant = kites.assistant(Steady([]))
    alone = {question: kites.assistant(Steady([])).ask(question) for question in QUESTIONS}
    at_once = threading.Barrier(8)

    def work(first: int) -> list[Answer]:
        at_once.wait()
        return [
            assistant.ask(QUESTIONS[(first + n) % len(QUESTIONS)]) for n in range(len(QUESTIONS))
        ]

    with ThreadPoolExecutor(8) as pool:
        for answers in pool.map(work, range(8)):
            for answer in answers:
                wanted = alone[answer.question]
                assert (answer.text, answer.citations, answer.hits, answer.reason, answer.dropped) == (
                    wanted.text, wanted.citations, wanted.hits, wanted.reason, wanted.dropped
                )  # fmt: skip


def test_all_commenters_named_are_heard(kites: Kites) -> None:
    question = (
        "What do ARC, TLF, Meridian, HPU and Bo Windward say about kites near airports and schools?"
    )
    found = kites.assistant().search(question).hits
    assert {hit.passage.doc_id for hit in found[:5]} == {ARC, TETHER, MERIDIAN, PILOTS, WINDWARD}
    model = FakeGenerator([""])
    kites.assistant(model).ask(question)
    shown = model.prompts[0][-1].content
    assert (
        sum(
            f"] {name}" in shown
            for name in ("Airport Runway", "Tether &", "Meridian", "Harbour", "Bo ")
        )
        >= 4
    )


def test_one_commenter_named_may_fill_the_evidence(kites: Kites) -> None:
    model = FakeGenerator([""])
    kites.assistant(model).ask(
        "What does the Kite Flyers' Guild say about flights, training and licences?"
    )
    shown = model.prompts[0][-1].content
    assert shown.count("] Kite Flyers' Guild, Inc.: ") >= 3
    assert GUILD not in shown
