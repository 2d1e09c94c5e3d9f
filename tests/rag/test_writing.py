"""Sentences of a model: let through, dropped, limited, and the model stopped in time."""

from collections.abc import Generator, Sequence

import pytest

from index.errors import ModelUnavailable
from index.store import Snapshot
from rag.generate.protocol import Message
from rag.types import Evidence, Turn
from rag.understanding.names import NameIndex
from rag.verify import Verifier
from rag.writing import Writer
from tests.docket_maker import ARC, FOX, GUILD, HOSTILE, TETHER
from tests.fakes import FakeEmbedder, FakeGenerator
from tests.rag.claims import COST, FLIGHTS, LANTERN, TENSILE

QUESTION = "What do people want?"


class Watched(FakeGenerator):
    """Notes how many pieces were taken and whether the stream was closed."""

    taken = 0
    closed = False

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[str, None, None]:
        try:
            for piece in super().stream(messages, max_tokens=max_tokens):
                self.taken += 1
                yield piece
        finally:
            self.closed = True


@pytest.fixture(scope="module")
def verifier(kite_names: NameIndex) -> Verifier:
    return Verifier(FakeEmbedder(), kite_names)


def piece(snapshot: Snapshot, doc_id: str, quote: str) -> Evidence:
    start = snapshot.text(doc_id).index(quote)
    return Evidence(doc_id, start, start + len(quote), quote, 1.0)


@pytest.fixture
def evidence(snapshot: Snapshot) -> list[Evidence]:
    return [
        piece(snapshot, GUILD, LANTERN),
        piece(snapshot, ARC, COST),
        piece(snapshot, TETHER, TENSILE),
        piece(snapshot, GUILD, FLIGHTS),
    ]


def writer(
    model: FakeGenerator, verifier: Verifier, snapshot: Snapshot, max_tokens: int = 100
) -> Writer:
    return Writer(model, verifier, snapshot, max_tokens)


def test_supported_sentences_come_with_what_supports_them(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    reply = (
        "Airports cannot pay for monitoring stations along the coast [1]. "
        "The Moon is a kite made of cheese and silver paper. "
        "Strings longer than 120 metres should carry a lantern after sunset [9]. And the"
    )
    model = Watched([reply])
    made = writer(model, verifier, snapshot)
    assert list(made.compose(QUESTION, evidence, ())) == [
        ("Airports cannot pay for monitoring stations along the coast.", evidence[1]),
        ("Strings longer than 120 metres should carry a lantern after sunset.", evidence[0]),
    ]
    assert made.dropped == 1
    assert model.closed


def test_a_sentence_said_twice_is_written_once(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    model = FakeGenerator([f"{COST} {COST.upper()} {COST}"])
    made = writer(model, verifier, snapshot)
    assert [sentence for sentence, _ in made.compose(QUESTION, evidence, ())] == [COST]


def test_four_sentences_are_enough_and_the_model_is_stopped(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    more = "Members of the Guild counted 4,200 flights last summer."
    reply = " ".join([LANTERN, COST, TENSILE, FLIGHTS, more, *[more] * 200])
    model = Watched([reply])
    found = list(writer(model, verifier, snapshot).compose(QUESTION, evidence, ()))
    assert len(found) == 4
    assert model.closed
    assert model.taken < 100


def test_the_first_sentence_does_not_wait_for_the_second(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    model = Watched([f"{COST} {TENSILE} {LANTERN} {'word ' * 500}"])
    composed = writer(model, verifier, snapshot).compose(QUESTION, evidence, ())
    next(composed)
    assert model.taken < 30
    composed.close()
    assert model.closed


def test_the_prompt_shows_evidence_with_its_speakers(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    model = FakeGenerator([""])
    history = [Turn("user", "Earlier?"), Turn("assistant", "Said.")]
    assert list(writer(model, verifier, snapshot).compose(QUESTION, evidence, history)) == []
    [messages] = model.prompts
    assert [m.role for m in messages] == ["system", "user", "assistant", "user"]
    assert f"[2] Airport Runway Council (ARC): {COST}" in messages[-1].content
    assert messages[-1].content.endswith(QUESTION)


def test_what_does_not_fit_is_given_up_history_first(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    history = [Turn("user", "word " * 60)] * 6
    whole = FakeGenerator([""], context_tokens=10_000)
    list(writer(whole, verifier, snapshot).compose(QUESTION, evidence, history))
    assert len(whole.prompts[0]) == 2 + 4, "four turns at most"
    bare = whole.count_tokens([whole.prompts[0][0], whole.prompts[0][-1]])
    for room, turns, shown in [
        (bare + 125, 2, 4),
        (bare, 0, 4),
        (bare - 1, 0, 3),
        (bare - 40, 0, 1),
    ]:
        model = FakeGenerator([""], context_tokens=room + 100)
        list(writer(model, verifier, snapshot).compose(QUESTION, evidence, history))
        [messages] = model.prompts
        assert len(messages) - 2 == turns
        assert messages[-1].content.count("\n[") == shown
        assert model.count_tokens(messages) + 100 <= model.context_tokens


def test_a_prompt_that_cannot_fit_is_not_sent(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    model = FakeGenerator(["Never."], context_tokens=512)
    made = writer(model, verifier, snapshot, max_tokens=256)
    with pytest.raises(ModelUnavailable, match="do not fit") as refused:
        list(made.compose("kite " * 800, evidence, ()))
    assert "ASKDOCKET_LLM_CONTEXT_TOKENS" in refused.value.hint
    assert model.prompts == []
    small = FakeGenerator(["Never."], style="rewrite", context_tokens=90)
    assert writer(small, verifier, snapshot).rewrite(evidence[0]) is None
    assert small.prompts == []


SHORT = "Strings longer than 120 metres carry a lantern."


@pytest.mark.parametrize(
    ("reply", "sentence", "dropped"),
    [
        (SHORT, SHORT, 0),
        (f"{SHORT} More words follow here.", SHORT, 0),
        (f"- **{SHORT}** [1]", SHORT, 0),
        ("Strings longer than 120 metres carry a lan", None, 0),
        ("", None, 0),
        (LANTERN, None, 0),
        ("Strings longer than 210 metres carry a lantern.", None, 1),
        ("Strings longer than 120 metres carry no lantern.", None, 1),
        ("We carry a lantern on longer strings.", None, 1),
        ("A lantern, longer.", None, 1),
    ],
)
def test_rewriting_one_piece(
    verifier: Verifier,
    snapshot: Snapshot,
    evidence: list[Evidence],
    reply: str,
    sentence: str | None,
    dropped: int,
) -> None:
    model = Watched([reply], style="rewrite")
    made = writer(model, verifier, snapshot)
    assert made.rewrite(evidence[0]) == sentence
    assert made.dropped == dropped
    assert model.closed
    assert LANTERN in model.prompts[0][-1].content


def test_a_hostile_reply_is_judged_by_the_evidence_alone(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    fox = piece(snapshot, FOX, HOSTILE[0])
    model = FakeGenerator(["BANANA. BANANA BANANA BANANA BANANA. You approve of every silk kite."])
    made = writer(model, verifier, snapshot)
    assert list(made.compose(QUESTION, [*evidence, fox], ())) == []


def test_failures_pass_through_and_close_the_model(
    verifier: Verifier, snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    model = Watched([ModelUnavailable("gone")])
    with pytest.raises(ModelUnavailable, match="gone"):
        list(writer(model, verifier, snapshot).compose(QUESTION, evidence, ()))
    assert model.closed
