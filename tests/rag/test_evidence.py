"""Evidence: exact quotes, short, apart from one another, and in nobody else's name."""

import time
from dataclasses import replace
from itertools import combinations

import pytest

from corpus.content import BlockKind, Content, Voice
from corpus.types import Document, Origin
from index.store import Snapshot
from index.types import Hit, Passage
from rag.evidence import EvidenceChooser
from rag.types import Evidence
from tests.docket_maker import (
    ARC,
    GUILD,
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
from tests.made_document import document, of_pieces
from tests.made_document import piece as block

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
    return EvidenceChooser(kites.embedder)


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


class OneDocument:
    """A snapshot of one document of one passage, without word pieces, for texts made to measure."""

    tokens = None

    def __init__(self, content: Content | str, origin: Origin = "imported") -> None:
        self._origin = origin
        made = document([content] if isinstance(content, str) else content, doc_id=MERIDIAN)
        self._content = made.content
        passage = Passage("p", MERIDIAN, 0, len(made.text), made.text, "", 1, 1)
        self.hits = [Hit(passage, 1.0, 1, "fused")]

    def content(self, doc_id: str) -> Content:
        return self._content

    def document(self, doc_id: str) -> Document:
        return replace(document(self._content, doc_id=doc_id), origin=self._origin)

    def choose(self, chooser: EvidenceChooser, query: str, most: int = 9) -> list[Evidence]:
        return chooser.choose(self, query, self.hits, most=most, per_document=9)  # type: ignore[arg-type]


@pytest.mark.parametrize("length", [600, 699, 700, 701, 5000])
def test_no_quote_is_longer_than_the_limit(chooser: EvidenceChooser, length: int) -> None:
    long = ("Kites " + "fly high " * 1000)[: length - 1] + "."
    made = OneDocument(f"{long} Kites fly high indeed today. Kites fly high again at noon.")
    chosen = made.choose(chooser, "kites fly high")
    assert chosen
    assert all(len(piece.quote) <= LIMIT for piece in chosen)
    assert any("again" in piece.quote for piece in chosen)


def test_a_colon_takes_what_it_introduces(chooser: EvidenceChooser) -> None:
    text = (
        "We ask the Bureau of Kites for two things:\nThe wind needs a gauge at noon.\nA rope holds."
    )
    made = OneDocument(text)
    [best] = made.choose(chooser, "things asked of the Bureau of Kites", most=1)
    assert best.quote.endswith("gauge at noon.")


@pytest.mark.parametrize(("origin", "together"), [("imported", True), ("digest", False)])
def test_statements_of_a_digest_are_quoted_apart(
    chooser: EvidenceChooser, origin: Origin, together: bool
) -> None:
    made = OneDocument("Kites fly high over towns.\nKites fly high over fields.", origin=origin)
    [best] = made.choose(chooser, "kites fly high", most=1)
    assert ("\n" in best.quote) is together


def test_the_same_sentence_twice_is_quoted_once(chooser: EvidenceChooser) -> None:
    made = OneDocument(
        "Kites fly high over towns.\nBread is baked at dawn each day.\nKITES fly high, over towns!"
    )
    chosen = made.choose(chooser, "kites fly high over towns")
    assert sum("over towns" in piece.quote for piece in chosen) == 1


@pytest.mark.parametrize(
    ("line", "is_evidence"),
    [
        ("Thank you for the opportunity to tell the Bureau about kites.", False),
        ("Thank you again for asking the Bureau about kites.", False),
        ("Meridian Air greatly appreciates the opportunity to tell the Bureau about kites.", False),
        ("We look forward to working with the Bureau on kites.", False),
        ("RE: Request of the Bureau of Kites for comments", False),
        ("Meridian, which flies mail, appreciates the opportunity to talk of kites.", True),
        ("We appreciate that the Bureau asks pilots about kites.", True),
    ],
)
def test_formalities_are_no_evidence(
    chooser: EvidenceChooser, line: str, is_evidence: bool
) -> None:
    made = OneDocument(f"{line}\n{FLY}")
    chosen = made.choose(chooser, "What is the Bureau told about kites?")
    assert any(line in piece.quote for piece in chosen) is is_evidence
    assert any(FLY in piece.quote for piece in chosen)


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
def test_a_hostile_line_takes_no_quadratic_time(line: str) -> None:
    made = OneDocument(f"{line} Kites fly high over every town.")
    began = time.process_time()
    made.choose(EvidenceChooser(FakeEmbedder(8)), "kites over towns")
    assert time.process_time() - began < 4


FLY = "Kites fly high over every town of the land."


@pytest.mark.parametrize("kind", ["heading", "contents", "reference"])
def test_what_only_points_elsewhere_is_no_evidence(
    chooser: EvidenceChooser, kind: BlockKind
) -> None:
    assert OneDocument(of_pieces([block(FLY, kind)])).choose(chooser, FLY) == []


@pytest.mark.parametrize("kind", ["paragraph", "item", "quotation", "row", "note"])
def test_whatever_is_said_is_evidence(chooser: EvidenceChooser, kind: BlockKind) -> None:
    [chosen] = OneDocument(of_pieces([block(FLY, kind)])).choose(chooser, FLY)
    assert (chosen.quote, chosen.quoting) == (FLY, False)


def test_the_body_ranks_above_a_note(chooser: EvidenceChooser) -> None:
    note = block(f"{FLY[:-1]} indeed.", "note", number="1")
    made = of_pieces([block(FLY), block("We say no more than that today."), note])
    chosen = OneDocument(made).choose(chooser, "kites fly high over towns")
    body, noted = chosen[:2]
    assert body.quote == f"{FLY}\nWe say no more than that today.", "short, it takes the next along"
    assert noted.quote == f"{FLY[:-1]} indeed."


def voiced(*voices: Voice) -> OneDocument:
    before = "We have no opinion of the Bureau at all."
    content = of_pieces([block(before), block(FLY)])
    at = content.text.index(FLY)
    moved = tuple(Voice(at + v.start, at + v.end, v.source) for v in voices)
    return OneDocument(replace(content, voices=moved))


@pytest.mark.parametrize(
    ("voice", "is_evidence"),
    [
        (Voice(0, len(FLY), "agency"), False),
        (Voice(0, 30, "agency"), False),  # most of it
        (Voice(0, 12, "agency"), True),
        (Voice(0, len(FLY), "other"), True),
    ],
)
def test_the_agencys_words_are_never_the_commenters(
    chooser: EvidenceChooser, voice: Voice, is_evidence: bool
) -> None:
    chosen = voiced(voice).choose(chooser, FLY)
    assert any(FLY in piece.quote for piece in chosen) == is_evidence


def test_words_of_somebody_else_are_said_to_be_so_and_rank_below(chooser: EvidenceChooser) -> None:
    [own, *_] = voiced().choose(chooser, FLY)
    [quoting, *_] = voiced(Voice(0, 30, "other")).choose(chooser, FLY)
    [partly, *_] = voiced(Voice(0, 12, "other")).choose(chooser, FLY)
    assert [piece.quoting for piece in (own, quoting, partly)] == [False, True, False]
    twice = of_pieces([block(FLY), block("We say no more."), block(f"{FLY[:-1]} indeed.")])
    quoted = replace(twice, voices=(Voice(0, len(FLY), "other"),))
    best = [OneDocument(made).choose(chooser, FLY)[0].quote for made in (twice, quoted)]
    assert best == [FLY, f"{FLY[:-1]} indeed."]


def test_the_rank_of_a_passage_counts(chooser: EvidenceChooser, snapshot: Snapshot) -> None:
    hits = hits_of(snapshot, lambda doc_id: doc_id in {GUILD, ARC})
    raised = [replace(hit, rank=11 - n) for n, hit in enumerate(hits)]
    plain = chooser.choose(snapshot, "kites", hits, most=9, per_document=9)
    turned = chooser.choose(snapshot, "kites", raised, most=9, per_document=9)
    assert [p.score for p in plain] != [p.score for p in turned]
