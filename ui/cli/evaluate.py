"""`askdocket eval`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from corpus.terminal import progress_bar
from ui.cli.common import (
    assistant_over_index,
    echo_json,
    json_option,
    reporting_errors,
    settings_of,
)


@click.command("eval")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--search-only", is_flag=True, help="Measure retrieval alone, without answers.")
@click.option(
    "--by-page",
    is_flag=True,
    help="Take what is on the evidence's page for evidence: for digests, whose words are ours.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Keep the run here.")
@json_option
@click.pass_context
@reporting_errors
def evaluate(
    context: click.Context,
    gold: Path,
    search_only: bool,
    by_page: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Score answers to questions of known evidence.

    GOLD is a file of JSON lines, a question each (id, type, question, evidence, nuggets), or a
    folder of such files.
    """
    from rag import evaluate as evaluation
    from rag.gold import load_gold, with_quotes

    questions = load_gold(gold)
    assistant = assistant_over_index(settings_of(context), writes=not search_only)
    lost: list[str] = []
    if not by_page:
        questions, lost = with_quotes(questions, assistant.snapshot())
    if lost:
        names = ", ".join(lost[:5]) + (", ..." if len(lost) > 5 else "")
        click.echo(
            f"Left out, for want of their evidence in the index: {len(lost)} ({names}).", err=True
        )
    with progress_bar() as progress:
        records = evaluation.run(assistant, questions, answers=not search_only, progress=progress)
    if out is not None:
        out.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    report = evaluation.score(questions, records, by_page=by_page)
    if as_json:
        echo_json(asdict(report))
    else:
        click.echo(evaluation.table(report))
