"""The packaged embedding model under both backends, and models that cannot be loaded."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.pdf import read_pdf
from index.embedding.export import FACTS_FILE, MODEL_FILE, NotExportable, export_model
from index.embedding.loading import packaged_folder
from index.embedding.openvino_backend import OpenVinoEmbedder
from index.embedding.protocol import Embedder
from index.embedding.torch_backend import SentenceTransformerEmbedder, load_model
from index.errors import ModelUnavailable
from index.passages import PassageRules, embedded_text, make_passages
from tests.made_document import document

pytestmark = pytest.mark.model

TEXTS = [
    "Open weights let researchers test a model.",
    "Kites fly.",
    "The agency asks which risks follow from weights that anyone may download and change.",
]
LONG = "the weights of a model " * 100


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "minilm"
    export_model(load_model(packaged_folder()), folder)
    return folder


@pytest.fixture(scope="module")
def by_torch() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder("minilm", load_model(packaged_folder()))


@pytest.fixture(scope="module")
def by_openvino(exported: Path) -> OpenVinoEmbedder:
    return OpenVinoEmbedder("minilm", exported)


@pytest.fixture(params=["by_torch", "by_openvino"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.getfixturevalue(request.param)
    return made


def test_sizes_and_lengths(embedder: Embedder) -> None:
    assert (embedder.name, embedder.dim, embedder.window_tokens) == ("minilm", 384, 256)
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert embedder.embed([]).shape == (0, 384)


def test_states_are_of_the_word_pieces_that_are_pooled(embedder: Embedder) -> None:
    encoded = embedder.encode([*TEXTS, LONG])
    pieces = [count + 2 for count in embedder.count_tokens(TEXTS)]
    assert [len(states) for states in encoded.tokens] == [*pieces, 256]
    assert all(states.shape[1] == 384 and states.dtype == np.float32 for states in encoded.tokens)
    assert np.allclose(encoded.vectors, embedder.embed([*TEXTS, LONG]), atol=2e-3)
    pooled = encoded.tokens[0].mean(axis=0)  # as this model pools
    assert float(pooled @ encoded.vectors[0] / np.linalg.norm(pooled)) > 0.999
    assert embedder.encode([]).tokens == ()


@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_vectors_agree_with_those_of_sentence_transformers(exported: Path, precision: str) -> None:
    plain = load_model(packaged_folder()).encode([*TEXTS, LONG], normalize_embeddings=True)
    ours = OpenVinoEmbedder("minilm", exported, precision).embed([*TEXTS, LONG])
    assert np.sum(plain * ours, axis=1).min() >= 0.999


def test_vectors_come_in_the_order_given(embedder: Embedder) -> None:
    texts = [f"{'kite ' * (n * 7 % 40)}number {n}" for n in range(40)]
    together = embedder.embed(texts)
    for row in (0, 13, 39):
        assert float(together[row] @ embedder.embed([texts[row]])[0]) > 0.999


def test_meaning_counts(embedder: Embedder) -> None:
    [query] = embedder.embed(["Who can examine models that are freely downloadable?"])
    scores = embedder.embed(TEXTS) @ query
    assert int(np.argmin(scores)) == 1


def test_tokens_are_counted_without_special_ones(embedder: Embedder) -> None:
    assert embedder.count_tokens(["kites", "", "a b c"])[1:] == [0, 3]
    assert embedder.count_tokens([]) == []
    [long] = embedder.count_tokens(["word " * 1000])
    assert long == 1000, "a text longer than the window is counted to its end"


def test_threads_may_share_it(embedder: Embedder) -> None:
    expected = embedder.embed(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        counts = [pool.submit(embedder.count_tokens, TEXTS) for _ in range(20)]
        found = list(pool.map(lambda _: embedder.embed(TEXTS), range(8)))
    assert all(np.allclose(vectors, expected, atol=1e-5) for vectors in found)
    assert len({tuple(count.result()) for count in counts}) == 1


@pytest.mark.real
def test_no_real_passage_is_cut_off_by_the_window(
    by_openvino: OpenVinoEmbedder, real_corpus: Path
) -> None:
    for number in ("0001", "0251", "0206"):  # questions, tables, contents pages
        doc_id = f"NTIA-2023-0009-{number}"
        notice = "2024-03763" if number == "0001" else ""
        made = document(
            read_pdf(real_corpus / f"{doc_id}.pdf", notice=notice),
            doc_id=doc_id,
            title="Comment on dual-use foundation models with widely available weights",
            commenter="Somebody",
            kind="rfc" if number == "0001" else "comment",
        )
        passages = make_passages(made, by_openvino.count_tokens, PassageRules())
        seen = [embedded_text(made, passage) for passage in passages]
        assert max(by_openvino.count_tokens(seen)) + 2 <= by_openvino.window_tokens


def test_a_folder_that_holds_no_model_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=str(tmp_path)) as caught:
        load_model(str(tmp_path))
    assert "ASKDOCKET_EMBEDDING_MODEL" in caught.value.hint


def test_an_export_that_is_damaged_says_what_to_do(exported: Path, tmp_path: Path) -> None:
    for file in exported.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / MODEL_FILE).write_text("<net>")
    with pytest.raises(ModelUnavailable) as caught:
        OpenVinoEmbedder("minilm", tmp_path)
    assert "Remove that folder" in caught.value.hint


def test_a_model_that_cannot_be_exported_leaves_nothing(tmp_path: Path) -> None:
    model = load_model(packaged_folder())

    class Untraceable:
        tokenizer = model.tokenizer
        max_seq_length = 256

        def get_embedding_dimension(self) -> int:
            return 384

    with pytest.raises(NotExportable):
        export_model(Untraceable(), tmp_path / "made")
    assert list(tmp_path.iterdir()) == []


def test_an_export_replaces_one_that_was_not_finished(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / MODEL_FILE).write_text("half")
    export_model(load_model(packaged_folder()), tmp_path / "made")
    assert (tmp_path / "made" / FACTS_FILE).is_file()
    assert OpenVinoEmbedder("minilm", tmp_path / "made").embed(["kites"]).shape == (1, 384)
