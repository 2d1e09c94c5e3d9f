"""GET /v1/documents and below."""

import io

import httpx
import pytest
from PIL import Image

from index.errors import IndexMissing
from rag.api.documents import Documents
from tests.docket_maker import GUILD, PILOTS, Kites
from tests.rag.api.scripted import DIGEST, DOC, NOTICE, PAGES, QUOTE, ScriptedAssistant
from tests.rag.api.test_api_errors import refused

PAGE = f"/v1/documents/{DOC}/pages/1"


def test_all_documents_are_listed(client: httpx.Client) -> None:
    reply = client.get("/v1/documents").json()
    assert reply["index_version"] == "v1"
    assert [document["doc_id"] for document in reply["documents"]] == [DOC, NOTICE, DIGEST]


def test_a_document_without_what_concerns_this_machine(client: httpx.Client) -> None:
    assert client.get(f"/v1/documents/{DOC}").json() == {
        "doc_id": DOC,
        "title": "Comment of Example Institute",
        "commenter": "Example Institute",
        "aliases": ["EI"],
        "kind": "comment",
        "origin": "official",
        "url": f"https://example.org/{DOC}",
        "sha256": "0" * 64,
        "pages": 3,
        "unreadable_pages": [3],
        "unreadable": [{"page": 3, "reason": "a picture"}],
        "ocr_pages": [2],
        "digest": None,
    }


def test_a_document_comes_with_its_digest(kites: Kites) -> None:
    reply = Documents(kites.assistant()).one(PILOTS)
    assert reply.digest is not None
    assert reply.digest.commenter_kind == "trade association"
    assert [(one.page_start, one.page_end) for one in reply.digest.statements] == [(1, 1), (2, 2)]
    assert reply.digest.statements[0].text.startswith("The union asks for a radio beacon")
    assert Documents(kites.assistant()).one(GUILD).digest is None


def test_a_page(client: httpx.Client) -> None:
    assert client.get(f"/v1/documents/{DOC}/pages/2").json() == {
        "doc_id": DOC,
        "title": "Comment of Example Institute",
        "commenter": "Example Institute",
        "page": 2,
        "pages": 3,
        "text": PAGES[1],
        "blocks": [
            {
                "kind": "paragraph",
                "text": PAGES[1],
                "section": ["Flaws"],
                "number": "",
                "question": "5b",
            }
        ],
        "url": f"https://example.org/{DOC}",
    }


def test_a_page_without_text(client: httpx.Client) -> None:
    reply = client.get(f"/v1/documents/{DOC}/pages/3").json()
    assert (reply["text"], reply["blocks"]) == ("", [])


def test_a_digest_has_pages_too(client: httpx.Client) -> None:
    reply = client.get(f"/v1/documents/{DIGEST}/pages/1").json()
    assert [block["text"] for block in reply["blocks"]] == [reply["text"]] == ["In short, yes."]


@pytest.mark.parametrize("end", ["", "/image"])
@pytest.mark.parametrize("number", ["0", "4", "-1", "9" * 30])
def test_no_such_page(client: httpx.Client, number: str, end: str) -> None:
    reply = client.get(f"/v1/documents/{DOC}/pages/{number}{end}")
    refused(reply, 404, "unknown_document")
    assert "1 to 3" in reply.json()["hint"]


def test_no_such_document(client: httpx.Client) -> None:
    for end in ("", "/pages/1", "/pages/1/image"):
        message = refused(client.get(f"/v1/documents/DEMO-9{end}"), 404, "unknown_document")
        assert "DEMO-9" in message
    refused(client.get("/v1/documents/%00%ED%A0%80"), 404, "unknown_document")
    refused(client.get(f"/v1/documents/{DOC}/pages/one"), 422, "invalid_request")


def image(reply: httpx.Response) -> Image.Image:
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(reply.content))


def is_yellow(picture: Image.Image) -> bool:
    return any(b < 150 < r for _, (r, _, b) in picture.convert("RGB").getcolors(1_000_000) or ())


def test_the_image_of_a_page_with_the_quote_marked(client: httpx.Client) -> None:
    reply = client.get(f"{PAGE}/image", params={"quote": QUOTE})
    assert is_yellow(image(reply))
    assert reply.headers["x-highlighted"] == "full"
    assert image(reply).size == (1224, 1584)


@pytest.mark.parametrize("query", [{}, {"quote": ""}, {"quote": "Closed weights do not"}])
def test_the_image_of_a_page_without_a_mark(client: httpx.Client, query: dict[str, str]) -> None:
    reply = client.get(f"{PAGE}/image", params=query)
    assert not is_yellow(image(reply))
    assert reply.headers["x-highlighted"] == "none"


def test_a_quote_across_pages_is_marked_on_both(client: httpx.Client) -> None:
    quote = "They find flaws sooner and this goes\non to the second page of the comment."
    for number in (1, 2):
        address = f"/v1/documents/{DOC}/pages/{number}/image"
        reply = client.get(address, params={"quote": quote})
        assert is_yellow(image(reply))
        assert reply.headers["x-highlighted"] == "full"


def test_scale_is_bounded(client: httpx.Client) -> None:
    assert image(client.get(f"{PAGE}/image?scale=0.5")).size == (306, 396)
    for scale in ("0", "5", "nan", "1e9"):
        reply = client.get(f"{PAGE}/image?scale={scale}")
        assert "`scale`" in refused(reply, 422, "invalid_request")
    reply = client.get(f"{PAGE}/image", params={"quote": "x" * 10_001})
    assert "`quote`" in refused(reply, 422, "invalid_request")


def test_what_has_no_image(client: httpx.Client) -> None:
    digest = client.get(f"/v1/documents/{DIGEST}/pages/1/image")
    assert "digest" in refused(digest, 404, "unknown_document")
    assert f"https://example.org/{DIGEST}" in digest.json()["hint"]
    page = client.get(f"/v1/documents/{NOTICE}/pages/1/image")
    assert "not a PDF" in refused(page, 404, "unknown_document")


def test_without_an_index(client: httpx.Client, assistant: ScriptedAssistant) -> None:
    assistant.no_index = IndexMissing("No index has been built.")
    for path in ("/v1/documents", f"/v1/documents/{DOC}", PAGE, f"{PAGE}/image", "/v1/index"):
        refused(client.get(path), 503, "index_missing")
