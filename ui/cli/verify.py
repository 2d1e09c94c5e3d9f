"""`askdocket verify`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from corpus.terminal import FAILED
from ui.cli.common import echo_json, json_option, open_index, reporting_errors, settings_of


@click.command()
@click.argument("answer", type=click.Path(path_type=Path))
@json_option
@click.pass_context
@reporting_errors
def verify(context: click.Context, answer: Path, as_json: bool) -> None:
    """Check an exported answer against the index.

    ANSWER is the JSON that `askdocket ask --json`, POST /v1/ask or the page's export gives. Every
    quote must be the document's text at its place, on the pages and by the commenter named, and
    every marker must have its citation, and the answer must show each quote as cited, under its
    commenter's name. Sentences that a model wrote are not judged again. Exit code 1 says that
    something is wrong.
    """
    from rag.recheck import recheck

    snapshot = open_index(settings_of(context))
    try:
        record = json.loads(answer.read_text(encoding="utf-8"))
        checked, findings = recheck(snapshot, record)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.UsageError(
            f"{answer} is no answer: {error!r}. Save one with `askdocket ask --json QUESTION`."
        ) from error
    if as_json:
        echo_json({"checked": checked, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            who = f"[{finding.index}] " if finding.index else ""
            click.echo(f"{who}{finding.problem}")
        wrong = f"{len(findings)} problems" if findings else "all as in the documents"
        click.echo(f"Citations checked: {checked}; {wrong}.")
    if findings:
        raise SystemExit(FAILED)
