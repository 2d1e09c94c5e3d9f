"""A docket made up for tests, and files of every format."""

import hashlib
import zipfile
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK

from corpus.library.manifest import Docket, Entry, Listed

AGENCY = "Bureau of Kites"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def entry(doc_id: str, data: bytes, urls: tuple[str, ...] = (), pages: int = 1) -> Entry:
    return Entry(
        doc_id=doc_id,
        kind="comment",
        title=f"Comment {doc_id}",
        commenter=f"Commenter {doc_id[-1]}",
        aliases=(f"C{doc_id[-1]}",),
        organisation=True,
        date="2031-02-03",
        url=f"https://docket.example/{doc_id}",
        file_urls=urls,
        sha256=sha256(data) if data else "",
        size_bytes=len(data),
        pages=pages,
        notice="",
    )


def docket(folder: Path, *entries: Entry) -> Docket:
    return Docket(
        docket_id="KITE-2031-0001",
        title="Kites over airports",
        agency=AGENCY,
        comments_in_docket=len(entries) + 1,
        documents=entries,
        listed=(Listed("KITE-2031-0001-0099", "Ada Example", False),),
        folder=folder,
    )


def write_digest(docket_: Docket, doc_id: str) -> Path:
    of = docket_.entry(doc_id)
    docket_.digests_dir.mkdir(parents=True, exist_ok=True)
    path = docket_.digests_dir / f"{doc_id}.md"
    header = (
        f"id: {doc_id}\ncommenter: {of.commenter}\ncommenter_kind: coalition\nkind: {of.kind}\n"
        f"pages: {of.pages}\n"
    )
    path.write_text(
        f"---\n{header}date: {of.date}\nurl: {of.url}\n---\n\nIt wants longer strings. [p. 1]\n"
    )
    return path


def pdf_bytes(*pages: str) -> bytes:
    """A small sound PDF with a line of text a page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def write_docx(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Longer strings", level=1)
    document.add_paragraph("Kites fly higher on longer strings.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in table.rows for cell in row.cells], "abcd", strict=True):
        cell.text = text
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("The second page is about tails.")
    document.save(str(path))
    return path


def rewrite_docx(path: Path, name: str, old: str, new: str) -> None:
    """Replace text in one part of a Word document."""
    with zipfile.ZipFile(path) as archive:
        parts = {item: archive.read(item) for item in archive.namelist()}
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for item, data in parts.items():
            archive.writestr(item, data)
