"""Train the projection of the embedding model in the settings: `python -m rag.training`.

Reads the index that the settings name and questions with known evidence, by default those that
come with the docket. Takes minutes on two cores.
"""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from corpus.errors import AskdocketError
from corpus.library.manifest import load_docket
from corpus.progress import Progress
from corpus.settings import Settings, load_settings
from corpus.terminal import FAILED, progress_bar
from index.embedding import load_embedder, model_name
from index.interaction import Projection, TokenIndex
from index.store import Snapshot
from index.versions import current_folder, open_snapshot
from rag.evaluate import hit_record, score, table
from rag.gold import load_gold, with_quotes
from rag.retrieval import Retriever
from rag.training.examples import examples_of
from rag.training.held_out import held_out
from rag.training.states import states_of
from rag.training.trainer import Recipe, fit
from rag.types import Filters, Turn
from rag.understanding import Understanding

_USUAL = Recipe()
_COUNT = click.IntRange(min=1)
_HITS = 10


@click.command(context_settings={"show_default": True})
@click.option("--questions", type=click.Path(exists=True, path_type=Path), help="File or folder.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option(
    "--hold-out",
    is_flag=True,
    help="Train without three in ten documents and score on the questions about them.",
)
@click.option("--dim", default=_USUAL.dim, type=_COUNT, help="Numbers compared for a word piece.")
@click.option("--epochs", default=_USUAL.epochs, type=_COUNT, help="Times every question is seen.")
@click.option("--rate", default=_USUAL.rate, help="Learning rate.")
@click.option("--decay", default=_USUAL.decay, help="Pull towards the principal components.")
@click.option("--negatives", default=_USUAL.negatives, type=_COUNT, help="Look-alikes a question.")
@click.option("--seed", default=_USUAL.seed, help="Of what is drawn.")
def main(questions: Path | None, out: Path | None, hold_out: bool, **recipe: Any) -> None:
    """Train the projection of late interaction on questions with known evidence."""
    if out is None and not hold_out:
        raise click.UsageError("give --out, or --hold-out, or both")
    if out is not None and (out.suffix != ".npz" or not out.parent.is_dir()):
        raise click.UsageError(f"--out must be a file .npz in a folder that exists, not {out}")
    try:
        with progress_bar() as progress:
            training = _Training(load_settings(), questions, progress)
            projection = training.fit(Recipe(**recipe), hold_out=hold_out)
            if out is not None:
                projection.save(out)
            if hold_out:
                click.echo(training.scores(projection))
    except AskdocketError as error:
        click.echo(f"Error: {error.message}\n{error.hint}", err=True)
        raise SystemExit(FAILED) from None


class _Training:
    """An index, the states of its passages' word pieces, and questions about it."""

    def __init__(self, settings: Settings, questions: Path | None, progress: Progress) -> None:
        docket = load_docket(settings.docket, settings.dockets_dir)
        folder = current_folder(settings.index_dir)
        self._snapshot = open_snapshot(folder, model_name(settings.embedding_model))
        self._embedder = load_embedder(settings.embedding_model, settings.models_dir)
        self._understanding = Understanding(self._snapshot, docket)
        gold = load_gold(questions or docket.folder / "questions")
        self._gold, _ = with_quotes(gold, self._snapshot)
        self._progress = progress
        self._states = states_of(self._snapshot, self._embedder, progress)

    def fit(self, recipe: Recipe, *, hold_out: bool) -> Projection:
        """The projection fitted to all questions, or to those not about documents held out."""
        examples = examples_of(
            self._gold,
            self._snapshot,
            self._understanding,
            self._embedder,
            without=held_out(self._snapshot) if hold_out else (),
            progress=self._progress,
        )
        return fit(examples, self._states, recipe, self._progress)

    def scores(self, projection: Projection) -> str:
        """Scores of a projection on questions about the documents held out."""
        without = held_out(self._snapshot)
        gold = [q for q in self._gold if {p["doc_id"] for p in q["evidence"]} <= without]
        snapshot = copy.copy(self._snapshot)
        pieces = [projection.of_passage(one.astype(np.float32)) for one in self._states]
        snapshot.tokens = TokenIndex.from_passages(pieces, projection)
        return table(score(gold, [self._record(item, snapshot) for item in gold]))

    def _record(self, item: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
        history = [Turn(turn["role"], turn["content"]) for turn in item.get("history") or ()]
        understood = self._understanding.understand(item["question"], history)
        found = Retriever(self._embedder).retrieve(snapshot, understood, Filters(), _HITS)
        return {"id": item["id"], "hits": [hit_record(hit) for hit in found.hits]}


if __name__ == "__main__":
    main()
