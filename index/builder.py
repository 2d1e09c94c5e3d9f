"""Building a version of the index from the documents at hand."""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.errors import CorpusMissing
from corpus.files import sha256_of
from corpus.library import Library, Source
from corpus.progress import Progress, silent
from corpus.reading.batch import Reading
from corpus.reading.cache import reader_versions
from corpus.types import Document
from corpus.voices import with_voices
from index.cache import BuildCache, EncodedPassage, key_of
from index.database import write_database
from index.dense import DenseIndex
from index.embedding import Embedder
from index.errors import IndexMissing, IndexStale
from index.interaction import Projection, TokenIndex
from index.manifest import FORMAT, IndexManifest, check_files, read_manifest, write_manifest
from index.passages import PassageRules, embedded_text, make_passages
from index.sparse import SparseIndex
from index.store import write_indexes
from index.types import Passage
from index.versions import build_lock, current_folder, new_version

_log = logging.getLogger(__name__)

PASSAGES_VERSION = 5
"""Changes when the same contents would give other passages, or other voices in them."""
_CACHE_FILE = "build-cache.sqlite"
_EMBED_BATCH = 64
"""Passages embedded between two commits to the cache: what a killed build may lose, some 2 s."""


class Read(Protocol):
    """Reads sources, each from the reading cache or anew; see `corpus.reading.batch.read_all`."""

    def __call__(
        self, sources: Sequence[Source], *, fresh: bool, progress: Progress
    ) -> Sequence[Reading]:
        """One reading for each source, in order; `fresh` reads all anew."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        manifest: of the version that is current now.
        changed: whether a new version was written.
        documents_read: documents read anew rather than taken from the cache.
        passages_embedded: passages embedded anew.
        seconds: wall time.
    """

    manifest: IndexManifest
    changed: bool
    documents_read: int
    passages_embedded: int
    seconds: float


def build_index(
    library: Library,
    index_dir: Path,
    *,
    read: Read,
    embedding_model: str,
    load_embedder: Callable[[], Embedder],
    projection: Projection | None = None,
    full: bool = False,
    rules: PassageRules | None = None,
    read_under: str = "",
    progress: Progress = silent,
) -> BuildReport:
    """Build the index of a library's documents and make it the current version.

    What did not change is neither read nor embedded again; where nothing changed, nothing is
    written and no model is loaded. A document that cannot be read costs only itself: it is named
    in the manifest.

    Args:
        library: the documents.
        index_dir: folder of the index versions.
        read: reads the documents.
        embedding_model: name under which the model's vectors are kept.
        load_embedder: gives the model; called only when it is needed, in a thread of its own
            while documents are read.
        projection: for late interaction; None where the model has none.
        full: read and embed everything again.
        rules: how long passages are.
        read_under: the limits and means of reading; where they are others than those of the
            current version, what could not be read then is tried again.
        progress: told of documents read and passages embedded.

    Raises:
        CorpusMissing: there is no document, or none could be read.
        BuildRunning: another process is building this index.
        ModelUnavailable: the embedding model cannot be loaded.
    """
    began = time.monotonic()
    rules = rules or PassageRules()
    with build_lock(index_dir):
        sources = library.sources()
        if not sources:
            raise CorpusMissing(f"There are no documents in {library.folder}.")
        projected = projection.fingerprint if projection else ""
        fingerprint = _fingerprint(sources, [embedding_model, projected], rules, read_under)
        current = None if full else _current_manifest(index_dir)
        if current is not None and current.fingerprint == fingerprint:
            return BuildReport(current, False, 0, 0, time.monotonic() - began)
        with ThreadPoolExecutor(1) as loader:
            loading = loader.submit(load_embedder)
            readings = read(sources, fresh=full, progress=progress)
            embedder = loading.result()
        documents = _with_voices([r.document for r in readings if r.document is not None])
        with BuildCache(index_dir / _CACHE_FILE) as cache:
            work = _Work(cache, embedding_model, embedder, projection, rules, full, progress)
            passages = [passage for document in documents for passage in work.cut(document)]
            if not passages:
                raise CorpusMissing("None of the documents has readable text.")
            encoded, keys = work.encode(documents, passages)
            manifest = IndexManifest(
                format=FORMAT,
                version=f"{datetime.now(UTC):%Y%m%d-%H%M%S.%f}-{fingerprint[:8]}",
                fingerprint=fingerprint,
                docket=library.docket.docket_id,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                embedding_model=embedding_model,
                dim=len(encoded[0].vector),
                projection=projected,
                documents=len(documents),
                pages=sum(document.content.page_count for document in documents),
                passages=len(passages),
                failed={r.source.path.name: r.error for r in readings if r.document is None},
                files={},
            )
            aliases = {source.doc_id: source.aliases for source in sources}
            manifest = _write(
                index_dir, manifest, documents, aliases, passages, encoded, projection
            )
            cache.keep_only(keys)
    anew = sum(not reading.cached for reading in readings if reading.document is not None)
    seconds = time.monotonic() - began
    return BuildReport(manifest, True, anew, work.passages_embedded, seconds)


def _with_voices(documents: Sequence[Document]) -> list[Document]:
    """The documents with the words of others marked, by the docket's notice where it is here."""
    notice = next((document for document in documents if document.kind == "rfc"), None)
    return [with_voices(document, notice) for document in documents]


class _Work:
    """The steps of one build, and how much of each was new."""

    def __init__(
        self,
        cache: BuildCache,
        embedding_model: str,
        embedder: Embedder,
        projection: Projection | None,
        rules: PassageRules,
        full: bool,
        progress: Progress,
    ) -> None:
        self._cache = cache
        self._model = embedding_model
        self._embedder = embedder
        self._projection = projection
        self._rules = replace(rules, window_tokens=min(rules.window_tokens, embedder.window_tokens))
        self._full = full
        self._progress = progress
        self.passages_embedded = 0

    def cut(self, document: Document) -> list[Passage]:
        """A document's passages."""
        return make_passages(document, self._embedder.count_tokens, self._rules)

    def encode(
        self, documents: Sequence[Document], passages: Sequence[Passage]
    ) -> tuple[list[EncodedPassage], list[str]]:
        """The passages embedded, in their order, and their cache keys."""
        by_id = {document.doc_id: document for document in documents}
        texts = [embedded_text(by_id[passage.doc_id], passage) for passage in passages]
        projected = self._projection.fingerprint if self._projection else ""
        keys = [key_of(self._model, projected, text) for text in texts]
        known = {} if self._full else self._cache.passages(keys)
        missing = sorted(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
            key=lambda item: len(item[1]),
        )
        for first in range(0, len(missing), _EMBED_BATCH):
            batch = missing[first : first + _EMBED_BATCH]
            self._progress(first, len(missing), "passages embedded")
            anew = self._encoded([text for _, text in batch])
            made = {key: one for (key, _), one in zip(batch, anew, strict=True)}
            self._cache.put(made)
            known |= made
            self.passages_embedded += len(batch)
            self._progress(first + len(batch), len(missing), "passages embedded")
        return [known[key] for key in keys], keys

    def _encoded(self, texts: list[str]) -> list[EncodedPassage]:
        if self._projection is None:
            none = np.empty((0, 0), dtype=np.int8)
            return [EncodedPassage(vector, none) for vector in self._embedder.embed(texts)]
        encoded = self._embedder.encode(texts)
        return [
            EncodedPassage(vector, self._projection.of_passage(states))
            for vector, states in zip(encoded.vectors, encoded.tokens, strict=True)
        ]


def _write(
    index_dir: Path,
    manifest: IndexManifest,
    documents: Sequence[Document],
    aliases: dict[str, tuple[str, ...]],
    passages: Sequence[Passage],
    encoded: Sequence[EncodedPassage],
    projection: Projection | None,
) -> IndexManifest:
    by_id = {document.doc_id: document for document in documents}
    sparse = SparseIndex.from_texts(
        embedded_text(by_id[passage.doc_id], passage) for passage in passages
    )
    dense = DenseIndex.from_vectors(np.stack([one.vector for one in encoded]))
    tokens = None
    if projection is not None:
        tokens = TokenIndex.from_passages([one.pieces for one in encoded], projection)
    with new_version(index_dir, manifest.version) as folder:
        write_database(folder, [(d, aliases[d.doc_id]) for d in documents], passages)
        write_indexes(folder, dense, sparse, tokens)
        manifest = replace(manifest, files=_hashes(folder))
        write_manifest(folder, manifest)
    return manifest


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


def _fingerprint(
    sources: Sequence[Source], models: Sequence[str], rules: PassageRules, read_under: str
) -> str:
    facts = [
        [s.doc_id, s.title, s.commenter, s.aliases, s.kind, s.origin, s.url, s.notice, s.sha256]
        for s in sources
    ]
    paths = [str(source.path) for source in sources]
    versions = [FORMAT, reader_versions(), PASSAGES_VERSION]
    everything = [*versions, *models, asdict(rules), read_under, facts, paths]
    return hashlib.sha256(json.dumps(everything).encode()).hexdigest()


def _current_manifest(index_dir: Path) -> IndexManifest | None:
    """The current version's manifest, if there is a version that this code can use."""
    try:
        folder = current_folder(index_dir)
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        return manifest
    except IndexMissing:
        return None
    except IndexStale as error:
        _log.warning("the current index is built anew: %s", error)
        return None
