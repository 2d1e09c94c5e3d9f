"""`askdocket corpus check`: what it says of documents, and of those that cannot be read."""

import json
from pathlib import Path

import pytest

from corpus.checking import Check, SuspiciousWord
from corpus.library import Source
from tests.pdf_maker import make_pdf
from tests.ui.cli.conftest import DOCKET, Run
from ui.cli.check_table import WIDTH, table

LONG_ID = "an-imported-file-with-a-very-long-name"


@pytest.fixture
def torn(home: Path) -> None:
    """A file without text among the documents."""
    folder = home / "documents" / DOCKET
    folder.mkdir(parents=True)
    (folder / "torn.txt").write_text(" \n", encoding="utf-8")


@pytest.mark.slow
def test_every_document_has_a_line_of_figures(run: Run, letters: Path) -> None:
    run("corpus", "import", letters)
    said = run("corpus", "check")
    assert said.exit_code == 0
    lines = {line.split()[0]: line.split()[1:] for line in said.stdout.splitlines()}
    assert lines["document"][0] == "pages"
    assert lines["guild"][:3] == ["1", "0", "0"]
    assert int(lines["total"][0]) > 2, "the notice's digest counts too"
    assert f"Only as our digest: {DOCKET}-0001, " in said.stdout
    assert "documents of the manifest are not at hand" in said.stdout


@pytest.mark.slow
@pytest.mark.usefixtures("torn")
def test_a_file_that_cannot_be_read_fails_and_says_why(run: Run, letters: Path) -> None:
    run("corpus", "import", letters)
    said = run("corpus", "check")
    assert said.exit_code == 1
    assert "torn.txt: the file holds no text." in said.stdout
    assert "save it as PDF" in said.stdout
    result = run("corpus", "check", "--json")
    assert result.exit_code == 1
    rows = {row["doc_id"]: row for row in json.loads(result.stdout)["documents"]}
    assert rows["torn"]["error"]
    assert not rows["guild"]["error"]


@pytest.mark.slow
def test_json_has_the_figures_of_each_document_and_of_all(run: Run, letters: Path) -> None:
    run("corpus", "import", letters)
    told = json.loads(run("corpus", "check", "--json").stdout)
    guild = next(row for row in told["documents"] if row["doc_id"] == "guild")
    assert guild["origin"] == "imported"
    assert (guild["pages"], guild["unreadable"], guild["ocr_pages"]) == (1, [], [])
    assert guild["repairs"] == {}
    assert guild["suspicious_words"] == []
    assert told["total"]["documents"] == len(told["documents"])
    assert told["total"]["unreadable_documents"] == 0
    assert f"{DOCKET}-0125" in told["missing"]


@pytest.mark.slow
def test_one_document_is_told_in_detail(run: Run, tmp_path: Path) -> None:
    pages = [["Lamps and beacons are lit", "at dusk by the guild."], ["They are unqualifed men."]]
    run("corpus", "import", make_pdf(tmp_path / "report.pdf", pages))
    said = run("corpus", "check", "report")
    assert said.exit_code == 0
    details = {line[:16].strip(): line[18:] for line in said.stdout.splitlines()}
    assert details["id"] == "report"
    assert details["pages"] == "2"
    assert details["looks damaged"] == "unqualifed (p. 2)"
    assert json.loads(run("corpus", "check", "report", "--json").stdout)["pages"] == 2


@pytest.mark.slow
@pytest.mark.usefixtures("torn")
def test_only_the_document_asked_for_decides_the_exit_code(run: Run, letters: Path) -> None:
    run("corpus", "import", letters)
    assert run("corpus", "check", "guild").exit_code == 0
    said = run("corpus", "check", "torn")
    assert said.exit_code == 1
    assert "the file holds no text" in said.stdout


def test_a_document_that_is_not_here_is_told(run: Run) -> None:
    said = run("corpus", "check", "nobody")
    assert said.exit_code == 1
    assert "There is no document nobody here." in said.stderr
    assert "corpus check" in said.stderr


def check_of(doc_id: str, **parts: object) -> Check:
    path = Path(f"/documents/{doc_id}.pdf")
    source = Source(doc_id, "", "", (), "comment", "imported", "", path, "0", 1, "")
    return Check(source, **parts)  # type: ignore[arg-type]


def test_the_table_fits_a_terminal() -> None:
    many = {f"defect {n}": 10_000 - n for n in range(12)}
    lines = list(
        table(
            [
                check_of(LONG_ID, pages=9_999, repairs=many, notes=99_999),
                check_of("torn", error="torn.pdf: " + "it is broken in many ways, " * 6),
            ]
        )
    )
    assert max(map(len, lines)) <= WIDTH
    assert LONG_ID in lines, "an id is never cut"


def test_every_class_of_repairs_is_counted_though_columns_are_few() -> None:
    many = {f"defect {n:02}": 100 - n for n in range(12)}
    lines = list(table([check_of("kite", pages=1, repairs=many)]))
    assert lines[1].split()[4:13] == ["100", "99", "98", "97", "96", "95", "94", "93", "362"]
    assert "i all others" in " ".join(lines).replace("  ", "")


def test_totals_add_up_and_a_question_counts_once() -> None:
    first = check_of("a", pages=2, suspicious=(SuspiciousWord("th", 1),), questions=("1", "2"))
    second = check_of("b", pages=3, repairs={"hyphen": 4}, questions=("2",))
    total = next(line for line in table([first, second]) if line.startswith("total"))
    assert total.split()[1:] == ["5", "0", "0", "4", "1", "0", "0", "2"]
