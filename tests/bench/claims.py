"""How well claims are told right from wrong: the docket's labelled claims, each with its quote.

    python -m tests.bench.claims FILE [--show]

FILE has lines with `kind` ("right", or what is wrong), `claim` and `evidence`; the index is that
of the settings. Precision is the share of what is let through that is right, recall the share of
what is right that is let through; docs/answers.md has the table.
"""

from collections import Counter
from pathlib import Path

import click

from corpus.settings import load_settings
from index.embedding import load_embedder, model_name
from index.store import Snapshot
from index.versions import current_folder, open_snapshot
from rag.gold import located
from rag.types import Evidence
from rag.understanding.names import NameIndex
from rag.verify import Verifier
from tests.rag.labelled import Labelled, load_labelled


def evidence_of(labelled: Labelled, snapshot: Snapshot) -> Evidence:
    """The quote that a claim is to rest on."""
    text = snapshot.text(labelled.doc_id)
    found = located(text, labelled.begins, labelled.ends)
    if found is None:
        raise click.ClickException(f"The index does not have the quote of {labelled.id}.")
    start, end = found
    return Evidence(labelled.doc_id, start, end, text[start:end], 1.0)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--show", is_flag=True, help="Print what is told wrongly.")
def main(file: Path, show: bool) -> None:
    """Measure the verifier on labelled claims."""
    settings = load_settings()
    name = model_name(settings.embedding_model)
    snapshot = open_snapshot(current_folder(settings.index_dir), name)
    names = NameIndex((d.doc_id, d.names) for d in snapshot.documents)
    verifier = Verifier(load_embedder(settings.embedding_model, settings.models_dir), names)
    given, passed = Counter[str](), Counter[str]()
    for labelled in load_labelled(file):
        piece = evidence_of(labelled, snapshot)
        speaker = " ".join(snapshot.document(piece.doc_id).names)
        through = verifier.support(labelled.claim, "", [piece], [speaker]) is not None
        given[labelled.kind] += 1
        passed[labelled.kind] += through
        if show and through != (labelled.kind == "right"):
            click.echo(f"{labelled.kind}: {labelled.claim}\n    {piece.quote}")
    right = passed["right"]
    click.echo(f"precision {right / max(1, passed.total()):.3f}")
    click.echo(f"recall    {right / given['right']:.3f} of {given['right']}")
    for kind in sorted(given.keys() - {"right"}):
        click.echo(f"let through, {kind:<12} {passed[kind]} of {given[kind]}")


if __name__ == "__main__":
    main()
