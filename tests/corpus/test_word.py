"""Word documents: their structure as the printed page shows it."""

from pathlib import Path

import pytest

from corpus.content import Content
from corpus.word import read_docx
from tests.corpus.contents import blocks, marks, page_of, sections
from tests.corpus.made_up import rewrite_docx, write_docx
from tests.corpus.word_files import (
    list_of,
    numbered,
    paragraph,
    run,
    style,
    styled,
    table,
    write_word,
)

BREAK = '<w:r><w:br w:type="page"/></w:r>'
NOTED = "<w:lastRenderedPageBreak/>"
STYLES = (
    style("berschrift1", "heading 1")
    + style("Rubrik", "Rubrik", '<w:outlineLvl w:val="1"/>')
    + style("Zitat", "Quote")
    + style("Verzeichnis1", "toc 1")
    + style("Titel", "Title")
    + style("Literatur", "Bibliography")
    + style("Fett", "Fett", letters="<w:b/>")
)


def note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def notes(kind: str, **texts: str) -> str:
    return f'<w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>' + "".join(
        f'<w:{kind} w:id="{key[1:]}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>" + run(" " + text))}'
        f"</w:{kind}>"
        for key, text in texts.items()
    )


def test_a_document_with_all_structures(tmp_path: Path) -> None:
    power = run("26", '<w:vertAlign w:val="superscript"/>')
    body = (
        paragraph("Kites over airports", styled("Titel"))
        + paragraph(run("Strings") + "<w:r><w:tab/><w:t>1</w:t></w:r>", styled("Verzeichnis1"))
        + paragraph("Strings", styled("berschrift1"))
        + paragraph(run("Kites use 10") + power + run(" metres") + note("footnote", 5) + run("."))
        + paragraph("Their lengths", styled("Rubrik"))
        + paragraph("Red ones", numbered(1))
        + paragraph("long", numbered(1, 1))
        + paragraph("Blue ones", numbered(1))
        + paragraph("any", numbered(2))
        + paragraph("They are long.", styled("Zitat"))
        + paragraph("Set in.", '<w:ind w:left="720" w:right="720"/>')
        + table(("Kite", "String"), ("Red", "20 m"), ("", ""))
        + paragraph(run("Tails", "<w:b/>"))
        + paragraph(run("The second") + f"<w:r>{NOTED}</w:r>" + run(" page") + note("endnote", 7))
        + paragraph("Smith, Kites (2020).", styled("Literatur"))
    )
    path = write_word(
        tmp_path / "a.docx",
        body,
        styles=STYLES,
        numbering=list_of(1, ("decimal", "%1."), ("lowerLetter", "%1(%2)"))
        + list_of(2, ("bullet", "\uf0b7")),
        footnotes=notes("footnote", n5="As measured."),
        endnotes=notes("endnote", n7="At the end."),
        header1=paragraph("Kite Club, page 1"),
    )
    content = read_docx(path)
    assert blocks(content) == [
        ("heading", "Kites over airports"),
        ("contents", "Strings 1"),
        ("heading", "Strings"),
        ("paragraph", "Kites use 10^26 metres."),
        ("heading", "Their lengths"),
        ("item", "1. Red ones"),
        ("item", "1(a) long"),
        ("item", "2. Blue ones"),
        ("item", "• any"),
        ("quotation", "They are long."),
        ("quotation", "Set in."),
        ("row", "Kite | String"),
        ("row", "Red | 20 m"),
        ("heading", "Tails"),
        ("paragraph", "The second page"),
        ("reference", "Smith, Kites (2020)."),
        ("note", "1 As measured."),
        ("note", "i At the end."),
    ]
    assert sections(content)["The second page"] == (
        "Kites over airports",
        "Strings",
        "Their lengths",
        "Tails",
    )
    assert marks(content) == [("1", "metres"), ("i", "page")]
    assert content.page_count == 2
    assert [page_of(content, words) for words in ("The second", "page\n", "As m", "At the")] == [
        1,
        2,
        1,
        2,
    ]


def body_of(tmp_path: Path, body: str, **parts: str) -> Content:
    return read_docx(write_word(tmp_path / "b.docx", body, **parts))


def texts(content: Content) -> list[str]:
    return [text for _, text in blocks(content)]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_kept(tmp_path: Path) -> None:
    white = '<w:color w:val="FFFFFF"/>'
    body = (
        paragraph(
            run("Kites")
            + "<w:del><w:r><w:delText> fly lower</w:delText></w:r></w:del>"
            + f"<w:moveFrom>{run(' elsewhere')}</w:moveFrom><w:ins>{run(' soar.')}</w:ins>"
            + run(" Hidden.", "<w:vanish/>")
            + run(" White.", white)
            + run(" Shown.", '<w:vanish w:val="0"/>')
        )
        + paragraph(run("On dark.", white), '<w:shd w:val="clear" w:fill="000000"/>')
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('In a cell.', white))}</w:tc></w:tr></w:tbl>"
    )
    assert texts(body_of(tmp_path, body)) == ["Kites soar. Shown.", "On dark.", "In a cell."]


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (paragraph(run("a") + BREAK + run("b")), 2),
        (paragraph(run("a") + BREAK + f"<w:r>{NOTED}</w:r>" + run("b")), 2),
        (paragraph(run("a") + f"<w:r>{NOTED}</w:r>" + run("b") + BREAK), 3),
        (paragraph("a") + paragraph(f"<w:r>{NOTED}<w:t>b</w:t></w:r>", "<w:pageBreakBefore/>"), 2),
        (paragraph("a") + paragraph("b", '<w:pageBreakBefore w:val="0"/>'), 1),
        (paragraph("a", "<w:sectPr/>") + paragraph("b") + "<w:sectPr/>", 2),
        (
            paragraph("a", "<w:sectPr/>")
            + paragraph("b")
            + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
            1,
        ),
        (table(("a", "b")) + paragraph(BREAK) + table(("c", "d")), 2),
    ],
)
def test_pages_end_at_breaks_each_counted_once(tmp_path: Path, body: str, pages: int) -> None:
    content = body_of(tmp_path, body)
    assert content.page_count == pages
    assert page_of(content, "a") == 1
    assert page_of(content, content.text[-1]) == min(pages, 2)


def test_a_page_with_nothing_but_a_picture_is_reported(tmp_path: Path) -> None:
    body = paragraph("a") + paragraph(BREAK + "<w:r><w:drawing/></w:r>")
    assert body_of(tmp_path, body).unreadable == {2: "only a picture"}


def test_lists_count_as_word_does(tmp_path: Path) -> None:
    again = (
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = (
        list_of(1, ("upperRoman", "%1."), ("decimal", "%1.%2"))
        + list_of(3, ("decimal", "(%1)"), start=4)
        + list_of(4, ("ideographDigital", "%1."))
        + again
    )
    wanted = [
        (1, 0, "I. x"),
        (1, 0, "II. x"),
        (1, 1, "II.1 x"),
        (1, 1, "II.2 x"),
        (3, 0, "(4) x"),
        (1, 0, "III. x"),
        (1, 1, "III.1 x"),
        (9, 0, "I. x"),
        (9, 0, "II. x"),
        (4, 0, "x"),
        (0, 0, "x"),
        (77, 0, "x"),
    ]
    body = "".join(paragraph("x", numbered(list_id, level)) for list_id, level, _ in wanted)
    assert texts(body_of(tmp_path, body, numbering=numbering)) == [text for *_, text in wanted]


def test_headings_are_numbered_by_their_styles(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="H{at + 1}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(("%1", "%1.%2"))
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    by_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = style("H1", "heading 1", by_list) + style("H2", "heading 2", by_list)
    body = "".join(paragraph(f"T{n}", styled(h)) for n, h in enumerate(["H1", "H2", "H2", "H1"]))
    content = body_of(tmp_path, body, styles=styles, numbering=numbering)
    assert texts(content) == ["1 T0", "1.1 T1", "1.2 T2", "2 T3"]
    assert content.blocks[2].section == ("1 T0", "1.2 T2")


def test_notes_are_numbered_as_the_document_sets_and_typed_marks_kept(tmp_path: Path) -> None:
    typed = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    body = paragraph(run("One") + note("footnote", 3) + run(" two") + typed + note("footnote", 8))
    content = body_of(
        tmp_path,
        body,
        footnotes=notes("footnote", n2="Typed.", n3="First.", n9="Never called."),
        settings='<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:footnotePr>',
    )
    assert marks(content) == [("C", "One"), ("*", "two")]
    assert texts(content)[1:] == ["C First.", "* Typed."]


def test_text_boxes_stand_after_their_paragraph_and_formulas_in_it(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    formula = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>26</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    body = paragraph(run("About ") + drawn + formula + run(" kites."))
    assert texts(body_of(tmp_path, body)) == ["About 10^26 kites.", "In a box."]


def test_a_table_in_a_cell_is_read_as_part_of_the_cell(tmp_path: Path) -> None:
    inner = table(("a", "b"), ("c", "d"))
    body = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('e')}</w:tc><w:tc>{paragraph('f')}</w:tc></w:tr></w:tbl>"
    assert texts(body_of(tmp_path, body)) == ["a | b c | d e | f"]


def test_styles_that_are_based_on_each_other_in_a_circle_end(tmp_path: Path) -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/>'
        f'<w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )
    assert texts(body_of(tmp_path, paragraph("x", styled("A")), styles=circle)) == ["x"]


def test_what_words_own_library_writes_is_read(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx")
    noted = "<w:t>The second page</w:t><w:lastRenderedPageBreak/><w:t> and the third.</w:t>"
    rewrite_docx(
        path, "word/document.xml", "<w:t>The second page is about tails.</w:t>", NOTED + noted
    )
    content = read_docx(path)
    assert blocks(content) == [
        ("heading", "Longer strings"),
        ("paragraph", "Kites fly higher on longer strings."),
        ("row", "a | b"),
        ("row", "c | d"),
        ("paragraph", "The second page and the third."),
    ]
    assert [page_of(content, words) for words in ("c | d", "The", "and")] == [1, 2, 3]
