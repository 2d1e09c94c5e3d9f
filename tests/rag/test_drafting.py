"""From evidence to words: composed, rewritten, quoted, or none, whatever the model does."""

import re
from collections.abc import Generator, Sequence
from dataclasses import replace

import pytest

from index.errors import ModelUnavailable
from index.store import Snapshot
from rag.compose import MARKER
from rag.drafting import Draft, Drafter, abstained
from rag.errors import GenerationTimeout
from rag.evidence import ASKED_FOR
from rag.generate.protocol import Message
from rag.types import Evidence, SentenceReady
from rag.understanding import Understood
from rag.understanding.names import NameIndex
from rag.verify import Verifier
from rag.writing import Writer
from tests.docket_maker import ARC, FOX, GUILD, HOSTILE, PILOTS, TETHER
from tests.fakes import FakeEmbedder, FakeGenerator
from tests.rag.claims import COST, FLIGHTS, LANTERN, TENSILE

QUESTION = "What do people want?"
ASKED = Understood(QUESTION, QUESTION)
CLAIM = "Airports cannot pay for monitoring stations along the coast."
OTHER = "Strings longer than 120 metres should carry a lantern after sunset."


def piece(snapshot: Snapshot, doc_id: str, quote: str, score: float = 1.0) -> Evidence:
    start = snapshot.text(doc_id).index(quote)
    return Evidence(doc_id, start, start + len(quote), quote, score)


@pytest.fixture
def evidence(snapshot: Snapshot) -> list[Evidence]:
    return [
        piece(snapshot, GUILD, FLIGHTS, 1.0),
        piece(snapshot, ARC, COST, 0.8),
        piece(snapshot, GUILD, LANTERN, 0.2),
        piece(snapshot, TETHER, TENSILE, 0.2),
    ]


class Drafting:
    """Drafts with a scripted model and keeps the pieces."""

    def __init__(self, snapshot: Snapshot, names: NameIndex) -> None:
        self._snapshot = snapshot
        self._verifier = Verifier(FakeEmbedder(), names)
        self.pieces: list[SentenceReady] = []

    def __call__(
        self,
        model: FakeGenerator | None,
        evidence: Sequence[Evidence],
        notice: str = "",
        understood: Understood = ASKED,
        silent: Sequence[str] = (),
    ) -> Draft:
        writer = Writer(model, self._verifier, self._snapshot, 100) if model else None
        steps = Drafter(self._snapshot, understood, writer, notice).draft(evidence, (), silent)
        self.pieces = []
        while True:
            try:
                self.pieces.append(next(steps))
            except StopIteration as stop:
                draft: Draft = stop.value
                break
        self._check(draft)
        return draft

    def _check(self, draft: Draft) -> None:
        """What holds of every draft."""
        assert "".join(piece.text for piece in self.pieces) == draft.text
        first_used = [c for piece in self.pieces for c in piece.citations]
        assert sorted(first_used, key=lambda c: c.index) == list(draft.citations)
        assert [c.index for c in draft.citations] == list(range(1, len(draft.citations) + 1))
        assert {int(n) for n in MARKER.findall(draft.text)} == {c.index for c in draft.citations}


@pytest.fixture
def draft(snapshot: Snapshot, kite_names: NameIndex) -> Drafting:
    return Drafting(snapshot, kite_names)


LEAD = "Quotes of two commenters, the nearest to the question first:\n\n"
QUOTES = (
    f"{LEAD}**Kite Flyers' Guild, Inc.:**\n\n"
    f"> “{FLIGHTS}” (p. 1) [1]\n>\n> “{LANTERN}” (p. 1) [2]"
    "\n\n**Airport Runway Council (ARC):**\n\n"
    f"> “{COST}” (p. 3) [3]"
)


def test_without_a_model_the_best_quotes_by_commenter(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    made = draft(None, evidence)
    assert made.text == QUOTES
    assert (made.mode, made.reason, made.dropped) == ("extractive", "", 0)
    assert [len(piece.citations) for piece in draft.pieces] == [2, 1]


def test_of_several_asked_who_does_not_answer_is_said(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    asked = replace(ASKED, doc_ids=(GUILD, ARC))
    made = draft(None, evidence, understood=asked, silent=(ARC,))
    assert made.text == (
        f"**Kite Flyers' Guild, Inc.:**\n\n> “{FLIGHTS}” (p. 1) [1]\n>\n> “{LANTERN}” (p. 1) [2]"
        "\n\n**Airport Runway Council (ARC):** nothing found that answers this; what is nearest is "
        "listed below."
    )
    assert [(c.doc_id, c.quote) for c in made.nearest] == [(ARC, COST)]
    composed = draft(FakeGenerator([f"{CLAIM} {OTHER}"]), evidence, understood=asked, silent=(ARC,))
    assert ARC not in {c.doc_id for c in composed.citations}
    assert CLAIM not in composed.text


def test_where_others_may_say_so_too_the_list_says_it(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    open_question = replace(ASKED, asks_openly=True)
    assert draft(None, evidence, understood=open_question).text.startswith(
        "Quotes of two commenters, the nearest to the question first; others may say so too:"
    )
    assert draft(None, evidence[:1], understood=open_question).text.startswith(
        "What is nearest comes from one commenter; others may say so too:"
    )


def test_a_notice_says_why_no_model_is_there(draft: Drafting, evidence: list[Evidence]) -> None:
    made = draft(None, evidence, "The package is not installed.")
    assert (made.text, made.reason) == (QUOTES, "The package is not installed.")


def test_composed_with_the_remaining_quotes_after_it(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    made = draft(FakeGenerator([f"{CLAIM} {OTHER} Kites are angels of cheese."]), evidence)
    assert made.mode == "generated"
    assert made.reason == ""
    assert made.dropped == 1
    assert made.text == (
        f"{CLAIM} [1] {OTHER} [2]\n\nIn the documents’ own words:\n\n"
        f"**Kite Flyers' Guild, Inc.:**\n\n> “{FLIGHTS}” (p. 1) [3]"
    )
    assert [c.doc_id for c in made.citations] == [ARC, GUILD, GUILD]


def test_what_somebody_else_says_is_quoted_not_told_as_the_commenters(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    borrowed = [replace(evidence[1], quoting=True)]
    told = FakeGenerator([CLAIM])
    made = draft(told, borrowed)
    assert (made.mode, told.prompts) == ("extractive", [])
    shortening = FakeGenerator([CLAIM], style="rewrite")
    made = draft(shortening, borrowed)
    assert (made.mode, shortening.prompts) == ("extractive", [])
    assert "(p. 3, a quotation there: check whose words) [1]" in made.text
    mixed = FakeGenerator([CLAIM])
    draft(mixed, [*borrowed, evidence[0]])
    assert COST not in str(mixed.prompts)


def test_composed_of_all_there_is(draft: Drafting, evidence: list[Evidence]) -> None:
    made = draft(FakeGenerator([CLAIM]), evidence[1:2])
    assert (made.text, made.mode) == (f"{CLAIM} [1]", "generated")


def test_one_quote_twice_is_one_citation(draft: Drafting, evidence: list[Evidence]) -> None:
    made = draft(
        FakeGenerator([f"{CLAIM} Monitoring stations cost 40,000 dollars a year."]), evidence[1:2]
    )
    assert MARKER.findall(made.text) == ["1", "1"]
    assert [len(piece.citations) for piece in draft.pieces] == [1, 0]


@pytest.mark.parametrize(
    "reply", ["", "Kites are angels of cheese.", "The evidence does not say.", "no end"]
)
def test_composed_but_nothing_verified(
    draft: Drafting, evidence: list[Evidence], reply: str
) -> None:
    made = draft(FakeGenerator([reply]), evidence)
    assert (made.text, made.mode) == (QUOTES, "extractive")
    assert "not close enough" in made.reason


@pytest.mark.parametrize("error", [ModelUnavailable("It is gone."), GenerationTimeout("Too slow.")])
def test_a_model_that_fails_costs_only_its_words(
    draft: Drafting, evidence: list[Evidence], error: ModelUnavailable | GenerationTimeout
) -> None:
    for style in ("compose", "rewrite"):
        model = FakeGenerator([error] * 5, style=style)  # type: ignore[arg-type]
        made = draft(model, evidence)
        assert (made.text, made.mode) == (QUOTES, "extractive")
        assert made.reason == f"{error.message} {error.hint}"
        assert len(model.prompts) == 1, "a model that failed is not asked again"


class BreaksOff(FakeGenerator):
    """Fails after a whole sentence and the beginning of another."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[str, None, None]:
        yield f"{CLAIM} Strings "
        yield "longer than "
        raise ModelUnavailable("It broke off.")


def test_what_was_verified_before_a_failure_stays(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    made = draft(BreaksOff([]), evidence)
    assert made.text.startswith(f"{CLAIM} [1]\n\nIn the documents’ own words:\n\n**Kite")
    assert LANTERN in made.text
    assert made.mode == "generated"
    assert made.reason.startswith("It broke off.")


def test_a_small_model_shortens_the_best_quote_of_each(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    gist = "Members counted 4,200 flights last summer."
    model = FakeGenerator([gist, "Stations cost 41,000 dollars."], style="rewrite")
    made = draft(model, evidence)
    assert made.text == QUOTES.replace("Inc.:**", f"Inc.:** {gist} [1]")
    assert (made.mode, made.dropped, made.reason) == ("generated", 1, "")
    assert [FLIGHTS in p[-1].content for p in model.prompts] == [True, False]


def test_a_small_model_without_success_is_no_failure(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    made = draft(FakeGenerator(["no", ""], style="rewrite"), evidence)
    assert (made.text, made.mode, made.reason) == (QUOTES, "extractive", "")


def test_a_small_model_that_fails_later_keeps_what_it_wrote(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    gist = "Members counted 4,200 flights last summer."
    made = draft(FakeGenerator([gist, ModelUnavailable("Gone.")], style="rewrite"), evidence)
    assert gist in made.text
    assert made.mode == "generated"
    assert made.reason.startswith("Gone.")


def test_another_document_is_quoted_where_it_is_nearly_as_good_asked_or_one_of_many(
    draft: Drafting, evidence: list[Evidence]
) -> None:
    assert TENSILE not in draft(None, evidence).text
    asked = Understood(QUESTION, QUESTION, doc_ids=(TETHER,))
    assert TENSILE in draft(None, evidence, understood=asked).text
    many = Understood(QUESTION, QUESTION, asks_for_many=True)
    assert TENSILE in draft(None, evidence, understood=many).text


def test_five_quotes_are_enough_but_of_many_and_of_what_is_asked_for_by_number(
    draft: Drafting, snapshot: Snapshot
) -> None:
    good = [
        piece(snapshot, doc_id, quote)
        for doc_id, quote in [(GUILD, LANTERN), (GUILD, FLIGHTS), (ARC, COST), (TETHER, TENSILE)]
        + [(FOX, line) for line in HOSTILE[:3]]
    ]
    scored = [replace(each, score=0.9) for each in good]
    assert len(draft(None, scored).citations) == 5
    many = Understood(QUESTION, QUESTION, asks_for_many=True)
    assert len(draft(None, scored, understood=many).citations) == len(good)
    asked_for_by_number = [replace(each, score=ASKED_FOR) for each in good]
    assert len(draft(None, asked_for_by_number).citations) == len(good)


def unescaped(markdown: str) -> str:
    """What is left as Markdown's own signs."""
    return re.sub(r"\\.", "", markdown)


def test_generated_words_are_plain_text_too(draft: Drafting, snapshot: Snapshot) -> None:
    """A model that copies a hostile document word for word passes every check of its words."""
    hostile = [piece(snapshot, FOX, line) for line in HOSTILE[1:4]]
    reply = (
        "See our kite [catalogue](https://evil.example/?q=secret) and ![pixel](https://evil.example/p.png) now. "
        "The silk kites of our workshop are the best in the land, as *everybody* has said [7]. "
        "<script>alert('kites')</script> makes every reader of this comment trust the Sly Fox kite."
    )
    made = draft(FakeGenerator([reply]), hostile)
    for raw in ("](", "<script", "*everybody*", "[7]"):
        assert raw not in unescaped(made.text)
    short = "See the kite [catalogue](https://evil.example/?q=secret)."
    made = draft(FakeGenerator([short], style="rewrite"), hostile[1:2])
    assert made.mode == "generated"
    assert "](" not in unescaped(made.text)


def test_a_digest_is_marked_as_ours(draft: Drafting, snapshot: Snapshot) -> None:
    line = "The union asks for a radio beacon on every kite above the harbour."
    made = draft(None, [piece(snapshot, PILOTS, line)])
    assert made.text == f"**Our digest of Harbour Pilots Union:**\n\n> {line} (original p. 1) [1]"


def test_an_abstention_says_why_and_quotes_what_is_nearest(
    snapshot: Snapshot, evidence: list[Evidence]
) -> None:
    made = abstained("Because.", snapshot, evidence, QUESTION)
    assert (made.text, made.mode, made.reason) == ("Because.", "abstained", "Because.")
    assert made.citations == ()
    assert [citation.quote for citation in made.nearest] == [p.quote for p in evidence[:3]]
    assert abstained("Because.", snapshot, (), QUESTION).nearest == ()
