"""`askdocket documents`: what is in the index, document by document and page by page."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.library import Source
from corpus.reading.batch import Reading
from tests.fakes import ReadHere
from tests.ui.cli.conftest import GUILD, Run
from tests.ui.cli.test_cli import RFC, failed


def test_documents_lists_describes_and_shows_a_page(
    run: Run, letters: Path, index: Callable[..., None]
) -> None:
    run("corpus", "import", letters)
    index()
    listed = run("documents").stdout.splitlines()
    ids = [line.split()[0] for line in listed]
    assert (ids[0], ids[-2:]) == (RFC, ["guild", "pilots"])
    assert listed[0].split()[1:5] == ["rfc", "digest", "5", "pp."]
    reply = json.loads(run("documents", "--json").stdout)
    assert [document["doc_id"] for document in reply["documents"]] == ids
    assert reply["index_version"]
    described = run("documents", "show", RFC).stdout
    assert "https://www.federalregister.gov/d/2024-03763" in described
    assert re.search(r"^origin +digest$", described, re.MULTILINE)
    assert re.search(r"^who is +government agency$", described, re.MULTILINE)
    assert "Our digest, not the commenter's words:" in described
    assert "- The deadline for written comments is March 27, 2024" in described
    assert "(pp. 1-2)" in described
    digest = json.loads(run("documents", "show", RFC, "--json").stdout)["digest"]
    assert digest["statements"][-1]["page_end"] == 5
    assert json.loads(run("documents", "show", "guild", "--json").stdout)["digest"] is None
    assert "Our digest" not in run("documents", "show", "guild").stdout
    assert run("documents", "show", "guild", "--page", "1").stdout.strip() == GUILD.strip()
    page = json.loads(run("documents", "show", "guild", "--page", "1", "--json").stdout)
    assert (page["page"], page["pages"], page["text"]) == (1, 1, GUILD.strip())
    assert [block["text"] for block in page["blocks"]] == [GUILD.strip()]
    assert "Its pages are 1 to 5." in failed(run("documents", "show", RFC, "--page", "6"))
    assert "Its pages are 1 to 5." in failed(run("documents", "show", RFC, "--page", "9" * 400))
    assert "'nowhere'" in failed(run("documents", "show", "nowhere"))


class Scanner(ReadHere):
    """Finds a page of every file to be a picture, and another to be one of words."""

    def _reading(self, source: Source, fresh: bool) -> Reading:
        reading = super()._reading(source, fresh)
        assert reading.document
        if source.origin == "digest":
            return reading
        content = replace(
            reading.document.content, page_count=9, unreadable={7: "a picture"}, ocr_pages=(8, 9)
        )
        return replace(reading, document=replace(reading.document, content=content))


def test_documents_says_which_pages_could_not_be_read_or_may_be_wrong(
    run: Run, letters: Path, index: Callable[..., None]
) -> None:
    run("corpus", "import", letters)
    index(read=Scanner())
    described = run("documents", "show", "guild").stdout
    assert re.search(r"^unreadable +p\. 7: a picture$", described, re.MULTILINE)
    assert re.search(r"^read by OCR +p\. 8, p\. 9$", described, re.MULTILINE)
    reply = json.loads(run("documents", "show", "guild", "--json").stdout)
    assert reply["unreadable"] == [{"page": 7, "reason": "a picture"}]
    assert (reply["unreadable_pages"], reply["ocr_pages"]) == ([7], [8, 9])
