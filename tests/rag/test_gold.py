"""Questions with known evidence: read from files and folders, their quotes put in place."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.store import Snapshot
from rag.gold import BadGold, load_gold, with_quotes
from tests.docket_maker import ABSENT, ARC, GUILD

QUOTE = "Monitoring stations along the coast cost 40,000 dollars a year and airports cannot pay for them."
FOUND = {"doc_id": ARC, "page": 3, "from": "Monitoring stations along", "to": "pay for them."}
NO_BEGINNING = {**FOUND, "from": "Monitoring stations upon"}
NO_END = {**FOUND, "to": "pay for it."}
END_BEFORE = {**FOUND, "to": "landing hours."}
NOT_HERE = {**FOUND, "doc_id": ABSENT}


def item(id_: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "fact",
        "question": "?",
        "named": False,
        "evidence": [{"doc_id": GUILD, "page": 1, "quote": "kites fly over the town at noon"}],
        "nuggets": [["kite", "dragon"], ["noon"]],
        **more,
    }


def write(path: Path, *lines: object) -> Path:
    path.write_text(
        "\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines)
    )
    return path


def test_gold_is_read_with_what_may_be_left_out(tmp_path: Path) -> None:
    odd = item("a", question="line\u2028separators and \x85 are no line ends")
    path = write(
        tmp_path / "gold.jsonl", odd, "", {"id": "b", "type": "unanswerable", "question": "?"}, "  "
    )
    first, second = load_gold(path)
    assert first == odd
    assert second == {
        "id": "b", "type": "unanswerable", "question": "?", "evidence": [], "nuggets": [], "named": False
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "3",
        '"id"',
        {"type": "fact", "question": "?"},
        {"id": "a", "question": "?"},
        {"id": "a", "type": "fact"},
        {"id": "a", "type": "fact", "question": "?"},
        {"id": "a", "type": "fact", "question": "?", "evidence": [{"page": 1}]},
        {"id": "a", "type": "fact", "question": "?", "evidence": None},
        {"id": "a", "type": "fact", "question": "?", "evidence": [{"doc_id": "b"}]},
        {"id": "a", "type": "fact", "question": "?", "evidence": [{"doc_id": "b", "from": "c"}]},
        {"id": "a", "type": "fact", "question": "?", "evidence": [{"doc_id": "b", "to": "c"}]},
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object) -> None:
    path = write(tmp_path / "gold.jsonl", item("ok"), "", line)
    with pytest.raises(BadGold, match=r"gold\.jsonl, line 3"):
        load_gold(path)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(BadGold, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadGold, match="UTF-8"):
        load_gold(tmp_path / "bytes.jsonl")


def test_a_folder_is_its_files_in_order(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", item("3"))
    write(tmp_path / "a.jsonl", item("2"), "", item("1", evidence=[FOUND]))
    write(tmp_path / "notes.txt", "no question")
    assert [question["id"] for question in load_gold(tmp_path)] == ["2", "1", "3"]


def test_a_bad_line_in_a_folder_is_named_with_its_file(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", item("1"))
    write(tmp_path / "b.jsonl", item("2"), "{")
    with pytest.raises(BadGold, match=r"b\.jsonl, line 2"):
        load_gold(tmp_path)


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "notes.txt", "no question")
    with pytest.raises(BadGold, match=r"has no \.jsonl files"):
        load_gold(tmp_path)


def test_words_are_put_between_beginning_and_end(snapshot: Snapshot) -> None:
    given = item("a", evidence=[FOUND])
    [question], lost = with_quotes([given], snapshot)
    assert lost == []
    assert question == {**given, "evidence": [{**FOUND, "quote": QUOTE}]}
    assert given["evidence"] == [FOUND], "what was given stays as it was"


def test_a_quote_may_be_its_own_beginning_and_end(snapshot: Snapshot) -> None:
    whole = {**FOUND, "from": QUOTE, "to": QUOTE}
    [question], _ = with_quotes([item("a", evidence=[whole])], snapshot)
    assert [piece["quote"] for piece in question["evidence"]] == [QUOTE]


def test_quotes_that_are_given_stay_whatever_the_index_has(snapshot: Snapshot) -> None:
    given = [item("a"), item("b", evidence=[{"doc_id": ABSENT, "page": 1, "quote": "Fees."}])]
    assert with_quotes(given, snapshot) == (given, [])


@pytest.mark.parametrize("piece", [NO_BEGINNING, NO_END, END_BEFORE, NOT_HERE])
def test_a_question_none_of_whose_evidence_is_here_is_left_out_and_named(
    snapshot: Snapshot, piece: dict[str, Any]
) -> None:
    for evidence in ([piece], [piece, NOT_HERE]):
        given = [item("a"), item("b", evidence=evidence)]
        assert with_quotes(given, snapshot) == (given[:1], ["b"])


@pytest.mark.parametrize("piece", [NO_BEGINNING, NO_END, END_BEFORE, NOT_HERE])
def test_a_question_keeps_what_evidence_is_here(snapshot: Snapshot, piece: dict[str, Any]) -> None:
    [question], lost = with_quotes([item("a", evidence=[piece, FOUND])], snapshot)
    assert [found["quote"] for found in question["evidence"]] == [QUOTE]
    assert lost == []


def test_a_question_without_an_answer_needs_no_evidence(snapshot: Snapshot) -> None:
    given = [item("a", type="unanswerable", evidence=[])]
    assert with_quotes(given, snapshot) == (given, [])
