"""An exported answer is checked again: quotes, pages, commenters, markers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.conftest import Run

Record = dict[str, Any]


@pytest.fixture
def record(searchable: Run) -> Record:
    result = searchable("--llm", "none", "ask", "--json", "Whose lamp can be mended by anyone?")
    assert result.exit_code == 0
    answer: Record = json.loads(result.stdout)
    assert answer["citations"]
    return answer


def checked(run: Run, record: Record, tmp_path: Path) -> tuple[int, str]:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    result = run("verify", path)
    return result.exit_code, result.output


def test_an_answer_as_it_was_given_holds(searchable: Run, record: Record, tmp_path: Path) -> None:
    code, said = checked(searchable, record, tmp_path)
    assert code == 0
    assert "all as in the documents" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.update(quote=c["quote"].replace(" ", " not ", 1)), "it is not in it"),
        (lambda c: c.update(start=c["start"] + 1, end=c["end"] + 1), "it stands elsewhere in it"),
        (lambda c: c.update(page_start=7, page_end=7), "not 7-7"),
        (lambda c: c.update(commenter="Harbour Master"), "not Harbour Master"),
        (lambda c: c.update(doc_id="nobody"), "no document nobody"),
        (lambda c: c.update(start=-5, end=10**9), "not the text"),
        (lambda c: c.update(index=9), "[1] has no citation"),
    ],
)
def test_what_was_changed_is_found(
    searchable: Run,
    record: Record,
    tmp_path: Path,
    change: Callable[[Record], None],
    said: str,
) -> None:
    change(record["citations"][0])
    code, output = checked(searchable, record, tmp_path)
    assert code == 1
    assert said in output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("can be", "cannot be", "a quote that is no citation's"),
        ("**Lamp Guild:**", "**Harbour Pilots:**", "under '**Harbour Pilots:**'"),
        ("**Lamp Guild:**", "", "under ''"),
    ],
)
def test_words_changed_in_the_answer_alone_are_found(
    searchable: Run, record: Record, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in record["answer"]
    record["answer"] = record["answer"].replace(old, new)
    code, output = checked(searchable, record, tmp_path)
    assert code == 1
    assert said in output


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"answer": "x", "citations": [1]}'])
def test_what_is_no_answer_is_told(searchable: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text, encoding="utf-8")
    result = searchable("verify", path)
    assert result.exit_code == 2
    assert "is no answer" in result.output
