"""The states that a projection is fitted to."""

import numpy as np

from corpus.progress import Progress, silent
from index.embedding import Embedder
from index.passages import embedded_text
from index.store import Snapshot
from index.types import FloatArray

_BATCH = 256


def states_of(
    snapshot: Snapshot, embedder: Embedder, progress: Progress = silent
) -> list[FloatArray]:
    """States of the word pieces of every passage, by row.

    Returns:
        float16, shape (n_pieces, hidden), for each passage: of 500,000 pieces 380 MB.
    """
    passages = snapshot.passages(range(snapshot.manifest.passages))
    texts = [embedded_text(snapshot.document(passage.doc_id), passage) for passage in passages]
    states: list[FloatArray] = []
    for first in range(0, len(texts), _BATCH):
        encoded = embedder.encode(texts[first : first + _BATCH])
        states += [one.astype(np.float16) for one in encoded.tokens]
        progress(min(first + _BATCH, len(texts)), len(texts), "passages encoded")
    return states
