"""The calls that show the documents themselves."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from corpus.errors import UnknownDocument
from corpus.library.digests import digest_of
from rag.api.document_schemas import DocumentOut, DocumentReply, DocumentsReply, PageReply
from rag.assistant import Assistant
from rag.highlight import find_quote
from rag.page_image import DEFAULT_SCALE, MAX_SCALE, MIN_SCALE, page_image

_Quote = Annotated[
    str, Query(max_length=10_000, description="Words to highlight, as a citation quotes them.")
]
_Scale = Annotated[
    float, Query(ge=MIN_SCALE, le=MAX_SCALE, description="Size; 1 is 72 pixels to the inch.")
]
_IMAGE = {
    "description": "The page; `X-Highlighted` is `full` when the quote is marked, else `none`.",
    "content": {"image/png": {}},
    "headers": {
        "X-Highlighted": {
            "description": "`none`: no quote was asked for, or it was not found for certain.",
            "schema": {"type": "string", "enum": ["none", "full"]},
        }
    },
}


class Documents:
    """GET /documents, a document, a page, a page's image."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def router(self) -> APIRouter:
        """The four routes."""
        router = APIRouter(prefix="/documents", tags=["documents"])
        router.add_api_route(
            "", self.all, summary="List the documents", response_model=DocumentsReply
        )
        router.add_api_route(
            "/{doc_id}", self.one, summary="One document", response_model=DocumentReply
        )
        router.add_api_route(
            "/{doc_id}/pages/{n}", self.page, summary="A page's text", response_model=PageReply
        )
        router.add_api_route(
            "/{doc_id}/pages/{n}/image",
            self.image,
            summary="A page as it looks, with a quote highlighted",
            response_class=Response,
            responses={200: _IMAGE},
        )
        return router

    def all(self) -> DocumentsReply:
        """All documents that questions are answered from."""
        snapshot = self._assistant.snapshot()
        documents = tuple(DocumentOut.of(record) for record in snapshot.documents)
        return DocumentsReply(documents=documents, index_version=snapshot.version)

    def one(self, doc_id: str) -> DocumentReply:
        """What is known about one document, and our digest of it where there is one."""
        record = self._assistant.snapshot().document(doc_id)
        return DocumentReply.of(record, digest_of(self._assistant.docket, doc_id))

    def page(self, doc_id: str, n: int) -> PageReply:
        """The text of page `n` (1-based, as in the file), as quotes are checked against."""
        return PageReply.of(self._assistant.snapshot(), doc_id, n)

    def image(
        self, doc_id: str, n: int, quote: _Quote = "", scale: _Scale = DEFAULT_SCALE
    ) -> Response:
        """Page `n` as a PNG, with the quote marked in yellow.

        Of a quote that crosses pages, the part on this page is marked. Nothing is marked unless
        the quote is found for certain in the page's text, nor on a page read by optical character
        recognition; the header X-Highlighted says which.
        """
        snapshot = self._assistant.snapshot()
        record, ranges = snapshot.document(doc_id), snapshot.page_ranges(doc_id, n)
        if record.origin == "digest":
            raise UnknownDocument(
                f"{doc_id} is here as a digest only, so there is no page to show.",
                hint=f"The original is at {record.url}.",
            )
        highlights = find_quote(snapshot.content(doc_id), ranges, quote)
        image = page_image(Path(record.path), n, highlights=highlights, scale=scale)
        headers = {"X-Highlighted": "full" if image.highlighted else "none"}
        return Response(image.png, media_type="image/png", headers=headers)
