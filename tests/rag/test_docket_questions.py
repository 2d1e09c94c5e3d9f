"""The questions that come with the docket: whole, ours alone, and with evidence that is there."""

from pathlib import Path

import pytest

from corpus.library.manifest import load_docket
from corpus.pdf import read_pdf
from rag.gold import load_gold

DOCKET = load_docket("NTIA-2023-0009")
FOLDER = DOCKET.folder / "questions"
GOLD = load_gold(FOLDER)
TYPES = frozenset(
    """fact argument position numeric list definition recommendation quote keyword compare
    aggregate followup""".split()
)
MOST_WORDS = 6
"""Of a document in a row: more would be its text, which is not ours to keep."""


def test_each_is_whole() -> None:
    assert len({item["id"] for item in GOLD}) == len(GOLD) > 4000
    known = {entry.doc_id for entry in DOCKET.documents}
    for item in GOLD:
        assert item["type"] in TYPES, item["id"]
        assert bool(item.get("history")) or item["type"] != "followup", item["id"]
        assert {piece["doc_id"] for piece in item["evidence"]} <= known, item["id"]


def test_no_more_than_a_few_words_of_a_document_are_kept() -> None:
    for item in GOLD:
        for piece in item["evidence"]:
            assert piece.keys() == {"doc_id", "page", "from", "to"}
            assert len(piece["from"].split()) <= MOST_WORDS, item["id"]
            assert len(piece["to"].split()) <= MOST_WORDS, item["id"]


@pytest.mark.real
@pytest.mark.parametrize("number", ["0001", "0144", "0249", "0265"])
def test_the_evidence_is_in_the_documents(real_corpus: Path, number: str) -> None:
    doc_id = f"NTIA-2023-0009-{number}"
    notice = next(entry.notice for entry in DOCKET.documents if entry.doc_id == doc_id)
    text = read_pdf(real_corpus / f"{doc_id}.pdf", notice=notice).text
    lost = [
        (item["id"], piece)
        for item in GOLD
        for piece in item["evidence"]
        if piece["doc_id"] == doc_id
        and (text.find(piece["from"]) < 0 or text.find(piece["to"], text.find(piece["from"])) < 0)
    ]
    assert lost == []
