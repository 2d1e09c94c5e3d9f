"""Commenters found however their names are written."""

import pytest

from rag.understanding.mentions import MentionFinder

FREQUENCIES = {
    "meta": 1e-5,
    "reason": 2e-4,
    "foster": 2e-5,
    "say": 1e-3,
    "about": 1e-3,
    "what": 1e-3,
}
FINDER = MentionFinder(
    [
        ("meta", ("Meta Platforms, Inc.", "Meta")),
        ("reason", ("Reason Foundation",)),
        ("foster", ("Charles Foster", "Foster, Charles")),
        ("osi", ("Open Source Initiative", "OSI")),
        ("db", ("Databricks, Inc.",)),
    ],
    lambda word: FREQUENCIES.get(word, 0.0),
    lambda word: word in {"licence", "weights", "does"},
)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What does Meta say?", ("meta",)),
        ("what does meta say about weights", ("meta",)),
        ("does foster think so", ("foster",)),
        ("What does Foster expect?", ("foster",)),
        ("And Foster?", ("foster",)),
        ("what does databrics say", ("db",)),
        ("osi: what is open?", ("osi",)),
        ("what does the reason foundation say", ("reason",)),
    ],
)
def test_who_is_asked(question: str, asked: tuple[str, ...]) -> None:
    assert FINDER.find(question).by_role("speaker") == asked


@pytest.mark.parametrize(
    "question",
    [
        "a meta level of weights",
        "what does reason say about weights",
        "rules that foster weights",
        "Is there a reason?",
    ],
)
def test_words_are_nobody(question: str) -> None:
    assert FINDER.find(question).mentions == ()


def test_who_is_spoken_of() -> None:
    found = FINDER.find("Who attacks the osi definition and Meta's licence?")
    assert found.by_role("speaker") == ()
    assert found.by_role("subject") == ("osi", "meta")
    assert [found.text[m.start : m.end] for m in found.mentions] == ["the osi", "Meta"]
