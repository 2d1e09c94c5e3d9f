"""What a language model wrote is shown only where the evidence supports it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedding import Embedder, load_embedder
from index.store import Snapshot
from rag.force import leaps, same_force
from rag.types import Evidence
from rag.understanding.names import NameIndex
from rag.verify import Verifier, consistent
from tests.docket_maker import ARC, GUILD, MERIDIAN, TETHER
from tests.fakes import FakeEmbedder
from tests.rag.claims import (
    BOTH,
    COST,
    LANTERN,
    MAY,
    PAPER,
    PILOT,
    PLANS,
    RIGHT,
    RUNWAY,
    TENSILE,
    WRONG,
)

QUESTION = "What is said?"
SYNONYMS = -1.0
"""To FakeEmbedder words of one meaning are not near; so it takes any."""


def evidence(quote: str, doc_id: str) -> Evidence:
    return Evidence(doc_id, 0, len(quote), quote, 1.0)


@pytest.fixture(scope="module")
def verifier(kite_names: NameIndex) -> Verifier:
    return Verifier(FakeEmbedder(), kite_names, min_near=SYNONYMS)


@pytest.fixture(scope="module")
def name_of(snapshot: Snapshot) -> dict[str, str]:
    return {d.doc_id: " ".join((d.commenter, *d.aliases)) for d in snapshot.documents}


@pytest.mark.parametrize(("claim", "quote", "doc_id"), RIGHT)
def test_faithful_paraphrases_are_supported(
    verifier: Verifier, name_of: dict[str, str], claim: str, quote: str, doc_id: str
) -> None:
    assert verifier.support(claim, QUESTION, [evidence(quote, doc_id)], [name_of[doc_id]]) == 0


@pytest.mark.parametrize(("kind", "claim", "quote", "doc_id"), WRONG)
def test_what_differs_is_refused(
    verifier: Verifier, name_of: dict[str, str], kind: str, claim: str, quote: str, doc_id: str
) -> None:
    piece, name = evidence(quote, doc_id), name_of[doc_id]
    assert verifier.support(claim, QUESTION, [piece], [name]) is None
    assert not verifier.restates(claim, piece, name)


def measured(embedder: Embedder, names: NameIndex, name_of: dict[str, str]) -> tuple[float, float]:
    verifier = Verifier(embedder, names)

    def shown(claim: str, quote: str, doc_id: str) -> bool:
        piece = [evidence(quote, doc_id)]
        return verifier.support(claim, QUESTION, piece, [name_of[doc_id]]) is not None

    right = sum(shown(*row) for row in RIGHT)
    wrong = sum(shown(*row[1:]) for row in WRONG)
    return right / (right + wrong), right / len(RIGHT)


def test_the_table_is_large_enough() -> None:
    assert len(RIGHT) + len(WRONG) >= 40
    assert {row[0] for row in WRONG} >= {
        "figure",
        "number word",
        "speaker",
        "negation",
        "name",
        "overclaim",
    }


@pytest.mark.model
def test_precision_and_recall_with_the_packaged_embedder(
    kite_names: NameIndex, name_of: dict[str, str], record_property: object, tmp_path: Path
) -> None:
    precision, recall = measured(load_embedder("packaged", tmp_path), kite_names, name_of)
    record_property("precision", precision)  # type: ignore[operator]
    record_property("recall", recall)  # type: ignore[operator]
    assert precision == 1.0, f"precision {precision:.3f}, recall {recall:.3f}"
    assert recall >= 0.9, f"precision {precision:.3f}, recall {recall:.3f}"


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Strings longer than 120 metres carry a lantern after sunset.", "Should strings longer than 120 metres carry a lantern after sunset?"),
        ("The strings carry a lantern after sunset.", "What strings carry a lantern after sunset?"),
        ("Should strings longer than 120 metres carry a lantern after sunset?", "What?"),
        ("A lantern carried.", "What?"),
        ("", "What?"),
        ("It is what it is and so are they.", "What?"),
    ],
)  # fmt: skip
def test_repeating_the_question_or_saying_nothing_is_no_answer(
    verifier: Verifier, name_of: dict[str, str], claim: str, question: str
) -> None:
    assert verifier.support(claim, question, [evidence(LANTERN, GUILD)], [name_of[GUILD]]) is None


def test_the_best_evidence_is_cited_whatever_its_place(
    verifier: Verifier, name_of: dict[str, str]
) -> None:
    quotes = [(LANTERN, GUILD), (COST, ARC), (TENSILE, TETHER), (PILOT, ARC)]
    pieces = [evidence(*quote) for quote in quotes]
    names = [name_of[doc_id] for _, doc_id in quotes]
    for claim, best in [
        ("The Bureau should require a tensile test of each tether sold.", 2),
        ("Pilots reported 57 kites near runways in 2029.", 3),
        ("Airports cannot pay for monitoring stations along the coast.", 1),
    ]:
        assert verifier.support(claim, QUESTION, pieces, names) == best


def test_without_evidence_nothing_is_supported(verifier: Verifier) -> None:
    assert verifier.support(LANTERN, QUESTION, [], []) is None


def test_restating_is_stricter(verifier: Verifier, name_of: dict[str, str]) -> None:
    piece, name = evidence(COST, ARC), name_of[ARC]
    assert verifier.restates(
        "Monitoring stations along the coast cost 40,000 dollars a year.", piece, name
    )
    loose = "Monitoring stations along the coast cost 40,000 dollars, a heavy yearly burden."
    assert verifier.support(loose, QUESTION, [piece], [name]) == 0
    assert not verifier.restates(loose, piece, name)
    own = evidence(PAPER, GUILD)
    assert not verifier.restates(
        "We do not support a licence for paper kites.", own, name_of[GUILD]
    )
    assert not verifier.restates("Our paper kites have never hurt a person.", own, name_of[GUILD])


def test_far_meaning_is_refused_though_the_words_are_there(
    kite_names: NameIndex, name_of: dict[str, str]
) -> None:
    class Apart(FakeEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            vectors = super().embed(texts) * 0
            for row in range(len(texts)):
                vectors[row, row] = 1
            return vectors

    verifier = Verifier(Apart(), kite_names)
    assert verifier.support(COST, QUESTION, [evidence(COST, ARC)], [name_of[ARC]]) is None
    assert not verifier.restates(COST, evidence(COST, ARC), name_of[ARC])


@pytest.mark.parametrize(
    ("claim", "quote", "same"),
    [
        ("Kites fly.", "Kites fly.", True),
        ("Kites do not fly.", "Kites fly.", False),
        ("Kites don’t fly.", "Kites do not fly.", True),
        ("Paper kites should not be licensed.", BOTH, False),
        ("Balloons should not be licensed.", BOTH, True),
        ("Kites should be licensed.", "Kites should be licensed, but balloons should not.", False),
        ("Training will reduce accidents.", MAY, False),
        ("Kites should be permitted near a runway during landing hours.", RUNWAY, False),
        ("All open plans cost nothing to copy.", PLANS, False),
    ],
)
def test_force(claim: str, quote: str, same: bool) -> None:
    assert same_force(claim, quote) is same


@pytest.mark.parametrize(
    ("claim", "quote", "speaker", "fits"),
    [
        ("The limit is 1,000 metres of string.", "The limit is 1000 metres of string.", "", True),
        ("The limit is 10^26 operations a year.", "The limit is 10^25 operations a year.", "", False),
        ("The share is 5 per cent of kites.", "The share is 5% of kites.", "", True),
        ("The share is 5 of the kites.", "The share is 5% of kites.", "", False),
        ("Hundreds of kites were seen.", "A hundred kites were seen.", "", True),
        ("The ﬁrst kite was Öhlin’s own.", "The first kite was Öhlin's own.", "", True),
        ("Meridian Labs built the kites of the schools.", "We built the kites of the schools.", "Meridian Labs", True),
        ("Meridian Labs built the kites of the schools.", "We built the kites of the schools.", "Sly Fox", False),
        ("", "Kites fly.", "", False),
        ("Kites fly.", "", "", False),
    ],
)  # fmt: skip
def test_figures_names_and_words(claim: str, quote: str, speaker: str, fits: bool) -> None:
    assert consistent(claim, quote, speaker) is fits


def hostile() -> Iterator[str]:
    yield "A" * 20_000
    yield "not " * 5_000
    yield "1," * 10_000
    yield "1 " * 10_000 + "%"
    yield "Boeing says " * 1_500
    yield "may not all " * 1_500


@pytest.mark.parametrize("text", list(hostile()), ids=lambda text: text[:8])
def test_hostile_text_takes_no_quadratic_time(
    verifier: Verifier, name_of: dict[str, str], text: str
) -> None:
    began = time.process_time()
    verifier.support(text, QUESTION, [evidence(PLANS, MERIDIAN)], [name_of[MERIDIAN]])
    verifier.support(text, QUESTION, [evidence(text[:700], MERIDIAN)], [name_of[MERIDIAN]])
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        (
            "Open models pose greater marginal risk than closed models.",
            "Closed models pose greater marginal risk than open models.",
        ),
        (
            "It would be a mistake to require licenses for open models.",
            "The Institute would require licenses for open models.",
        ),
        (
            "It would be premature to restrict open weights.",
            "The Institute says to restrict open weights.",
        ),
        (
            "Critics claim that open models are dangerous to society.",
            "The Institute says open models are dangerous to society.",
        ),
        (
            "As the Markets Authority has noted, a mix of models is available and competing.",
            "A mix of models is available and competing.",
        ),
        (
            "President Biden signed the order. Open weights should be promoted.",
            "President Biden says open weights should be promoted.",
        ),
        (
            "Acme released its weights while Zeta withheld its weights.",
            "Zeta released its weights while Acme withheld its weights.",
        ),
        (
            "Nearly all of the risks are downstream of software.",
            "All risks are downstream of software.",
        ),
    ],
)
def test_words_alone_do_not_make_it_true(quote: str, claim: str) -> None:
    assert consistent(quote, quote, "The Institute")
    assert not consistent(claim, quote, "The Institute")


STANFORD = (
    "In addition to the Stanford researchers’ technique described earlier, Meta has developed a "
    "watermarking technique that embeds a watermark in generated images."
)


@pytest.mark.parametrize(
    ("claim", "quote", "does"),
    [
        ("The Stanford researchers have developed a watermarking technique.", STANFORD, True),
        ("Meta has developed a watermarking technique.", STANFORD, False),
        ("Meta has developed a technique that embeds a watermark.", STANFORD, True),
        ("Models permit human control.", "Models permit the evasion of human control.", True),
        ("Auditors should look at it.", "Independent auditors should look at it.", False),
        ("The auditors should look.", "The auditors, who are paid, should look at it.", False),
        ("The auditors should look.", "The auditors (as Meridian says) should look.", True),
        (
            "The impact of imagery is the most serious risk.",
            "In terms of scale, impact of openness, and severity of harms, imagery is the most "
            "serious risk.",
            True,
        ),
        ("The Guild recommends that strings carry a lantern.", LANTERN, True),
        (
            "The Guild recommends that strings longer than 120 metres carry a lantern.",
            LANTERN,
            False,
        ),
        ("Monitoring stations along the coast cost 40,000 dollars a year.", COST, False),
        ("Monitoring stations cannot pay.", COST, True),
        ("Kites are silver angels.", COST, False),
        ("", COST, False),
    ],
)
def test_words_are_not_joined_over_what_parts_them(claim: str, quote: str, does: bool) -> None:
    assert leaps(claim, quote) is does
