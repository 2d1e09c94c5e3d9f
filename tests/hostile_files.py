"""Files that are broken, or made to do harm: small themselves, whatever they cost a reader."""

import io
import random
import zipfile
import zlib
from functools import cache
from pathlib import Path

from tests.raw_pdf import FONT, deflated, one_page, pdf_of, stream, words

SEEN = "Kites fly higher on longer strings."
"""What can be read in those files that can be read."""
_HEAD = words(SEEN)
_GIGABYTE = 1 << 30
_UNPACKED_BYTES = 300 << 20


def truncated() -> bytes:
    """The first half of a file, as a broken download leaves it."""
    whole = one_page(stream(_HEAD * 50))
    return whole[: len(whole) // 2]


def wrong_xref() -> bytes:
    """A sound file whose table of contents is somewhere else than it says."""
    whole = one_page(stream(_HEAD))
    return whole.replace(b"startxref\n", b"startxref\n9").replace(b"00000 n", b"00007 n")


def bogus_length() -> bytes:
    """A stream that claims to be longer than the file."""
    return one_page(stream(_HEAD, length=999_999_999))


def no_pages() -> bytes:
    """A page tree without a page."""
    return one_page(stream(_HEAD)).replace(b"/Kids [4 0 R] /Count 1", b"/Kids [] /Count 0")


def javascript() -> bytes:
    """A script that wants to run when the file is opened."""
    return one_page(
        stream(_HEAD),
        catalogue=b"/OpenAction << /S /JavaScript /JS (while \\(true\\) app.alert\\(1\\);) >>",
    )


def many_pages(count: int = 10_000) -> bytes:
    """Many pages, each with a line of its own."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT]
    for number in range(count):
        name = "".join(chr(ord("a") + int(digit)) for digit in str(number))
        objects += [_page(5 + 2 * number), stream(words(f"Here speaks the kite {name}."))]
    return _tree(objects, range(4, 4 + 2 * count, 2))


def slow_pages(count: int = 10_000) -> bytes:
    """Many pages that share a content of many words: a small file, and minutes to read."""
    text = b"".join(words(SEEN, y=y, size=8) for y in range(40, 780, 8))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT, deflated(text)]
    return _tree([*objects, *[_page(4)] * count], range(5, 5 + count))


def _page(content: int) -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
    )


def _tree(objects: list[bytes], pages: range) -> bytes:
    """A file of objects of which the second becomes the root of the page tree."""
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages))
    return pdf_of([objects[0], tree, *objects[2:]])


def claimed_pages() -> bytes:
    """One page, said to be two thousand million."""
    return one_page(stream(_HEAD)).replace(b"/Count 1 ", b"/Count 2000000000 ")


def cyclic_pages() -> bytes:
    """A page tree that holds itself."""
    return one_page(stream(_HEAD)).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R 2 0 R 4 0 R]")


def deep_pages(depth: int = 20_000) -> bytes:
    """A page below thousands of branches, each within the other."""
    branches = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
        for number in range(2, 2 + depth)
    ]
    leaf = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] >>" % (1 + depth)
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", *branches, leaf])


def deep_objects(depth: int = 500_000) -> bytes:
    """Arrays within arrays."""
    nested = b"[" * depth + b"]" * depth
    return one_page(stream(_HEAD), resources=b"/Properties 6 0 R", objects=[nested])


def deep_forms(depth: int = 5_000) -> bytes:
    """Forms within forms, in a chain."""
    return _forms(depth, times=1)


def exploding_forms() -> bytes:
    """Forty forms, each of which shows the next one twice."""
    return _forms(40, times=2)


def _forms(depth: int, *, times: int) -> bytes:
    calls = b"/X Do " * times
    forms = [
        stream(
            calls if number < depth - 1 else _HEAD,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >>" % (7 + number),
        )
        for number in range(depth)
    ]
    return one_page(stream(calls), resources=b"/XObject << /X 6 0 R >>", objects=forms)


def many_characters(lines: int = 700) -> bytes:
    """A page with 10 MB of text, in long lines of small letters."""
    line = "Kites fly higher on longer strings than on short ones. " * 260
    rows = range(50, 50 + lines)
    return one_page(deflated(b"".join(words(line, x=0, y=y, size=0.1) for y in rows)))


HIDDEN = (
    "Drawn without ink.",
    "White upon white.",
    "Too small to read.",
    "Left of the page.",
    "Above the page.",
    "Wholly transparent.",
)
SEEN_AMONG_HIDDEN = f"{SEEN}\nWhite upon black is seen."


def hidden_text() -> bytes:
    """A page with six lines that nobody sees between two that are seen."""
    none, white, small, left, above, clear = HIDDEN
    return one_page(
        stream(
            words(SEEN)
            + words(none, y=660, before="3 Tr")
            + words(white, y=640, before="0 Tr 1 1 1 rg")
            + words(small, y=620, size=1, before="0 0 0 rg")
            + words(left, x=-400, y=600)
            + words(above, y=900)
            + words(clear, y=580, before="/Clear gs")
            + b"/Opaque gs 0 0 0 rg 60 380 400 40 re f\n"
            + words("White upon black is seen.", y=400, before="1 1 1 rg")
        ),
        resources=b"/ExtGState << /Clear << /ca 0 >> /Opaque << /ca 1 >> >>",
    )


def words_over_picture() -> bytes:
    """A picture with an invisible line over it: what optical character recognition leaves."""
    picture = deflated(
        bytes(range(256)) * 256,
        b"/Type /XObject /Subtype /Image /Width 256 /Height 256 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8",
    )
    return one_page(
        stream(b"q 612 0 0 792 0 0 cm /X Do Q\n" + words(SEEN, before="3 Tr")),
        resources=b"/XObject << /X 6 0 R >>",
        objects=[picture],
    )


def huge_picture(side: int = 50_000) -> bytes:
    """A picture that claims to be vast, with a few bytes of data."""
    picture = deflated(
        bytes(1_000_000),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8" % (side, side),
    )
    return one_page(
        stream(b"q 612 0 0 792 0 0 cm /X Do Q\n"),
        resources=b"/XObject << /X 6 0 R >>",
        objects=[picture],
    )


def inflating_stream() -> bytes:
    """A content stream of some kilobytes that unpacks to a gigabyte."""
    return one_page(
        stream(
            zlib.compress(zlib.compress(_zeros_deflated(_GIGABYTE))),
            b"/Filter [/FlateDecode /FlateDecode /FlateDecode]",
        )
    )


def _zeros_deflated(size: int) -> bytes:
    """Zeros, compressed; the blocks after the first are all the same."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    other = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + other * ((size >> 20) - 1)


@cache
def inflating_docx() -> bytes:
    """A Word document of a third of a megabyte that unpacks to a third of a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(_UNPACKED_BYTES >> 22):
                part.write(b" " * (1 << 22))
    return out.getvalue()


def lying_docx() -> bytes:
    """The same, but it says that it unpacks to a thousand bytes."""
    size = _UNPACKED_BYTES.to_bytes(4, "little")
    return inflating_docx().replace(size, (1000).to_bytes(4, "little"))


def nested_html(depth: int = 100_000) -> bytes:
    """Elements within elements."""
    return b"<!doctype html><title>Kites</title>" + b"<div>" * depth + SEEN.encode()


def noise(size: int = 100_000) -> bytes:
    """Bytes by chance, always the same."""
    return random.Random(1).randbytes(size)


def large_text(path: Path, size: int = 300_000_000) -> Path:
    """A large file of text; its bytes take no room on the disk."""
    with path.open("wb") as file:
        file.write(SEEN.encode() * 100)
        file.truncate(size)
    return path
