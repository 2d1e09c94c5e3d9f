"""A small index version, written to disk without a library."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.types import Document
from index.database import write_database
from index.dense import DenseIndex
from index.interaction import Projection, TokenIndex
from index.manifest import FORMAT, IndexManifest, write_manifest
from index.passages import PassageRules, make_passages
from index.sparse import SparseIndex
from index.store import write_indexes
from index.types import Passage
from tests.fakes import FakeEmbedder
from tests.made_document import across, document, of_pieces, piece

KITE = of_pieces(
    [
        piece("On Kites", "heading", section=("On Kites",)),
        piece("Kites fly high.", section=("On Kites",)),
        across("Strings hold them over the ", "houses. Tails steady them.", page=1),
        piece("The last page.", page=3),
        piece("See Strings 5.", "note", page=1, number="1"),
    ],
    page_count=4,
    unreadable={4: "a picture"},
    ocr_pages=(3,),
)
SEAL = ("Seals swim.", "They do not fly.")


def documents() -> list[Document]:
    return [
        document(KITE, doc_id="kite", title="Comment on kites", commenter="Friends of the Kite"),
        document(SEAL, doc_id="seal", title="Comment on seals", commenter="Friends of the Seal"),
    ]


def passages_of(made: Sequence[Document]) -> list[Passage]:
    embedder = FakeEmbedder()
    return [p for d in made for p in make_passages(d, embedder.count_tokens, PassageRules())]


def fill(
    folder: Path,
    *,
    made: Sequence[Document] | None = None,
    model: str = "fake",
    format_: int = FORMAT,
    projection: Projection | None = None,
) -> IndexManifest:
    """Write a whole version into a folder that is there, named as the folder."""
    made = documents() if made is None else made
    passages = passages_of(made)
    write_database(folder, [(d, (d.doc_id.upper(), "Frïends")) for d in made], passages)
    texts = [passage.text for passage in passages]
    encoded = FakeEmbedder().encode(texts)
    tokens = None
    if projection is not None:
        pieces = [projection.of_passage(states) for states in encoded.tokens]
        tokens = TokenIndex.from_passages(pieces, projection)
    dense = DenseIndex.from_vectors(encoded.vectors)
    write_indexes(folder, dense, SparseIndex.from_texts(texts), tokens)
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
        dim=dense.dim,
        projection=projection.fingerprint if projection else "",
        documents=len(made),
        pages=sum(d.content.page_count for d in made),
        passages=len(passages),
        failed={"broken.pdf": "broken.pdf: the file is broken."},
        files=files,
    )
    write_manifest(folder, manifest)
    return manifest
