"""A second look by a cross-encoder: a real one of random weights, and one that is told what to say."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding.loading import packaged_folder
from index.errors import ModelUnavailable
from index.store import Snapshot
from rag.retrieval import CrossEncoderReranker, Retriever
from rag.types import Filters
from rag.understanding import Understanding
from tests.docket_maker import Kites


class Shortest:
    """Prefers short passages, whatever is asked."""

    def score(self, question: str, texts: Sequence[str]) -> np.ndarray:
        assert question
        return np.array([-len(text) / 100 for text in texts], np.float32)


def test_the_best_are_ordered_anew(kites: Kites, snapshot: Snapshot) -> None:
    understood = Understanding(snapshot, kites.docket).understand("kites near airports")
    plain = Retriever(kites.embedder).retrieve(snapshot, understood, Filters(), 50)
    found = Retriever(kites.embedder, Shortest()).retrieve(snapshot, understood, Filters(), 50)
    lengths = [len(hit.passage.text) for hit in found.hits]
    assert lengths == sorted(lengths) != [len(hit.passage.text) for hit in plain.hits]
    assert {h.passage.passage_id for h in found.hits} == {h.passage.passage_id for h in plain.hits}
    assert [trace.reranked and trace.reranked.rank for trace in found.traces] == list(
        range(1, len(found.hits) + 1)
    )
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_what_is_asked_for_by_number_stays_first(kites: Kites, snapshot: Snapshot) -> None:
    understood = Understanding(snapshot, kites.docket).understand("What does question 2 ask?")
    found = Retriever(kites.embedder, Shortest()).retrieve(snapshot, understood, Filters(), 10)
    assert found.hits[0].passage.section == "Question 2"
    assert found.traces[0].reranked is None


def tiny(folder: Path, labels: int) -> Path:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    size = {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
    }
    BertForSequenceClassification(BertConfig(**size, num_labels=labels)).save_pretrained(folder)
    AutoTokenizer.from_pretrained(packaged_folder()).save_pretrained(folder)
    return folder


@pytest.mark.model
def test_a_cross_encoder_in_a_folder(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(str(tiny(tmp_path, 1)))
    scores = reranker.score("Why?", ["Because.", "Nobody knows why kites fly.", "Kites."])
    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert reranker.score("Why?", []).shape == (0,)


@pytest.mark.model
def test_models_that_cannot_rank_say_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="3 scores"):
        CrossEncoderReranker(str(tiny(tmp_path / "three", 3)))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable) as caught:
        CrossEncoderReranker(str(tmp_path / "empty"))
    assert "ASKDOCKET_RERANKER" in caught.value.hint
