"""What each lever of retrieval gives: the real path with one of them taken away.

    python -m tests.bench.ablation GOLD [GOLD ...] [--projection FILE]

GOLD is a file or folder of questions with known evidence; the index is that of the settings.
docs/retrieval.md has the tables. For questions about documents that the projection has not seen,
give one trained without them (`python -m rag.training --hold-out --out FILE`), and --held-out.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from corpus.library.manifest import load_docket
from corpus.settings import load_settings
from index.embedding import load_embedder, model_name
from index.interaction import Projection, TokenIndex
from index.store import Snapshot
from index.versions import current_folder, open_snapshot
from rag.evaluate import hit_record, score
from rag.gold import load_gold, with_quotes
from rag.retrieval import Retriever
from rag.training.held_out import held_out
from rag.training.states import states_of
from rag.training.trainer import principal_components
from rag.types import Filters, Turn
from rag.understanding import Understanding, Understood

FIGURES = ("ev@1", "ev@5", "ev@10", "evrec@10", "docrec@10")
Change = Callable[[Understood], Understood]

UNDERSTANDING: dict[str, Change] = {
    "everything": lambda u: u,
    "nobody's name is understood": lambda u: replace(u, doc_ids=(), mentioned=()),
    "who is spoken of is taken to speak": lambda u: replace(
        u, doc_ids=u.doc_ids or u.mentioned, mentioned=()
    ),
    "who is mentioned is not favoured": lambda u: replace(u, mentioned=()),
    "notice and comments are not told apart": lambda u: replace(
        u, about_notice=False, about_commenters=False, leans_to_notice=0, defines=False
    ),
    "questions are not found by number": lambda u: replace(u, questions=(), answered=()),
    "follow-ups are not made to stand alone": lambda u: replace(u, before="", answered_before=""),
    "no variety where 'who' is asked": lambda u: replace(u, asks_openly=False),
}


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--projection", type=click.Path(exists=True, path_type=Path), help="Use this one.")
@click.option("--held-out", "only_held_out", is_flag=True, help="Only documents held out.")
def main(gold: tuple[Path, ...], projection: Path | None, only_held_out: bool) -> None:
    """Take one lever of retrieval away at a time."""
    bench = _Bench(projection)
    for path in gold:
        questions, _ = with_quotes(load_gold(path), bench.snapshot)
        questions = [q for q in questions if q["evidence"]]
        if only_held_out:
            without = held_out(bench.snapshot)
            questions = [q for q in questions if {e["doc_id"] for e in q["evidence"]} <= without]
        click.echo(f"{path.name}: {len(questions)} questions")
        click.echo(f"{'':<42}" + "".join(f"{figure:>11}" for figure in FIGURES))
        for label, change in UNDERSTANDING.items():
            bench.show(label, questions, bench.snapshot, change)
        for label, snapshot in bench.snapshots():
            bench.show(label, questions, snapshot, UNDERSTANDING["everything"])


class _Bench:
    """The index, and what is made of questions once."""

    def __init__(self, projection: Path | None) -> None:
        settings = load_settings()
        name = model_name(settings.embedding_model)
        self.snapshot = open_snapshot(current_folder(settings.index_dir), name)
        self._embedder = load_embedder(settings.embedding_model, settings.models_dir)
        docket = load_docket(settings.docket, settings.dockets_dir)
        self._understanding = Understanding(self.snapshot, docket)
        self._retriever = Retriever(self._embedder)
        self._states = states_of(self.snapshot, self._embedder)
        if projection is not None:
            self.snapshot = self._with(Projection.load(projection))

    def snapshots(self) -> list[tuple[str, Snapshot]]:
        """The index with another or without a projection."""
        none = copy.copy(self.snapshot)
        none.tokens = None
        components = principal_components(self._states, 128, seed=1)
        plain = Projection(components, np.zeros(len(components), np.float32), 0.0)
        return [
            ("an untrained projection", self._with(plain)),
            ("no late interaction: reciprocal ranks", none),
        ]

    def show(
        self, label: str, questions: Sequence[dict[str, Any]], snapshot: Snapshot, change: Change
    ) -> None:
        """Print one line of the table."""
        records = []
        for item in questions:
            history = [Turn(turn["role"], turn["content"]) for turn in item.get("history") or ()]
            understood = change(self._understanding.understand(item["question"], history))
            found = self._retriever.retrieve(snapshot, understood, Filters(), 10)
            records.append({"id": item["id"], "hits": [hit_record(hit) for hit in found.hits]})
        figures = score(questions, records).retrieval["ALL"][1]
        click.echo(f"{label:<42}" + "".join(f"{figures[name]:>11.3f}" for name in FIGURES))

    def _with(self, projection: Projection) -> Snapshot:
        snapshot = copy.copy(self.snapshot)
        pieces = [projection.of_passage(one.astype(np.float32)) for one in self._states]
        snapshot.tokens = TokenIndex.from_passages(pieces, projection)
        return snapshot


if __name__ == "__main__":
    main()
