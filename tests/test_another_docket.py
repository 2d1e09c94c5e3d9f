"""A docket that nobody packaged: a folder with a manifest and a digest, through the commands."""

import json
from pathlib import Path

import pytest

from tests.ui.cli.process import Askdocket

pytestmark = pytest.mark.slow

DOCKET = "KITE-2031-0001"
NOTICE, GUILD = f"{DOCKET}-0001", f"{DOCKET}-0002"
LETTER = """Bureau of Kites

Request for comment on kites over airports. Comments are due on or before 30 June 2031.

Questions

1. How should the Bureau define a kite with a widely available plan?
"""
DIGEST = f"""---
id: {GUILD}
commenter: Kite Flyers' Guild
commenter_kind: trade association
kind: comment
pages: 2
date: 2031-03-01
url: https://docket.example/{GUILD}
---

## Who speaks

The Kite Flyers' Guild speaks for 40 makers and flyers of kites. [p. 1]

## Proposals

- Strings longer than 120 metres should carry a lantern after sunset, says the Guild. [p. 1]
- The Guild asks for a training course of ten hours before a first flight over a town. [p. 2]
"""


def document(doc_id: str, kind: str, commenter: str, pages: int) -> dict[str, object]:
    return {
        "doc_id": doc_id,
        "kind": kind,
        "title": f"Letter of {commenter}",
        "commenter": commenter,
        "aliases": [],
        "organisation": True,
        "date": "2031-03-01",
        "url": f"https://docket.example/{doc_id}",
        "file_urls": [],
        "sha256": "",
        "size_bytes": 0,
        "pages": pages,
        "notice": "",
    }


@pytest.fixture
def kites(tmp_path: Path) -> Askdocket:
    """The folder of the docket in a home, and the notice alone in a folder of documents."""
    corpus = tmp_path / "letters"
    corpus.mkdir()
    (corpus / f"{NOTICE}.txt").write_text(LETTER, encoding="utf-8")
    settings = {"DOCKET": DOCKET, "CORPUS_DIR": str(corpus), "LLM": "none"}
    askdocket = Askdocket(tmp_path, {f"ASKDOCKET_{k}": v for k, v in settings.items()})
    folder = askdocket.home / "dockets" / DOCKET
    (folder / "digests").mkdir(parents=True)
    (folder / "digests" / f"{GUILD}.md").write_text(DIGEST, encoding="utf-8")
    manifest = {
        "docket_id": DOCKET,
        "title": "Kites Over Airports",
        "agency": "Bureau of Kites",
        "comments_in_docket": 14,
        "documents": [
            document(NOTICE, "rfc", "Bureau of Kites", 1),
            document(GUILD, "comment", "Kite Flyers' Guild", 2),
        ],
        "listed": [{"doc_id": f"{DOCKET}-0003", "commenter": "Jane Roe", "organisation": False}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return askdocket


def said(askdocket: Askdocket, *args: str) -> str:
    done = askdocket.run(*args)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_docket_is_a_folder(kites: Askdocket) -> None:
    assert json.loads(said(kites, "corpus", "sync", "--json"))["digests"] == [GUILD]
    said(kites, "index", "build")
    question = "From what length of string does the Kite Flyers' Guild want a lantern?"
    answer = said(kites, "ask", question)
    assert "lantern after sunset" in answer
    assert f"Digest of Kite Flyers' Guild, {GUILD}, original p. 1" in answer
    assert "1 of the docket's 14 comments is here" in answer
    assert "30 June 2031" in said(kites, "ask", "When are comments on the notice due?")
    assert "docket lists a comment by Jane Roe" in said(kites, "ask", "What does Jane Roe say?")
    shown = said(kites, "documents", "show", GUILD)
    assert "trade association" in shown
    assert "- The Guild asks for a training course" in shown


def test_what_is_wrong_in_a_folder_is_said_with_its_place(kites: Askdocket) -> None:
    folder = kites.home / "dockets" / DOCKET
    digest = folder / "digests" / f"{GUILD}.md"
    digest.write_text(DIGEST.replace("pages: 2", "pages: 3"), encoding="utf-8")
    built = kites.run("corpus", "check")
    assert f"{GUILD}.md, line 6: pages is '3', in the manifest '2'" in built.stdout + built.stderr
    (folder / "manifest.json").write_text('{"docket_id": "KITE-2031-0001"}', encoding="utf-8")
    refused = kites.run("corpus", "sync")
    assert refused.returncode == 1
    assert "manifest.json cannot be read: KeyError('title')" in refused.stderr
