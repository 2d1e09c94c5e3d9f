"""Questions with known evidence.

A file of JSON lines, or a folder of such files. A line has id, type, question, named, evidence,
optionally nuggets (each a list of acceptable lower-case strings) and history (turns before the
question). A piece of evidence has doc_id, for readers its page, and either its words (`quote`) or,
where the words are not ours to keep, how they begin and end (`from`, `to`).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import AskdocketError
from index.store import Snapshot


class BadGold(AskdocketError):
    """The file of questions cannot be read."""

    code = "bad_gold"
    hint = (
        "Give a file of JSON lines, or a folder of files *.jsonl: in each line an object with id, "
        "type, question and evidence."
    )


def load_gold(path: Path) -> list[dict[str, Any]]:
    """Read questions from a file, or from all .jsonl files of a folder.

    Raises:
        BadGold: nothing is there, or a line is not a question.
    """
    if not path.is_dir():
        return _load_file(path)
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise BadGold(f"{path} has no .jsonl files.")
    return [question for file in files for question in _load_file(file)]


def with_quotes(
    gold: Sequence[Mapping[str, Any]], snapshot: Snapshot
) -> tuple[list[dict[str, Any]], list[str]]:
    """Put the words of the evidence where only their beginning and end are given.

    Returns:
        The questions, each piece of evidence with its `quote`; and the ids of those left out,
        because the index has none of their evidence.
    """
    questions, lost = [], []
    for item in gold:
        pieces = [_with_quote(piece, snapshot) for piece in item["evidence"]]
        found = [piece for piece in pieces if piece["quote"]]
        if item["evidence"] and not found:
            lost.append(item["id"])
        else:
            questions.append({**item, "evidence": found})
    return questions, lost


def _with_quote(piece: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    if "quote" in piece:
        return dict(piece)
    known = any(document.doc_id == piece["doc_id"] for document in snapshot.documents)
    text = snapshot.text(piece["doc_id"]) if known else ""
    found = located(text, piece["from"], piece["to"])
    return {**piece, "quote": text[slice(*found)] if found else ""}


def located(text: str, begins: str, ends: str) -> tuple[int, int] | None:
    """The range [start, end) of a text that begins and ends so; None where there is none."""
    start = text.find(begins)
    last = text.find(ends, start) if start >= 0 else -1
    return (start, last + len(ends)) if last >= 0 else None


def _load_file(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # JSON may hold other line ends
    except OSError as error:
        raise BadGold(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadGold(f"{path} is not UTF-8: {error}.") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise BadGold(f"{path}, line {number}: {error!r}.") from error
    return questions


def _question(item: dict[str, Any]) -> dict[str, Any]:
    question = {"evidence": [], "nuggets": [], "named": False, **item}
    _ = item["id"], item["type"], item["question"]
    _ = [
        (piece["doc_id"], piece["quote"] if "quote" in piece else (piece["from"], piece["to"]))
        for piece in question["evidence"]
    ]
    if item["type"] != "unanswerable" and not question["evidence"]:
        raise ValueError("no evidence, though the question is not unanswerable")
    return question
