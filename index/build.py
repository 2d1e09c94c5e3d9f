"""The rebuild script: `python -m index.build [--full]`, the same as `askdocket index build`."""

import logging
from functools import partial

import click

from corpus.errors import AskdocketError
from corpus.library import Library
from corpus.library.manifest import load_docket
from corpus.ocr.tesseract import version
from corpus.progress import Progress, silent
from corpus.reading.batch import Limits, read_all
from corpus.settings import Settings, load_settings
from corpus.terminal import FAILED, progress_bar
from index.builder import BuildReport, build_index
from index.embedding import load_embedder, model_name
from index.interaction import projection_for


def build_from_settings(
    settings: Settings, *, full: bool = False, progress: Progress = silent
) -> BuildReport:
    """Build the index that the settings describe; see `build_index`."""
    docket = load_docket(settings.docket, settings.dockets_dir)
    limits = Limits(settings.read_timeout_s, settings.read_memory_mb, settings.ocr_timeout_s)
    read = partial(read_all, cache_path=settings.readings_path, limits=limits, ocr=settings.ocr)
    embedding_model = model_name(settings.embedding_model)
    return build_index(
        Library(settings.documents_dir, docket),
        settings.index_dir,
        read=read,
        read_under=f"{limits}, tesseract {version() if settings.ocr else 'off'}",
        embedding_model=embedding_model,
        load_embedder=partial(load_embedder, settings.embedding_model, settings.models_dir),
        projection=projection_for(embedding_model),
        full=full,
        progress=progress,
    )


def summary(report: BuildReport) -> str:
    """What a build did, in one or a few lines for a person."""
    built = report.manifest
    what = (
        f"{built.documents} documents, {built.pages} pages, {built.passages} passages "
        f"(embedding model {built.embedding_model})"
    )
    if not report.changed:
        return f"Index {built.version} is up to date: {what}."
    lines = [
        f"Index {built.version} built in {report.seconds:.0f} s: {what}; "
        f"{report.documents_read} documents read and {report.passages_embedded} passages embedded "
        "anew."
    ]
    lines += [f"Left out: {reason}" for reason in built.failed.values()]
    return "\n".join(lines)


@click.command()
@click.option("--full", is_flag=True, help="Read and embed everything again.")
def main(full: bool) -> None:
    """Build the index of the documents at hand; unchanged documents are not read again."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        with progress_bar() as progress:
            report = build_from_settings(load_settings(), full=full, progress=progress)
    except AskdocketError as error:
        click.echo(f"Error: {error.message}\n{error.hint}", err=True)
        raise SystemExit(FAILED) from None
    click.echo(summary(report))


if __name__ == "__main__":
    main()
