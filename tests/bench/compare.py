"""Askdocket beside other tools: quality, build time, query time and memory, in one run.

    pip install -e ".[bench]"
    python -m tests.bench.compare GOLD [GOLD ...] [--only NAME] [--sample N]

GOLD is a file or folder of questions with known evidence. The index of the settings gives the page
texts (as Askdocket reads them, the same for all), and its documents are built anew, in a folder of
their own, to time that. Every tool runs in a process of its own, one after the other.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import click

from corpus.library import Library
from corpus.library.manifest import load_docket
from corpus.settings import Settings, load_settings
from index.build import build_from_settings
from index.embedding import load_embedder, model_name
from index.embedding.loading import packaged_folder
from index.versions import IndexReader, current_folder, open_snapshot
from rag.assistant import Assistant
from rag.evaluate import hit_record, score
from rag.gold import load_gold, with_quotes
from rag.types import Turn
from tests.bench import peers

_PEERS = ("langchain", "llamaindex", "txtai", "bm25")
_OURS = "askdocket"


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--only", multiple=True, type=click.Choice([*_PEERS, _OURS]), help="May be repeated.")
@click.option("--sample", type=int, help="So many questions of each GOLD, drawn by a fixed seed.")
@click.option("--worker", hidden=True, type=click.Path(path_type=Path))
def main(
    gold: tuple[Path, ...], only: tuple[str, ...], sample: int | None, worker: Path | None
) -> None:
    """Compare Askdocket with other tools on questions with known evidence."""
    if worker is not None:
        work = json.loads(worker.read_text(encoding="utf-8"))
        result = _ours(work) if work["name"] == _OURS else _peer(work)
        worker.write_text(json.dumps(result), encoding="utf-8")
        return
    settings = load_settings()
    snapshot = open_snapshot(
        current_folder(settings.index_dir), model_name(settings.embedding_model)
    )
    pages = [
        asdict(peers.PageText(d.doc_id, n, snapshot.page(d.doc_id, n)))
        for d in snapshot.documents
        for n in range(1, d.pages + 1)
    ]
    sets = {}
    for path in gold:
        questions, _ = with_quotes(load_gold(path), snapshot)
        drawn = random.Random(7).sample(questions, min(sample or len(questions), len(questions)))
        sets[path.name] = [q for q in drawn if q["evidence"]]
    rows = [_run(name, pages, sets) for name in only or (*_PEERS, _OURS)]
    _print(rows, sets)


def _run(name: str, pages: list[dict[str, Any]], sets: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work.json"
        work.write_text(json.dumps({"name": name, "pages": pages, "sets": sets}), encoding="utf-8")
        command = [sys.executable, "-m", "tests.bench.compare", ".", "--worker", str(work)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return {"name": name, **json.loads(work.read_text(encoding="utf-8"))}


def _peer(work: dict[str, Any]) -> dict[str, Any]:
    """Build a tool's index, ask it everything."""
    pages = [peers.PageText(**page) for page in work["pages"]]
    began = time.monotonic()
    search = getattr(peers, work["name"])(pages, packaged_folder())
    built_s = time.monotonic() - began
    return _asked(work, built_s, lambda item: search(item["question"]))


def _ours(work: dict[str, Any]) -> dict[str, Any]:
    """Build an index from the files, in a folder of its own; then ask the one path."""
    given = load_settings()
    with tempfile.TemporaryDirectory() as home:
        settings = given.model_copy(update={"home": Path(home)})
        docket = load_docket(settings.docket, settings.dockets_dir)
        settings.documents_dir.parent.mkdir(parents=True)
        settings.documents_dir.symlink_to(given.documents_dir)
        assert Library(settings.documents_dir, docket).sources()
        began = time.monotonic()
        report = build_from_settings(settings, full=True)
        built_s = time.monotonic() - began
        assistant = _assistant(settings)

        def search(item: dict[str, Any]) -> peers.Found:
            history = [Turn(t["role"], t["content"]) for t in item.get("history") or ()]
            hits = assistant.search(item["question"], history=history).hits
            return [hit_record(hit) for hit in hits]

        assert report.manifest.passages
        return _asked(work, built_s, search)


def _assistant(settings: Settings) -> Assistant:
    docket = load_docket(settings.docket, settings.dockets_dir)
    name = model_name(settings.embedding_model)
    embedder = load_embedder(settings.embedding_model, settings.models_dir)
    return Assistant(settings, docket, IndexReader(settings.index_dir, name), embedder, None)


def _asked(work: dict[str, Any], built_s: float, search: Any) -> dict[str, Any]:
    records: dict[str, list[dict[str, Any]]] = {}
    times_ms = []
    search(next(iter(work["sets"].values()))[0])  # the first question loads what is loaded late
    for name, questions in work["sets"].items():
        records[name] = []
        for item in questions:
            began = time.perf_counter()
            hits = search(item)
            times_ms.append(1000 * (time.perf_counter() - began))
            records[name].append({"id": item["id"], "hits": hits})
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "built_s": built_s,
        "query_ms": median(times_ms),
        "peak_mb": peak_mb,
        "records": records,
    }


def _print(rows: Sequence[dict[str, Any]], sets: dict[str, Any]) -> None:
    figures = ("ev@1", "ev@5", "ev@10")
    heads = [f"{name[:20]} ({len(questions)})" for name, questions in sets.items()]
    click.echo(
        f"{'':<11}" + " ".join(f"{head:<26}" for head in heads) + "  build s  query ms  peak MB"
    )
    click.echo(f"{'':<11}" + " ".join(f"{'  '.join(figures):<26}" for _ in sets))
    for row in rows:
        cells = []
        for name, questions in sets.items():
            found = score(questions, row["records"][name]).retrieval["ALL"][1]
            cells.append("  ".join(f"{found[figure]:.3f}" for figure in figures))
        click.echo(
            f"{row['name']:<11}"
            + " ".join(f"{cell:<26}" for cell in cells)
            + f"  {row['built_s']:7.1f}  {row['query_ms']:8.1f}  {row['peak_mb']:7.0f}"
        )


if __name__ == "__main__":
    main()
