"""Which document of the docket a file is, by its bytes or its name; names for all others."""

import re
import unicodedata
from dataclasses import dataclass, replace

from corpus.library.manifest import Docket, Entry
from corpus.types import Kind

_NAME = re.compile(
    r"(?P<id>.+?)(?:[ _-]attachment[ _-]?(?P<number>\d{1,3}))?(?:[ _]?\(\d{1,3}\))?", re.I
)
_PAGE_OF_COMMENT = "https://www.regulations.gov/comment/"
_MAX_SLUG_CHARS = 80


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a file that belongs to the docket.

    Attributes:
        entry: the manifest's entry, where the file is that document itself; None for a comment
            that is only listed, and for a further attachment.
    """

    doc_id: str
    title: str
    commenter: str
    aliases: tuple[str, ...]
    kind: Kind
    url: str
    notice: str
    entry: Entry | None


def identify(docket: Docket, stem: str, sha256: str) -> Identity | None:
    """Find the document of the docket that a file is.

    The bytes decide first: the official file is itself under any name. Else the whole name must
    be an id of the docket, as in "NTIA-2023-0009-0125" or "0125_attachment_1", in any case;
    notes called "NTIA-2023-0009-0125 my notes" are not the comment. A second attachment and
    further ones are documents of their own, by the same commenter.

    Args:
        docket: the docket.
        stem: the file's name without its suffix.
        sha256: hex digest of its bytes.
    """
    for entry in docket.documents:
        if entry.sha256 and entry.sha256 == sha256:
            return _of_entry(entry)
    return _by_name(docket, stem) or _by_name(docket, slug(stem))


def slug(text: str) -> str:
    """A name fit for an id and a file: a-z, 0-9, dots and hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    cut = re.sub(r"[^a-z0-9.]+", "-", plain.lower())[:_MAX_SLUG_CHARS].strip("-.")
    return cut or "document"


def tidy_title(stem: str) -> str:
    """A file's name as a title: underscores and hyphens between words become spaces."""
    return " ".join(re.sub(r"[_-]+", " ", stem).split()) or stem


def _by_name(docket: Docket, name: str) -> Identity | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    number = int(match["number"] or 1)
    identity = _by_id(docket, match["id"].casefold(), bare=match["number"] is not None)
    if identity is None or number <= 1:
        return identity
    return replace(
        identity,
        doc_id=f"{identity.doc_id}-attachment-{number}",
        title=f"{identity.title}, attachment {number}",
        notice="",
        entry=None,
    )


def _by_id(docket: Docket, wanted: str, *, bare: bool) -> Identity | None:
    """Look an id up; with `bare`, its last part ("0125") will do, where only one id has it."""

    def matches(doc_id: str) -> bool:
        known = doc_id.casefold()
        return known == wanted or (bare and wanted.isdigit() and known.endswith("-" + wanted))

    entries = [entry for entry in docket.documents if matches(entry.doc_id)]
    if len(entries) == 1:
        return _of_entry(entries[0])
    listed = [item for item in docket.listed if matches(item.doc_id)]
    if entries or len(listed) != 1:
        return None
    return Identity(
        doc_id=listed[0].doc_id,
        title=f"Comment of {listed[0].commenter}",
        commenter=listed[0].commenter,
        aliases=(),
        kind="comment",
        url=_PAGE_OF_COMMENT + listed[0].doc_id,
        notice="",
        entry=None,
    )


def _of_entry(entry: Entry) -> Identity:
    return Identity(
        doc_id=entry.doc_id,
        title=entry.title,
        commenter=entry.commenter,
        aliases=entry.aliases,
        kind=entry.kind,
        url=entry.url,
        notice=entry.notice,
        entry=entry,
    )
