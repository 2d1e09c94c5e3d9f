"""The head of the page: model, documents, digests, and a missing index."""

import pytest

from corpus.settings import Settings
from tests.ui.harbour import RECORDS, ScriptedAssistant
from ui.head import digests_text, head_html, model_text


class Library:
    def __init__(self, *origins: str) -> None:
        self.documents = [record for record in RECORDS if record.origin in origins]


@pytest.mark.parametrize(
    ("name", "llm", "shown"),
    [
        ("", "none", "No model: quotes only."),
        ("Small-1B", "embedded", "Answers written by Small-1B, in process."),
        ("Big", "http://me:secret@10.0.0.7:8080/v1", "Answers written by Big, at 10.0.0.7."),
    ],
)
def test_the_model_is_named_without_giving_away_a_password(name: str, llm: str, shown: str) -> None:
    assert model_text(name, llm) == shown


def test_digests_are_announced_when_there_are_any() -> None:
    assert digests_text(Library("official")) == ""
    assert "only as our own digest" in digests_text(Library("official", "digest"))


def test_the_head_counts_the_documents_and_says_when_there_are_none() -> None:
    assistant = ScriptedAssistant(Settings(_env_file=None))
    assert "4 documents in the index: 4 of 41 comments." in head_html(assistant)
    assistant.index_here = False
    assert "There is no index yet. Run `askdocket index build`" in head_html(assistant)
