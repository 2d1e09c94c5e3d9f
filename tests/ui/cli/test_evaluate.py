"""`askdocket eval`: questions from files or folders, those without evidence at hand left out."""

import json
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Run


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of questions: one to find, one whose words are not here, one without an answer."""
    folder = tmp_path / "gold"
    folder.mkdir()
    found = {"doc_id": "guild", "page": 1, "from": "A lamp whose plans", "to": "by anyone."}
    lost = {"doc_id": "nowhere", "page": 1, "from": "A lamp", "to": "anyone."}
    for name, question, evidence in (
        ("found", "Who can mend a lamp whose plans are public?", [found, lost]),
        ("lost", "Who can mend a lamp?", [lost]),
        ("unanswerable", "How is bread baked on Mars?", []),
    ):
        kind = "fact" if evidence else name
        line = {"id": name, "type": kind, "question": question, "evidence": evidence}
        (folder / f"{name}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return folder


def test_a_folder_is_scored_and_what_is_left_out_is_said(
    searchable: Run, gold: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "run.jsonl"
    result = searchable("eval", gold, "--search-only", "--json", "--out", kept)
    assert result.exit_code == 0
    assert "evidence in the index: 1 (lost)." in result.stderr
    report = json.loads(result.stdout)
    n, figures = report["retrieval"]["ALL"]
    assert (n, figures["ev@1"], figures["evrec@10"]) == (1, 1.0, 1.0)
    records = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["found", "unanswerable"]
    assert records[0]["hits"][0]["doc_id"] == "guild"


def test_where_all_evidence_is_here_nothing_is_left_out(searchable: Run, gold: Path) -> None:
    result = searchable("eval", gold / "found.jsonl", "--search-only")
    assert result.exit_code == 0
    assert "Left out" not in result.stderr
    assert "unnamed" in result.stdout


def test_a_folder_without_questions_is_refused(searchable: Run, tmp_path: Path) -> None:
    result = searchable("eval", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has no .jsonl files" in result.stderr
