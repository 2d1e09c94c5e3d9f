"""Digests: a document retold in our own words, page by page, for when it is not at hand.

A digest is a Markdown file. Between two lines `---` stand facts that must agree with the
manifest, and what kind of commenter speaks (one of COMMENTER_KINDS); then come `## headings` and
blocks (paragraphs or `- ` bullets). Each block ends with the pages of the original that it
retells and, after a semicolon, the questions of the Request for Comment that it belongs to:
`[p. 4]`, `[pp. 4-5; 5b]`.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.content import Content
from corpus.errors import UnreadableDocument
from corpus.library.manifest import Docket, Entry
from corpus.structure.outline import Outline
from corpus.types import Document

COMMENTER_KINDS = (
    "academic group",
    "advocacy group",
    "coalition",
    "company",
    "government agency",
    "individual",
    "nonprofit developer",
    "research organisation",
    "think tank",
    "trade association",
)
"""What a commenter can be, as a digest's header says it under `commenter_kind`."""

_FENCE = "---"
_HEADING = "## "
_BULLET = "- "
_REFERENCE = re.compile(r"\[pp?\. ?(\d+)(?:[-–](\d+))?(?:; ?([^\[\]]*))?\]")
_QUESTION = re.compile(r"[1-9]\d?(?:[a-z](?:\([ivx]+\))?)?")
_HINT = "Mend the digest's file; the head of corpus/library/digests.py describes its format."


@dataclass(frozen=True, slots=True)
class DigestBlock:
    """A statement of ours about some pages of the original.

    Attributes:
        heading: the heading it stands under, or empty.
        text: what it says, as one line, without the reference.
        page_start: first page of the original (1-based) that it retells.
        page_end: last page of the original that it retells.
        questions: questions of the Request for Comment that it belongs to, such as "5b".
        line: line of the file (1-based) on which it begins.
    """

    heading: str
    text: str
    page_start: int
    page_end: int
    questions: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest's file says.

    Attributes:
        commenter_kind: what the commenter is, one of COMMENTER_KINDS.
        blocks: its statements, in the file's order.
    """

    commenter_kind: str
    blocks: tuple[DigestBlock, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A block as it stands in the file: its heading, its lines joined, its first line's number."""

    heading: str
    text: str
    line: int


def list_digests(docket: Docket) -> tuple[Path, ...]:
    """The digest files of the docket's documents, in the manifest's order."""
    paths = (docket.digests_dir / f"{entry.doc_id}.md" for entry in docket.documents)
    return tuple(path for path in paths if path.is_file())


def digest_path(docket: Docket, doc_id: str) -> Path | None:
    """The digest file of that document, or None where there is none."""
    return next((path for path in list_digests(docket) if path.stem == doc_id), None)


def digest_of(docket: Docket, doc_id: str) -> Digest | None:
    """The digest of that document of the docket, or None where there is none.

    Raises:
        UnreadableDocument: its file breaks the format, or disagrees with the manifest.
    """
    path = digest_path(docket, doc_id)
    return parse_digest(path, docket.entry(doc_id)) if path else None


def read_digest(path: Path, entry: Entry) -> Document:
    """Read a digest as a document with the pages of the original.

    A page's text is the blocks that begin on it, one a line, in the file's order; a heading is a
    line of its own before the first block below it.

    Args:
        path: the digest's file.
        entry: the digested document in the manifest.

    Raises:
        UnreadableDocument: the file breaks the format, or its header disagrees with the entry.
    """
    content = _content(parse_digest(path, entry).blocks, entry.pages)
    return Document(
        doc_id=entry.doc_id,
        title=f"Digest of {entry.title}",
        commenter=entry.commenter,
        kind=entry.kind,
        origin="digest",
        url=entry.url,
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        content=content,
    )


def parse_digest(path: Path, entry: Entry) -> Digest:
    """Read what a digest's file says.

    Args:
        path: the digest's file.
        entry: the digested document in the manifest.

    Raises:
        UnreadableDocument: the file breaks the format, or its header disagrees with the entry.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDocument(f"{path} cannot be read: {error}.", hint=_HINT) from error
    commenter_kind, body = _check_header(path, lines, entry)
    blocks = tuple(_block(path, raw, entry) for raw in _raw_blocks(lines, body))
    if not blocks:
        raise _broken(path, len(lines), "the digest has no blocks")
    return Digest(commenter_kind, blocks)


def _content(blocks: Sequence[DigestBlock], pages: int) -> Content:
    """The blocks by the page on which they begin, each under its heading."""
    outline = Outline()
    heading = ""
    for block in sorted(blocks, key=lambda block: block.page_start):
        outline.turn_to(block.page_start)
        if block.heading != heading:
            heading = block.heading
            outline.heading(heading, 1)
        question = block.questions[0] if len(block.questions) == 1 else ""
        outline.add("paragraph", block.text, question=question)
    outline.turn_to(pages)
    return outline.content()


def _check_header(path: Path, lines: Sequence[str], entry: Entry) -> tuple[str, int]:
    """Compare the header with the entry; give the commenter's kind and the first line after it."""
    if lines[0].rstrip() != _FENCE:
        raise _broken(path, 1, f"the header is missing: the first line must be {_FENCE}")
    wanted = {
        "id": (entry.doc_id,),
        "commenter": (entry.commenter,),
        "commenter_kind": COMMENTER_KINDS,
        "kind": (entry.kind,),
        "pages": (str(entry.pages),),
        "date": (entry.date,),
        "url": (entry.url,),
    }
    given: dict[str, str] = {}
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            if lacking := [key for key in wanted if key not in given]:
                raise _broken(path, index + 1, f"the header lacks {', '.join(lacking)}")
            return given["commenter_kind"], index + 1
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in wanted or key in given:
            raise _broken(path, index + 1, f"{line.strip()!r} is unknown or repeated in a header")
        if value not in wanted[key]:
            right = ", ".join(map(repr, wanted[key]))
            which = "must be one of" if key == "commenter_kind" else "in the manifest"
            raise _broken(path, index + 1, f"{key} is {value!r}, {which} {right}")
        given[key] = value
    raise _broken(path, len(lines), f"the header has no closing line {_FENCE}")


def _raw_blocks(lines: Sequence[str], body: int) -> Iterator[_Raw]:
    heading, gathered, begun = "", list[str](), 0
    for number, line in enumerate([*lines[body:], ""], start=body + 1):
        is_heading, is_bullet = line.startswith(_HEADING), line.startswith(_BULLET)
        if gathered and (is_heading or is_bullet or not line.strip()):
            yield _Raw(heading, " ".join(" ".join(gathered).split()), begun)
            gathered = []
        if is_heading:
            heading = " ".join(line.removeprefix(_HEADING).split())
        elif line.strip():
            begun = begun if gathered else number
            gathered.append(line.removeprefix(_BULLET))


def _block(path: Path, raw: _Raw, entry: Entry) -> DigestBlock:
    references = list(_REFERENCE.finditer(raw.text))
    if not references or references[-1].end() != len(raw.text):
        raise _broken(path, raw.line, "the block does not end with a reference such as [p. 4; 5b]")
    if len(references) > 1:
        raise _broken(path, raw.line, "the block has two references: leave a line between blocks")
    first, last, asked = references[0].groups()
    page_start, page_end = int(first), int(last or first)
    if not 1 <= page_start <= page_end <= entry.pages:
        pages = f"the original has pages 1-{entry.pages}"
        raise _broken(path, raw.line, f"{references[0].group()} cannot be: {pages}")
    questions = () if asked is None else tuple(part.strip() for part in asked.split(","))
    if wrong := [question for question in questions if not _QUESTION.fullmatch(question)]:
        raise _broken(path, raw.line, f"{wrong[0]!r} is no question number such as 5b or 1d(i)")
    text = raw.text[: references[0].start()].rstrip()
    if not text:
        raise _broken(path, raw.line, "the block has a reference but says nothing")
    return DigestBlock(raw.heading, text, page_start, page_end, questions, raw.line)


def _broken(path: Path, line: int, reason: str) -> UnreadableDocument:
    return UnreadableDocument(f"{path.name}, line {line}: {reason}.", hint=_HINT)
