"""The words of real files whose fonts lose ligatures."""

from pathlib import Path

import pytest

from corpus.pdf import read_pdf
from corpus.repair import suspicious_words

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    ("number", "least_ligatures", "most_suspicious"), [("0165", 10, 3), ("0180", 300, 5)]
)
def test_hardly_a_word_is_left_damaged(
    real_corpus: Path, number: str, least_ligatures: int, most_suspicious: int
) -> None:
    content = read_pdf(real_corpus / f"NTIA-2023-0009-{number}.pdf")
    assert content.repairs["ligature"] >= least_ligatures
    assert len(suspicious_words(content.text)) <= most_suspicious
    assert "foundation models" in content.text
