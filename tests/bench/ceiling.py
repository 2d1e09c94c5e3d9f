"""What answers would be with a perfect model: one that writes the reference answer, whole.

    python -m tests.bench.ceiling GOLD

GOLD is a file of questions with a reference answer each (`answer`); the index is that of the
settings. What the verifier lets through is shown, and the rest is counted: a sentence may be true
and yet rest on evidence that was not found.
"""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import click

from corpus.library.manifest import load_docket
from corpus.settings import load_settings
from index.embedding import load_embedder, model_name
from index.versions import IndexReader
from rag.assistant import Assistant
from rag.evaluate import run, score, table
from rag.generate.protocol import Message, Style
from rag.gold import load_gold


class Reference:
    """A language model that says what it was given to say.

    Attributes:
        says: the next answer.
    """

    name = "reference answers"
    style: Style = "compose"
    context_tokens = 32_768

    def __init__(self) -> None:
        self.says = ""

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """A bound from above: pieces of three letters."""
        return sum(len(message.content) // 3 + 8 for message in messages)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[str, None, None]:
        """The answer, in one piece."""
        yield self.says


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--show", is_flag=True, help="Print each answer.")
def main(gold: Path, show: bool) -> None:
    """Ask every question of a model that knows the answer."""
    settings = load_settings()
    model = Reference()
    assistant = Assistant(
        settings,
        load_docket(settings.docket, settings.dockets_dir),
        IndexReader(settings.index_dir, model_name(settings.embedding_model)),
        load_embedder(settings.embedding_model, settings.models_dir),
        model,
    )
    questions = load_gold(gold)
    records: list[dict[str, Any]] = []
    for question in questions:
        model.says = question.get("answer", "")
        records += run(assistant, [question])
        if show:
            click.echo(f"{question['id']} {question['question']}\n{records[-1]['answer']}\n")
    click.echo(table(score(questions, records)))
    dropped = sum(record["dropped"] for record in records)
    click.echo(f"sentences left out: {dropped}")


if __name__ == "__main__":
    main()
