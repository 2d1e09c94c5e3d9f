"""A small index version, written to disk without a library."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.types import Document, Page
from index.dense import DenseIndex
from index.passages import PassageRules, make_passages
from index.sparse import SparseIndex
from index.store import FORMAT, IndexManifest, write_database, write_indexes, write_manifest
from index.types import Passage
from tests.fakes import FakeEmbedder

PAGES = {
    "kite": ["Kites fly high.\nStrings hold them", "", "over the houses. Tails steady them."],
    "seal": ["Seals swim.", "They do not fly."],
}


def documents(pages: dict[str, list[str]] = PAGES) -> list[Document]:
    return [
        Document(
            doc_id=doc_id,
            title=f"Comment on {doc_id}s",
            commenter=f"Friends of the {doc_id.title()}",
            kind="comment",
            origin="imported",
            url=f"https://docket.example/{doc_id}",
            path=Path(f"/documents/{doc_id}.pdf"),
            sha256=hashlib.sha256(doc_id.encode()).hexdigest(),
            pages=tuple(Page(doc_id, number, text) for number, text in enumerate(texts, start=1)),
        )
        for doc_id, texts in pages.items()
    ]


def passages_of(made: Sequence[Document]) -> list[Passage]:
    embedder = FakeEmbedder()
    return [p for d in made for p in make_passages(d, embedder.count_tokens, PassageRules())]


def fill(
    folder: Path, *, pages: dict[str, list[str]] = PAGES, model: str = "fake", format_: int = FORMAT
) -> IndexManifest:
    """Write a whole version into a folder that is there, named as the folder."""
    made = documents(pages)
    passages = passages_of(made)
    write_database(folder, [(d, (d.doc_id.upper(), "Frïends")) for d in made], passages)
    texts = [passage.text for passage in passages]
    vectors = FakeEmbedder().embed(texts)
    write_indexes(folder, DenseIndex.from_vectors(vectors), SparseIndex.from_texts(texts))
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    manifest = IndexManifest(
        format=format_,
        version=folder.name,
        fingerprint="f" * 64,
        docket="KITE-1",
        created="2031-01-01T00:00:00+00:00",
        embedding_model=model,
        dim=vectors.shape[1],
        documents=len(made),
        pages=sum(len(d.pages) for d in made),
        passages=len(passages),
        failed={"broken.pdf": "broken.pdf: the file is broken."},
        files=files,
    )
    write_manifest(folder, manifest)
    return manifest
