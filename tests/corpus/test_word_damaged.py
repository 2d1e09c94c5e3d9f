"""Word documents that are damaged, or made to do damage."""

import random
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.word import read_docx
from tests.corpus.contents import put
from tests.corpus.made_up import write_docx
from tests.corpus.word_files import paragraph, run, write_word


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(201):
            part.write(b"\0" * 1_000_000)
    with pytest.raises(UnreadableDocument, match=r"bomb\.docx: unpacked it has 201 MB"):
        read_docx(path)


@pytest.mark.parametrize("name", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_word_document_that_lacks_a_part_or_is_damaged_is_refused(
    tmp_path: Path, name: str
) -> None:
    whole = write_docx(tmp_path / "a.docx")
    for number, damage in enumerate((None, b"<broken")):
        path = tmp_path / f"damaged{number}.docx"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for item in old.namelist():
                data = damage if item == name else old.read(item)
                if data is not None:
                    new.writestr(item, data)
        with pytest.raises(UnreadableDocument, match=rf"damaged{number}\.docx"):
            read_docx(path)


def test_a_word_document_damaged_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "a.docx").read_bytes()
    chance = random.Random(1)
    refused = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_docx(put(tmp_path, "b.docx", bytes(damaged)))
        except UnreadableDocument:
            refused += 1
    assert refused > 10


def test_a_cut_word_document_is_refused(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "a.docx").read_bytes()
    with pytest.raises(UnreadableDocument, match=r"cut\.docx"):
        read_docx(put(tmp_path, "cut.docx", whole[: len(whole) // 2]))


def test_elements_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    for depth in (200, 100_000):
        deep = "<w:ins>" * depth + run("x") + "</w:ins>" * depth
        path = write_word(tmp_path / "deep.docx", paragraph(deep))
        if depth == 200:
            assert read_docx(path).text == "x"
        else:
            with pytest.raises(UnreadableDocument, match=r"^deep\.docx: .*no sound Word"):
                read_docx(path)


@pytest.mark.slow
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "inner",
    [
        run("x", '<w:color w:val="FFFFFF"/>'),
        run("1", '<w:vertAlign w:val="superscript"/>'),
        "<w:r><w:lastRenderedPageBreak/></w:r>",
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
        "<w:r><w:br/></w:r>",
    ],
)
def test_a_paragraph_of_many_runs_takes_no_quadratic_time(tmp_path: Path, inner: str) -> None:
    body = paragraph(run("a") + inner * 20_000 + run("b"))
    assert read_docx(write_word(tmp_path / "a.docx", body)).text.startswith("a")
