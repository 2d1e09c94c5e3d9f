"""Evidence: exact quotes, short, apart from one another, and in nobody else's name."""

import time
from dataclasses import replace
from itertools import combinations

import pytest

from index.store import Snapshot
from index.types import Hit, Passage
from rag.evidence import EvidenceChooser
from rag.types import Evidence
from tests.docket_maker import (
    ARC,
    GUILD,
    HOSTILE,
    MERIDIAN,
    NOTICE,
    ONE,
    TETHER,
    THREE,
    TWO,
    WINDWARD,
    Kites,
    hits_of,
)
from tests.fakes import FakeEmbedder

QUESTIONS = (
    "How much do monitoring stations along the coast cost?",
    TWO,
    THREE,
    "What causes accidents near airports?",
    "What does the test of a tether cost and how long does it take?",
    "Should schools be exempt from every fee?",
    "silk kites instructions BANANA script",
    "Who counted flights and kites, and how many?",
    "zebra",
    "",
)
LIMIT = 700


@pytest.fixture(scope="module")
def chooser(kites: Kites) -> EvidenceChooser:
    return EvidenceChooser(kites.embedder, kites.snapshot.text(NOTICE))


def choose(
    chooser: EvidenceChooser, snapshot: Snapshot, query: str, most: int = 6, per_document: int = 2
) -> list[Evidence]:
    hits = hits_of(snapshot)
    return chooser.choose(snapshot, query, hits, most=most, per_document=per_document)


@pytest.mark.parametrize("query", QUESTIONS)
def test_what_holds_of_all_evidence(
    chooser: EvidenceChooser, snapshot: Snapshot, query: str
) -> None:
    chosen = choose(chooser, snapshot, query)
    assert chosen
    for piece in chosen:
        assert snapshot.text(piece.doc_id)[piece.start : piece.end] == piece.quote
        assert piece.quote == piece.quote.strip()
        assert len(piece.quote) <= LIMIT
        assert 0 <= piece.score <= 1
        if piece.doc_id != NOTICE:
            for asked in (ONE, TWO, THREE):
                assert asked.split(". ", 1)[1] not in piece.quote
    assert [p.score for p in chosen] == sorted((p.score for p in chosen), reverse=True)
    for one, other in combinations(chosen, 2):
        assert one.doc_id != other.doc_id or one.end <= other.start or other.end <= one.start


@pytest.mark.parametrize(("most", "per_document"), [(1, 1), (3, 1), (6, 2), (50, 50)])
def test_limits_are_kept(
    chooser: EvidenceChooser, snapshot: Snapshot, most: int, per_document: int
) -> None:
    chosen = choose(chooser, snapshot, "kites near airports", most, per_document)
    ids = [piece.doc_id for piece in chosen]
    assert len(ids) <= most
    assert max(map(ids.count, ids)) <= per_document


def test_the_sentence_that_answers_comes_first(
    chooser: EvidenceChooser, snapshot: Snapshot
) -> None:
    best = choose(chooser, snapshot, "What do coast monitoring stations cost airports in dollars?")[
        0
    ]
    assert best.doc_id == ARC
    assert "40,000 dollars" in best.quote


def test_the_agency_alone_is_quoted_for_its_questions(
    chooser: EvidenceChooser, snapshot: Snapshot
) -> None:
    chosen = choose(chooser, snapshot, TWO, 50, 50)
    assert any(piece.doc_id == NOTICE and piece.quote == TWO for piece in chosen)
    own = " ".join(piece.quote for piece in chosen if piece.doc_id == WINDWARD)
    assert "monitoring stations" not in own
    assert "Windward pays for one lantern" in own


@pytest.mark.parametrize(
    "text", [ONE, TWO, THREE, TWO.upper(), f"Question {TWO}", TWO.replace("What", "“What")]
)
def test_pasted_text_is_known(chooser: EvidenceChooser, text: str) -> None:
    assert chooser.is_pasted(text)


@pytest.mark.parametrize(
    "text",
    ["", "Yes.", "Schools deserve an exemption because children build small kites.", HOSTILE[0]],
)
def test_own_text_is_not_pasted(chooser: EvidenceChooser, text: str) -> None:
    assert not chooser.is_pasted(text)


def test_a_sentence_that_leans_back_takes_the_one_before(
    chooser: EvidenceChooser, snapshot: Snapshot
) -> None:
    best = choose(chooser, snapshot, "This test costs two dollars for each", 1, 1)[0]
    assert best.doc_id == TETHER
    assert best.quote.startswith("A broken tether")
    assert "This test costs two dollars" in best.quote


def test_headings_and_scraps_are_no_evidence(chooser: EvidenceChooser, snapshot: Snapshot) -> None:
    for query in ("Monitoring", "Letter of the Guild", "Silk kites of the Sly Fox", "Training"):
        for piece in choose(chooser, snapshot, query, 50, 50):
            assert piece.quote not in {query, "It takes five minutes."}


def test_whole_passages_are_what_they_are(chooser: EvidenceChooser, snapshot: Snapshot) -> None:
    rows = snapshot.question_rows["2"]
    assert [piece.quote for piece in chooser.whole(snapshot, rows)] == [TWO]


def test_no_hits_no_evidence(chooser: EvidenceChooser, snapshot: Snapshot) -> None:
    assert chooser.choose(snapshot, "kites", [], most=6, per_document=2) == []


class OneText:
    """A snapshot of one document of one passage, for texts made to measure."""

    def __init__(self, text: str, doc_id: str = MERIDIAN) -> None:
        self._text = text
        passage = Passage("p", doc_id, 0, len(text), text, "", 1, 1)
        self.hits = [Hit(passage, 1.0, 1, "fused")]

    def text(self, doc_id: str) -> str:
        return self._text


@pytest.fixture
def one_text(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> object:
    class Made(OneText):
        documents = snapshot.documents

    return Made


@pytest.mark.parametrize("length", [600, 699, 700, 701, 5000])
def test_no_quote_is_longer_than_the_limit(
    chooser: EvidenceChooser, one_text: type[OneText], length: int
) -> None:
    long = ("Kites " + "fly high " * 1000)[: length - 1] + "."
    made = one_text(f"{long} Kites fly high indeed today. Kites fly high again at noon.")
    chosen = chooser.choose(made, "kites fly high", made.hits, most=9, per_document=9)  # type: ignore[arg-type]
    assert chosen
    assert all(len(piece.quote) <= LIMIT for piece in chosen)
    assert any("again" in piece.quote for piece in chosen)


def test_a_colon_takes_what_it_introduces(
    chooser: EvidenceChooser, one_text: type[OneText]
) -> None:
    text = (
        "We ask the Bureau of Kites for two things:\nThe wind needs a gauge at noon.\nA rope holds."
    )
    made = one_text(text)
    [best] = chooser.choose(
        made, "things asked of the Bureau of Kites", made.hits, most=1, per_document=1
    )  # type: ignore[arg-type]
    assert best.quote.endswith("gauge at noon.")


def test_the_same_sentence_twice_is_quoted_once(
    chooser: EvidenceChooser, one_text: type[OneText]
) -> None:
    made = one_text(
        "Kites fly high over towns.\nBread is baked at dawn each day.\nKITES fly high, over towns!"
    )
    chosen = chooser.choose(made, "kites fly high over towns", made.hits, most=9, per_document=9)  # type: ignore[arg-type]
    assert sum("over towns" in piece.quote for piece in chosen) == 1


@pytest.mark.parametrize(
    "line",
    [
        "a" * 100_000,
        "kite " * 20_000,
        "A. " * 33_000,
        "(" * 100_000,
        "x@" * 50_000,
        "1.1" * 33_000,
        "’s " * 33_000,
    ],
)
def test_a_hostile_line_takes_no_quadratic_time(one_text: type[OneText], line: str) -> None:
    made = one_text(f"{line} Kites fly high over every town.")
    began = time.process_time()
    chooser = EvidenceChooser(FakeEmbedder(8), "The Bureau seeks comment on kites.")
    chooser.choose(made, "kites over towns", made.hits, most=6, per_document=2)  # type: ignore[arg-type]
    chooser.is_pasted(line)
    assert time.process_time() - began < 4


def test_the_rank_of_a_passage_counts(chooser: EvidenceChooser, snapshot: Snapshot) -> None:
    hits = hits_of(snapshot, lambda doc_id: doc_id in {GUILD, ARC})
    raised = [replace(hit, rank=11 - n) for n, hit in enumerate(hits)]
    plain = chooser.choose(snapshot, "kites", hits, most=9, per_document=9)
    turned = chooser.choose(snapshot, "kites", raised, most=9, per_document=9)
    assert [p.score for p in plain] != [p.score for p in turned]
