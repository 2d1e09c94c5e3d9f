"""The documents at hand, as commands name them."""

from corpus.library import Library, Source
from corpus.library.manifest import load_docket
from corpus.settings import Settings


def library_of(settings: Settings) -> Library:
    """The documents of the docket that the settings name."""
    return Library(settings.documents_dir, load_docket(settings.docket, settings.dockets_dir))


def source_as_dict(source: Source) -> dict[str, object]:
    """What --json says of a document that is at hand."""
    return {
        "doc_id": source.doc_id,
        "title": source.title,
        "commenter": source.commenter,
        "kind": source.kind,
        "origin": source.origin,
        "path": str(source.path),
    }
