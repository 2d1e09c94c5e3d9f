"""What goes over the wire of the documents themselves."""

from pydantic import Field

from corpus.content import BlockKind
from corpus.library.digests import Digest
from corpus.types import Kind, Origin
from index.store import Snapshot
from index.types import DocumentRecord
from rag.api.requests import Wire


class UnreadablePageOut(Wire):
    """A page whose text cannot be had."""

    page: int
    reason: str


class DocumentOut(Wire):
    """What is known about a document."""

    doc_id: str
    title: str
    commenter: str
    aliases: tuple[str, ...] = Field(description="Other names of the commenter.")
    kind: Kind
    origin: Origin
    url: str
    sha256: str = Field(description="Hex digest of the file that was read.")
    pages: int
    unreadable_pages: tuple[int, ...] = Field(description="Pages whose text cannot be had.")
    unreadable: tuple[UnreadablePageOut, ...] = Field(description="The same pages, and why.")
    ocr_pages: tuple[int, ...] = Field(
        description="Pages read by optical character recognition, which errs."
    )

    @classmethod
    def of(cls, record: DocumentRecord) -> "DocumentOut":
        """The record without what concerns only this machine."""
        facts = {name: getattr(record, name) for name in cls.model_fields}
        facts["unreadable"] = tuple(
            UnreadablePageOut(page=page, reason=reason) for page, reason in record.unreadable
        )
        return cls(**facts)


class StatementOut(Wire):
    """A statement of a digest, about some pages of the original."""

    heading: str = Field(description="The heading it stands under, or empty.")
    text: str
    page_start: int
    page_end: int
    questions: tuple[str, ...] = Field(
        description="Numbers of the agency's questions that it belongs to."
    )


class DigestOut(Wire):
    """A document retold in our words, which are not the commenter's."""

    commenter_kind: str = Field(description="Such as `company` or `trade association`.")
    statements: tuple[StatementOut, ...]

    @classmethod
    def of(cls, digest: Digest) -> "DigestOut":
        """The digest without where its statements stand in its file."""
        return cls(
            commenter_kind=digest.commenter_kind,
            statements=tuple(
                StatementOut(**{name: getattr(block, name) for name in StatementOut.model_fields})
                for block in digest.blocks
            ),
        )


class DocumentReply(DocumentOut):
    """What is known about a document, and what it says in short."""

    digest: DigestOut | None = Field(description="Null where nobody has written one.")

    @classmethod
    def of(cls, record: DocumentRecord, digest: Digest | None = None) -> "DocumentReply":
        """The record, and its digest if there is one."""
        known = DocumentOut.of(record).model_dump()
        return cls(**known, digest=DigestOut.of(digest) if digest else None)


class DocumentsReply(Wire):
    """All documents of the index."""

    documents: tuple[DocumentOut, ...]
    index_version: str


class BlockOut(Wire):
    """A piece of a page that stands by itself, or its part on that page."""

    kind: BlockKind = Field(
        description="`item` of a list, `quotation` set apart, `row` of a table, foot- or end`note`"
        ", line of a table of `contents`, `reference` of a bibliography, else `heading` or "
        "`paragraph`."
    )
    text: str
    section: tuple[str, ...] = Field(description="Headings it stands under, outermost first.")
    number: str = Field(description="Of a note, as printed; else empty.")
    question: str = Field(
        description="Number of the agency's question that it asks or speaks to, or empty."
    )


class PageReply(Wire):
    """The text of one page, as it was indexed."""

    doc_id: str
    title: str
    commenter: str
    page: int
    pages: int = Field(description="Pages of the document.")
    text: str = Field(
        description="The page's part of the body, then its notes; empty when it gave no text."
    )
    blocks: tuple[BlockOut, ...] = Field(description="What the text is made of, in its order.")
    url: str

    @classmethod
    def of(cls, snapshot: Snapshot, doc_id: str, number: int) -> "PageReply":
        """Page `number` of a document.

        Raises:
            UnknownDocument: no such document, or it has no such page.
        """
        record, whole = snapshot.document(doc_id), snapshot.text(doc_id)
        return cls(
            doc_id=doc_id,
            title=record.title,
            commenter=record.commenter,
            page=number,
            pages=record.pages,
            text=snapshot.page(doc_id, number),
            blocks=tuple(
                BlockOut(
                    kind=block.kind,
                    text=whole[block.start : block.end].strip(),
                    section=block.section,
                    number=block.number,
                    question=block.question,
                )
                for block in snapshot.page_blocks(doc_id, number)
            ),
            url=record.url,
        )
