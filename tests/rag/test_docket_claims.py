"""The labelled claims that come with the docket: enough of each kind, with quotes that are there."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.library.manifest import load_docket
from corpus.pdf import read_pdf
from tests.rag.labelled import KINDS, load_labelled

DOCKET = load_docket("NTIA-2023-0009")
CLAIMS = [
    labelled
    for path in sorted((DOCKET.folder / "claims").glob("*.jsonl"))
    for labelled in load_labelled(path)
]
MOST_WORDS = 6
"""Of a document in a row, as in its questions."""


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(labelled.kind for labelled in CLAIMS)
    assert kinds.keys() == KINDS
    assert kinds["right"] >= 90
    assert kinds.total() - kinds["right"] >= 100
    assert len({labelled.id for labelled in CLAIMS}) == len(CLAIMS)
    known = {entry.doc_id for entry in DOCKET.documents}
    assert {labelled.doc_id for labelled in CLAIMS} <= known


def test_no_more_than_a_few_words_of_a_document_are_kept() -> None:
    for labelled in CLAIMS:
        assert len(labelled.begins.split()) <= MOST_WORDS, labelled.id
        assert len(labelled.ends.split()) <= MOST_WORDS, labelled.id


@pytest.mark.real
@pytest.mark.parametrize("number", ["0125", "0249", "0265"])
def test_the_quotes_are_in_the_documents(real_corpus: Path, number: str) -> None:
    doc_id = f"NTIA-2023-0009-{number}"
    notice = next(entry.notice for entry in DOCKET.documents if entry.doc_id == doc_id)
    text = read_pdf(real_corpus / f"{doc_id}.pdf", notice=notice).text
    own = [labelled for labelled in CLAIMS if labelled.doc_id == doc_id]
    assert own
    for labelled in own:
        assert text.find(labelled.ends, text.index(labelled.begins)) > 0, labelled.id
