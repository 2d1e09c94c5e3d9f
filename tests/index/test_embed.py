"""The packaged embedding model, and models that cannot be loaded."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.pdf import read_pdf
from index.builder import embedded_text
from index.embed import PACKAGED_NAME, SentenceTransformerEmbedder, has_bfloat16, model_name
from index.errors import ModelUnavailable
from index.passages import PassageRules, make_passages
from tests.made_document import document

TEXTS = [
    "Open weights let researchers test a model.",
    "Kites fly.",
    "The agency asks which risks follow from weights that anyone may download and change.",
]


@pytest.mark.parametrize(
    ("setting", "name"), [("packaged", PACKAGED_NAME), ("org/model", "org/model"), ("/a/b", "/a/b")]
)
def test_what_an_index_calls_a_model(setting: str, name: str) -> None:
    assert model_name(setting) == name


@pytest.mark.parametrize(
    ("flags", "has"),
    [
        ("flags : sse avx512_bf16 amx_tile", True),
        ("flags : amx_bf16", True),
        ("flags : avx2", False),
    ],
)
def test_whether_the_processor_has_bfloat16(tmp_path: Path, flags: str, has: bool) -> None:
    (tmp_path / "cpuinfo").write_text(flags)
    assert has_bfloat16(tmp_path / "cpuinfo") is has
    assert not has_bfloat16(tmp_path / "absent")


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.mark.model
def test_the_packaged_model(embedder: SentenceTransformerEmbedder) -> None:
    assert (embedder.name, embedder.dim, embedder.window_tokens) == (PACKAGED_NAME, 384, 256)
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


@pytest.mark.model
def test_vectors_come_in_the_order_given(embedder: SentenceTransformerEmbedder) -> None:
    texts = [f"{'kite ' * (n * 7 % 40)}number {n}" for n in range(40)]
    together = embedder.embed(texts)
    for row in (0, 13, 39):
        assert float(together[row] @ embedder.embed([texts[row]])[0]) > 0.999
    assert embedder.embed([]).shape == (0, 384)


@pytest.mark.model
def test_meaning_counts(embedder: SentenceTransformerEmbedder) -> None:
    [query] = embedder.embed(["Who can examine models that are freely downloadable?"])
    scores = embedder.embed(TEXTS) @ query
    assert int(np.argmin(scores)) == 1


@pytest.mark.model
def test_tokens_are_counted_without_special_ones(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.count_tokens(["kites", "", "a b c"])[1:] == [0, 3]
    assert embedder.count_tokens([]) == []
    [long] = embedder.count_tokens(["word " * 1000])
    assert long == 1000, "a text longer than the window is counted to its end"


@pytest.mark.model
def test_threads_may_share_it(embedder: SentenceTransformerEmbedder) -> None:
    expected = embedder.embed(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        counts = [pool.submit(embedder.count_tokens, TEXTS) for _ in range(20)]
        found = list(pool.map(lambda _: embedder.embed(TEXTS), range(8)))
    assert all(np.allclose(vectors, expected, atol=1e-5) for vectors in found)
    assert len({tuple(count.result()) for count in counts}) == 1


@pytest.mark.model
@pytest.mark.real
def test_no_real_passage_is_cut_off_by_the_window(
    embedder: SentenceTransformerEmbedder, real_corpus: Path
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
        passages = make_passages(made, embedder.count_tokens, PassageRules())
        seen = [embedded_text(made, passage) for passage in passages]
        assert max(embedder.count_tokens(seen)) + 2 <= embedder.window_tokens


@pytest.mark.model
def test_a_folder_that_holds_no_model_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=str(tmp_path)) as caught:
        SentenceTransformerEmbedder(str(tmp_path))
    assert "ASKDOCKET_EMBEDDING_MODEL" in caught.value.hint
