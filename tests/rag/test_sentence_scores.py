"""Scores of sentences: by their part of their passage's word pieces, or by themselves."""

from dataclasses import replace

import numpy as np
import pytest

from index.store import Snapshot
from index.types import Hit
from rag.candidates import candidates_of
from rag.sentence_scores import SentenceScorer
from tests.docket_maker import ARC, GUILD, TETHER, Kites, hits_of
from tests.fakes import FakeEmbedder

COAST = "What do monitoring stations along the coast cost?"


@pytest.fixture(params=["with pieces", "without"])
def either(request: pytest.FixtureRequest, pieces: Snapshot, snapshot: Snapshot) -> Snapshot:
    return pieces if request.param == "with pieces" else snapshot


def ranked(snapshot: Snapshot, kites: Kites, query: str, hits: list[Hit]) -> list[str]:
    sentences = [one for one in candidates_of(snapshot, hits) if one.usable]
    scores = SentenceScorer(kites.embedder).score(snapshot, query, hits, sentences)
    assert scores.shape == (len(sentences),)
    assert np.isfinite(scores).all()
    return [sentences[n].text for n in np.argsort(-scores)]


def flat(snapshot: Snapshot, *doc_ids: str) -> list[Hit]:
    """Hits that retrieval holds to be equally good."""
    found = hits_of(snapshot, lambda doc_id: doc_id in doc_ids)
    return [replace(hit, score=1.0, rank=1) for hit in found]


def test_the_sentence_with_the_questions_words_is_first(either: Snapshot, kites: Kites) -> None:
    assert "40,000 dollars" in ranked(either, kites, COAST, flat(either, ARC, GUILD, TETHER))[0]


def test_with_pieces_only_the_question_is_embedded(pieces: Snapshot) -> None:
    embedder = FakeEmbedder()
    hits = flat(pieces, ARC, GUILD)
    SentenceScorer(embedder).score(pieces, COAST, hits, candidates_of(pieces, hits))
    assert embedder.embedded == [COAST]


def test_the_score_of_the_passage_counts(pieces: Snapshot, kites: Kites) -> None:
    hits = flat(pieces, ARC, GUILD)
    lowered = [replace(hit, score=0.5) if hit.passage.doc_id == ARC else hit for hit in hits]
    sentences = candidates_of(pieces, hits)
    scorer = SentenceScorer(kites.embedder)
    change = scorer.score(pieces, COAST, lowered, sentences) - scorer.score(
        pieces, COAST, hits, sentences
    )
    of_arc = np.array([sentence.doc_id == ARC for sentence in sentences])
    assert (change[of_arc] < -1).all()
    assert (change[~of_arc] == 0).all()


def test_a_source_cited_is_seldom_an_answer(either: Snapshot, kites: Kites) -> None:
    hits = flat(either, ARC)
    [one, *_] = candidates_of(either, hits)
    cited = replace(one, text=f"{one.text} https://kites.example/a.")
    scores = SentenceScorer(kites.embedder).score(either, "anything", hits, [one, cited])
    assert scores[1] < scores[0]
