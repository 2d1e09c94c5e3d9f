"""README.md keeps its word: its commands exist, and its answer looks as answers do."""

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pypdf
import pytest

from corpus.settings import Settings, variable_of
from rag.compose import introduction, quoted
from rag.types import Answer, Citation, Coverage
from ui.cli import main
from ui.cli.ask import answer_text

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = README.splitlines()
INDENT = "    "
PROMPT = "$ "

_SOURCE = re.compile(r"\[(\d+)\] (.+), (\S+), p\. (\d+)  (https://\S+)")
_COVERAGE = re.compile(r"Searched (\d+) documents, cited (\d+)\. (\d+) of the docket's (\d+) ")
_UNREADABLE = re.compile(r"(NTIA-\d{4}-\d{4}-\d{4}) p\. (\d+)")


def code() -> list[str]:
    """Lines of the code blocks, and what stands in backticks."""
    blocks = [line.strip() for line in LINES if line.startswith(INDENT)]
    prose = "\n".join(line for line in LINES if not line.startswith(INDENT))
    return blocks + re.findall(r"`([^`\n]+)`", prose)


def commands(program: str) -> list[list[str]]:
    """Arguments of every call of a program, settings before it and paths to it left out."""
    found = []
    for line in code():
        for part in line.removeprefix(PROMPT).split("&&"):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:  # a line of an answer, or one that goes on in the next
                continue
            while words and re.fullmatch(r"ASKDOCKET_\w+=.*", words[0]):
                del words[0]
            if words and Path(words[0]).name == program:
                found.append(words[1:])
    return found


def test_make_knows_its_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    asked = [words for words in commands("make") if words]
    assert asked
    assert {target for words in asked for target in words} <= targets


@pytest.mark.parametrize("args", commands("askdocket"), ids=" ".join)
def test_the_command_line_takes_what_is_shown(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.pdf").touch()
    command: click.Command = main
    names, rest = ["askdocket"], list(args)
    while isinstance(command, click.Group):
        assert rest, f"{' '.join(names)} wants a command"
        assert rest[0] in command.commands
        names.append(rest.pop(0))
        command = command.commands[names[-1]]
    command.make_context(" ".join(names), rest).close()  # a wrong flag raises


def test_the_commands_are_found_at_all() -> None:
    shown = [args[0] for args in commands("askdocket") if args]
    assert {"ask", "corpus", "index", "settings"} <= set(shown)


def test_modules_settings_and_files_that_are_named_exist() -> None:
    modules = re.findall(r"python -m (\S+?)[`\s]", README)
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []
    known = {variable_of(name) for name in Settings.model_fields} | {"ASKDOCKET_TEST_CORPUS"}
    assert set(re.findall(r"ASKDOCKET_\w*[A-Z]", README)) <= known
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_first_screen_has_a_command_and_an_answer() -> None:
    assert len(LINES) <= 200
    first = next(number for number, line in enumerate(LINES, 1) if line.startswith(INDENT))
    answer = next(number for number, line in enumerate(LINES, 1) if line.startswith(INDENT + "> “"))
    assert first < 25
    assert answer < 40


def test_nothing_is_left_to_fill_in() -> None:
    assert re.findall(r"PLACEHOLDER|TODO|TBD|XXX|FIXME", README) == []


def shown_answer() -> str:
    """What stands below the question, up to the line that says what was searched."""
    asked = next(n for n, line in enumerate(LINES) if re.search(r"\$ \S*askdocket ask", line))
    end = next(n for n in range(asked, len(LINES)) if LINES[n].startswith(INDENT + "Searched "))
    return "\n".join(line.removeprefix(INDENT) for line in LINES[asked + 1 : end + 1])


def shown_citations(shown: str) -> list[Citation]:
    """The citations that the shown answer has, made up from what it says."""
    citations = []
    for index, commenter, doc_id, page, url in _SOURCE.findall(shown.partition("Sources:\n")[2]):
        quote = re.search(rf"^> “(.+)” \(p\. {page}\) \[{index}\]$", shown, re.MULTILINE)
        assert quote, f"no quote line with page and marker for [{index}]"
        citations.append(
            Citation(
                index=int(index),
                doc_id=doc_id,
                title="",
                commenter=commenter,
                kind="comment",
                origin="official",
                page_start=int(page),
                page_end=int(page),
                start=0,
                end=len(quote[1]),
                quote=quote[1],
                verified=True,
                url=url,
            )
        )
    return citations


def test_the_shown_answer_is_what_the_command_prints() -> None:
    shown = shown_answer()
    citations = shown_citations(shown)
    assert citations, "the answer shows its sources"
    counts = _COVERAGE.search(shown)
    assert counts, f"not what is printed of the coverage: {shown.splitlines()[-1]}"
    searched, cited, here, listed = map(int, counts.groups())
    unreadable = _UNREADABLE.findall(shown.splitlines()[-1])
    body = shown.partition("\n\nSources:\n")[0]
    for citation in citations:
        assert introduction(citation) in body.splitlines()
        assert quoted(citation) in body.splitlines()
    made_up = Answer(
        question="",
        text=body,
        mode="extractive",
        citations=tuple(citations),
        hits=(),
        reason="",
        coverage=Coverage(
            documents_searched=searched,
            documents_cited=cited,
            documents_indexed=searched,
            comments_indexed=here,
            comments_in_docket=listed,
            digests_searched=0,
            unreadable_pages=tuple((doc_id, int(page)) for doc_id, page in unreadable),
        ),
        model="",
        index_version="",
    )
    assert answer_text(made_up).splitlines() == shown.splitlines()


@pytest.mark.real
def test_the_shown_quotes_are_on_their_pages(real_corpus: Path) -> None:
    for citation in shown_citations(shown_answer()):
        page = pypdf.PdfReader(real_corpus / f"{citation.doc_id}.pdf").pages[
            citation.page_start - 1
        ]
        words = ["".join(filter(str.isalnum, t)) for t in (citation.quote, page.extract_text())]
        assert words[0] in words[1]
