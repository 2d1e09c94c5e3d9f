"""Every command as a person types it, with what it says when something is wrong."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from corpus.settings import Settings
from index.versions import build_lock
from tests.ui.cli.conftest import DOCKET, Run
from ui.cli import main

RFC = f"{DOCKET}-0001"


def failed(result: Result) -> str:
    """What a command said that failed for a reason that its user can mend."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    said = result.stderr
    assert said.startswith("Error: ")
    assert len(said.splitlines()) == 2, "one message, one way out"
    return said


def misused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


def commands(group: click.Group = main, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield names
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*names, name))
        else:
            yield (*names, name)


@pytest.mark.parametrize("names", list(commands()), ids=" ".join)
def test_help_says_what_each_command_and_option_does(run: Run, names: tuple[str, ...]) -> None:
    result = run(*names, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: {' '.join(('askdocket', *names))} ")
    assert "..." not in result.stdout.partition("Options:")[2], "a summary is cut off"
    command: click.Command = main
    for name in names:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert all(option.help for option in options)


@pytest.mark.parametrize(
    ("args", "setting"),
    [
        ((), "home"),
        ((), "docket"),
        ((), "llm"),
        (("serve",), "host"),
        (("serve",), "port"),
        (("up",), "port"),
    ],
)
def test_help_names_the_defaults(run: Run, args: tuple[str, ...], setting: str) -> None:
    said = " ".join(run(*args, "--help").stdout.split())
    default = Settings.model_fields[setting].default
    assert f"[default: (ASKDOCKET_{setting.upper()}, else {default})" in said
    assert "[default: 10; 1<=x<=50]" in " ".join(run("search", "--help").stdout.split())


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["asks", "q"], "'ask'"),
        (["corpus", "synk"], "'sync'"),
        (["ask", "--comenter", "IBM", "q"], "'--commenter'"),
        (["index", "build", "--ful"], "'--full'"),
        (["--dockets", "x", "settings"], "'--docket'"),
    ],
)
def test_a_slip_of_the_pen_is_bad_usage_with_a_suggestion(
    run: Run, args: list[str], meant: str
) -> None:
    assert f"Did you mean {meant}?" in misused(run(*args))


@pytest.mark.parametrize(
    "args",
    [
        ["ask"],
        ["ask", "two", "arguments"],
        ["search", "-k", "51", "q"],
        ["ask", "--kind", "letter", "q"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "http"],
        ["corpus", "import", "/no/such/file.pdf"],
        ["documents", "show"],
        ["documents", "show", RFC, "--page", "0"],
    ],
    ids=" ".join,
)
def test_bad_usage(run: Run, args: list[str]) -> None:
    assert "Error: " in misused(run(*args))


def test_an_unknown_setting_is_refused_with_the_closest(run: Run, tmp_path: Path) -> None:
    said = failed(run("settings", lmm="none"))
    assert "There is no setting ASKDOCKET_LMM. Did you mean ASKDOCKET_LLM?" in said
    (tmp_path / ".env").write_text("ASKDOCKET_PROT=1\n", encoding="utf-8")
    assert "Did you mean ASKDOCKET_PORT?" in failed(run("settings"))


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("port", "99999", "65535"), ("llm_timeout_s", "soon", "number"), ("max_waiting", "0", "1")],
)
def test_a_value_out_of_bounds_is_named(run: Run, name: str, value: str, why: str) -> None:
    said = failed(run("settings", **{name: value}))
    assert f"ASKDOCKET_{name.upper()}: " in said
    assert why in said


def test_settings_shows_where_each_comes_from_but_no_secret(
    run: Run, home: Path, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("ASKDOCKET_PORT=7999\n", encoding="utf-8")
    rows = json.loads(run("settings", "--json", api_key="s3cret").stdout)
    values = {row["variable"]: row["value"] for row in rows}
    assert values["ASKDOCKET_PORT"] == "7999"
    assert values["ASKDOCKET_HOME"] == str(home)
    assert values["ASKDOCKET_API_KEY"] == "********"
    assert len(values) == len(Settings.model_fields)
    assert all(row["meaning"] for row in rows)
    said = run("--home", tmp_path / "other", "settings", api_key="s3cret").stdout
    assert "ASKDOCKET_PORT = 7999  (default 7860)" in said
    assert f"ASKDOCKET_HOME = {tmp_path / 'other'}" in said, "an option wins over the environment"
    assert "s3cret" not in said


def test_an_unknown_docket_names_those_that_are_known(run: Run) -> None:
    assert DOCKET in failed(run("--docket", "NTIA-1999", "corpus", "check"))


def test_a_missing_corpus_folder_is_named(run: Run, tmp_path: Path) -> None:
    said = failed(run("corpus", "sync", corpus_dir=str(tmp_path / "gone")))
    assert f"There is no folder {tmp_path / 'gone'}." in said
    assert "ASKDOCKET_CORPUS_DIR" in said


def test_sync_without_downloads_says_what_is_missing_and_how_to_get_it(run: Run) -> None:
    said = run("corpus", "sync")
    assert said.exit_code == 0
    assert "as digest" in said.stdout
    assert "set ASKDOCKET_CORPUS_DIR" in said.stdout
    report = json.loads(run("corpus", "sync", "--json").stdout)
    assert RFC in report["digests"]
    assert report["downloaded"] == []


NEEDS_INDEX = [
    ["ask", "q"],
    ["search", "q"],
    ["documents"],
    ["documents", "show", RFC],
    ["eval", "gold"],
]


@pytest.fixture
def gold(tmp_path: Path) -> None:
    question = {
        "id": "q1",
        "type": "unanswerable",
        "question": "When?",
        "evidence": [],
        "nuggets": [],
    }
    (tmp_path / "gold").write_text(json.dumps(question) + "\n", encoding="utf-8")


@pytest.mark.usefixtures("gold")
@pytest.mark.parametrize("args", NEEDS_INDEX, ids=" ".join)
def test_without_an_index_the_command_that_builds_it_is_named(run: Run, args: list[str]) -> None:
    said = failed(run(*args))
    assert "There is no index" in said
    assert "Run `askdocket index build`" in said


@pytest.mark.usefixtures("gold")
@pytest.mark.parametrize("args", NEEDS_INDEX, ids=" ".join)
def test_an_index_of_another_embedding_model_is_refused(
    run: Run, index: Callable[..., None], args: list[str]
) -> None:
    index(embedding_model="some/other-model")
    said = failed(run(*args))
    assert "'some/other-model'" in said
    assert "Run `askdocket index build`" in said


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("", "The question is empty."),
        (" \n\t?! ", "The question is empty."),
        ("lamp " * 20_000, "The question has 99,999 characters; at most 4,000 are taken."),
    ],
    ids=["empty", "blank", "100 kB"],
)
def test_a_question_that_is_none_is_refused_before_anything_is_loaded(
    run: Run, command: str, question: str, why: str
) -> None:
    assert why in failed(run(command, question))


@pytest.mark.parametrize("option", [["--doc", "nowhere"], ["--commenter", "Nobody & Sons"]])
def test_a_filter_that_fits_nothing_is_named(
    run: Run, index: Callable[..., None], option: list[str]
) -> None:
    index()
    assert option[1] in failed(run("ask", *option, "Who says so?"))


def test_eval_names_a_gold_file_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert "gone.jsonl" in failed(run("eval", tmp_path / "gone.jsonl"))
    (tmp_path / "torn.jsonl").write_text('{"id": "q1"', encoding="utf-8")
    assert "torn.jsonl" in failed(run("eval", tmp_path / "torn.jsonl"))


def test_one_file_is_imported_with_what_is_said_of_it(
    run: Run, letters: Path, index: Callable[..., None]
) -> None:
    described = ["--commenter", "Lantern Makers", "--title", "On lamps"]
    address = ["--url", "https://lamps.example/guild"]
    said = run("corpus", "import", letters / "guild.txt", *described, *address)
    assert said.exit_code == 0, said.output
    assert "1 imported, 0 unchanged, 0 skipped." in said.stdout
    assert "Lantern Makers  (comment)" in said.stdout
    assert "Run `askdocket index build`" in said.stdout
    index()
    shown = json.loads(run("documents", "show", "guild", "--json").stdout)
    assert (shown["commenter"], shown["title"], shown["kind"], shown["origin"], shown["url"]) == (
        "Lantern Makers",
        "On lamps",
        "comment",
        "imported",
        "https://lamps.example/guild",
    )
    refused = run("corpus", "import", letters, *described)
    assert "go with one file" in misused(refused)


@pytest.mark.slow
def test_a_broken_file_costs_only_itself(run: Run, letters: Path) -> None:
    (letters / "torn.pdf").write_bytes(b"")
    (letters / "fake.pdf").write_bytes(b"MZ\x90\x00 no PDF at all")
    (letters / "lamp.xcf").write_bytes(b"gimp xcf")
    result = run("corpus", "import", "--json", letters)
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert [source["doc_id"] for source in report["added"]] == ["guild", "pilots"]
    skipped = {Path(row["path"]).name: row["reason"] for row in report["skipped"]}
    assert sorted(skipped) == ["fake.pdf", "lamp.xcf", "torn.pdf"]
    assert all(skipped.values())
    again = run("corpus", "import", letters)
    assert "0 imported, 2 unchanged, 3 skipped." in again.stdout
    assert f"skipped {letters / 'torn.pdf'}: " in again.stdout
    only_bad = run("corpus", "import", letters / "torn.pdf")
    assert only_bad.exit_code == 1
    assert "0 imported, 0 unchanged, 1 skipped." in only_bad.stdout


def test_what_is_removed_is_gone(run: Run, letters: Path, home: Path) -> None:
    run("corpus", "import", letters)
    said = run("corpus", "remove", "guild")
    assert said.exit_code == 0
    assert "Run `askdocket index build`" in said.stdout
    assert [path.name for path in (home / "documents" / DOCKET).glob("*.txt")] == ["pilots.txt"]
    assert "There is no file of guild" in failed(run("corpus", "remove", "guild"))


def test_two_builds_do_not_run_at_once(run: Run, home: Path) -> None:
    with build_lock(home / "index" / DOCKET):
        said = failed(run("index", "build"))
    assert "Another process is building" in said
    assert "Wait for the other build to end." in said


@pytest.mark.parametrize(
    "args", [["corpus", "import", "letters"], ["index", "build"]], ids=" ".join
)
def test_a_home_that_is_no_folder_is_told(
    run: Run, home: Path, letters: Path, args: list[str]
) -> None:
    home.write_text("not a folder", encoding="utf-8")
    said = failed(run(*args))
    assert str(home) in said
    assert "ASKDOCKET_HOME" in said
