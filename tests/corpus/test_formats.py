"""Files of every format, made here, read into pages."""

import random
import zipfile
from pathlib import Path

import pytest
from made_up import docket, entry, pdf_bytes, rewrite_docx, write_digest, write_docx

from corpus.errors import UnreadableDocument
from corpus.flattened import article_of
from corpus.formats import detect_format
from corpus.library import Library, Source
from corpus.plain import decode, read_markdown, read_text
from corpus.read import KNOWN_SUFFIXES, read_document
from corpus.web import read_html, visible_text
from corpus.word import read_docx


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def source_of(path: Path) -> Source:
    return Source(
        doc_id="kites",
        title="Kites",
        commenter="Kite Club",
        aliases=(),
        kind="comment",
        origin="imported",
        url="https://kite.example",
        path=path,
        sha256="0" * 64,
        size_bytes=1,
        notice="",
    )


def texts(path: Path) -> list[str]:
    return [page.text for page in read_document(source_of(path)).pages]


# Plain text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("cp1252", b""),
    ],
)
def test_text_in_common_encodings(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = "“Café” kites – naïve ones."
    path = put(tmp_path, "a.txt", mark + text.encode(encoding))
    assert decode(path) == text
    assert texts(path) == [text]


def test_form_feeds_end_pages_and_nothing_else_does(tmp_path: Path) -> None:
    assert texts(put(tmp_path, "a.txt", "One.\fTwo.\f\fFour.\f")) == ["One.", "Two.", "", "Four."]
    long = "\n\n".join(f"Paragraph {n} is about kites." for n in range(2000))
    assert len(read_text(put(tmp_path, "b.txt", long))) == 1


def test_lines_broken_at_a_margin_are_joined_to_paragraphs(tmp_path: Path) -> None:
    text = (
        "Kites fly higher on longer strings, as everybody knows who has flown\r\n"
        "one in the open, and airports should be told about them in due time\r\n"
        "by whoever flies them.\r\n\r\n- first item\r\n- second item\r\n"
    )
    (page,) = texts(put(tmp_path, "a.txt", text))
    assert page.split("\n")[1:] == ["- first item", "- second item"]
    assert "has flown one in the open" in page


def test_lines_that_are_paragraphs_stay_apart(tmp_path: Path) -> None:
    text = "\n".join(f"{n} " + "kites and strings " * 20 + "end." for n in range(6))
    (page,) = texts(put(tmp_path, "a.txt", text))
    assert len(page.split("\n")) == 6


# A web page flattened into one line

MENU = " ".join(f"* Menu item {n} Kites and Strings" for n in range(60))
CHROME = f"Skip to main content Search [ ] [Search] {MENU} Was it useful? Yes No thanks "
HEADLINE = "Bureau of Kites Opens Inquiry Into Longer Strings"
BODY = (
    "The bureau opened an inquiry today into the length of the strings that are used by its "
    "members. The strings of the kites are longer than they were when the rules were made. "
    "The inquiry asks for answers to these questions: * How long the strings should be; and "
    "* Who should hold them when the wind is strong. Answers are due in March, and they will be "
    "published by the bureau on its pages."
)
FOOT = (
    " Share this page * Email * Print Return to top Explore * News * Data Privacy policy "
    "1. Archives 2. Accessibility 3. Plain language Sign up for email updates To sign up for "
    "updates or to see your preferences, please enter your contact information below. [Subscribe]"
)


def test_a_flattened_page_is_cut_to_its_article() -> None:
    menu_end = "Was it useful? Yes No thanks "
    page = f"{CHROME}{menu_end}{HEADLINE} FOR IMMEDIATE RELEASE March 1 {BODY}{FOOT}"
    article = article_of(page)
    assert article.startswith(f"{HEADLINE}\nFOR IMMEDIATE RELEASE March 1 The bureau")
    assert article.endswith("on its pages.")
    assert "\n- How long the strings should be; and\n- Who should hold them" in article


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        BODY,
        f"{HEADLINE} {BODY} " * 30,
        f"{HEADLINE}. Contact us. Search the menu. {BODY}",
        MENU,
        f"{CHROME}\n{BODY}\n{FOOT}",
        # two texts of equal size with a long list between them: which is the article?
        f"{BODY} {BODY} {CHROME} {BODY} {BODY}",
    ],
)
def test_texts_that_are_no_flattened_page_come_through_whole(text: str) -> None:
    assert article_of(text) == text


@pytest.mark.real
def test_the_real_press_release_is_cut_to_its_article(real_corpus: Path) -> None:
    (page,) = read_text(real_corpus / "press-release-2024-02-21.txt")
    assert page.startswith("NTIA Solicits Comments on Open-Weight AI Models")
    assert page.endswith("economic growth.")
    assert page.count("\n- ") == 4
    for chrome in ("Share this page", "padlock", "Breadcrumb", "Subscribe", "Fisheries"):
        assert chrome not in page


# Markdown


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path) -> None:
    markdown = """---
layout: post
---
# Longer *strings* #

Kites **fly** higher on [longer strings](https://kite.example "t"),
says __the__ _Kite Club_ with `code` and snake_case_names, 2 * 3 * 4.

> A quote
> on two lines.

<!-- hidden
words -->
- one
- two
  goes on

| Kite | String |
|------|:------:|
| Red  | 20 m   |

```python
**kwargs stay
```
![A red kite](red.png) \\*starred\\* <https://kite.example/a>

[1]: https://kite.example/ref
***
End<br>of it.
"""
    assert read_markdown(put(tmp_path, "a.md", markdown)).split("\n") == [
        "Longer strings",
        "Kites fly higher on longer strings, says the Kite Club with code and snake_case_names, "
        "2 * 3 * 4.",
        "A quote",
        "on two lines.",
        "- one",
        "- two goes on",
        "Kite | String",
        "Red | 20 m",
        "**kwargs stay",
        "A red kite *starred* https://kite.example/a",
        "End of it.",
    ]


@pytest.mark.timeout(10)
@pytest.mark.parametrize("sign", ["[", "*", "_a", "`", "<", "<!--", "|", "\\", "![", "**a"])
def test_markdown_of_signs_only_takes_no_quadratic_time(tmp_path: Path, sign: str) -> None:
    read_markdown(put(tmp_path, "a.md", sign * 50_000))


# Web pages

SECTIONS = "".join(
    f"<h2>Section {n}</h2><p>Paragraph {n} says that kites need {n} metres of string, and that "
    "airports should be warned about them in due time.</p>"
    for n in range(4)
)
PAGE = (
    "<!DOCTYPE html><html><head><title>T</title><script>var evil = 1</script></head><body>"
    "<nav><a href='/'>Home</a> <a href='/n'>News</a></nav>"
    f"<article><h1>Comment on kites</h1>{SECTIONS}"
    "<table><tr><th>Kite</th><th>String</th></tr><tr><td>Red</td><td>20 m</td></tr></table>"
    "</article><script>alert('evil')</script><footer>Privacy policy</footer></body></html>"
)


def test_a_web_page_gives_its_article(tmp_path: Path) -> None:
    (page,) = texts(put(tmp_path, "a.html", PAGE))
    lines = page.split("\n")
    assert lines[:2] == ["Comment on kites", "Section 0"]
    assert lines[-2:] == ["Kite | String", "Red | 20 m"]
    for word in ("evil", "Home", "News", "Privacy"):
        assert word not in page


def test_a_page_of_a_few_words_gives_its_visible_text(tmp_path: Path) -> None:
    short = "<html><body><nav>Home</nav><p>Kites.</p><footer>Foot</footer></body></html>"
    assert texts(put(tmp_path, "a.htm", short)) == ["Kites."]


def test_visible_text_leaves_scripts_and_menus_out() -> None:
    html = "<head><title>T</title><body><nav>Home<p>x</nav><b>Bold</b> text<p>New&nbsp;&lt;<style>p{}</style>"
    assert visible_text(html) == "Bold text\nNew <"


@pytest.mark.parametrize("declared", ["windows-1252", "nonsense-1"])
def test_a_page_is_decoded_as_it_declares_or_else_as_text(tmp_path: Path, declared: str) -> None:
    html = f"<html><head><meta charset='{declared}'></head><body><p>“Café” kites are fine.</p>"
    assert "“Café” kites" in read_html(put(tmp_path, "a.html", html.encode("cp1252")))


def test_an_xhtml_declaration_is_no_obstacle(tmp_path: Path) -> None:
    xhtml = '<?xml version="1.0" encoding="utf-8"?>\n' + PAGE
    path = put(tmp_path, "a.xhtml", xhtml)
    assert detect_format(path) == "html"
    assert "Comment on kites" in read_html(path)


# Word documents


def test_a_word_document_gives_headings_tables_and_pages(tmp_path: Path) -> None:
    assert texts(write_docx(tmp_path / "a.docx")) == [
        "Longer strings\nKites fly higher on longer strings.\na | b\nc | d",
        "The second page is about tails.",
    ]


def test_deleted_text_is_left_out_and_inserted_text_kept(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx")
    run = "<w:r><w:t>Kites fly higher on longer strings.</w:t></w:r>"
    changed = (
        "<w:r><w:t>Kites</w:t></w:r><w:del><w:r><w:delText> fly lower</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> soar.</w:t></w:r></w:ins>"
    )
    rewrite_docx(path, "word/document.xml", run, changed)
    assert "Kites soar." in texts(path)[0].split("\n")


def test_a_break_that_word_noted_after_the_authors_own_is_no_second_one(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx")
    text = "<w:t>The second page is about tails.</w:t>"
    noted = (
        "<w:lastRenderedPageBreak/><w:t>The second page</w:t>"
        "<w:lastRenderedPageBreak/><w:t> and the third.</w:t>"
    )
    rewrite_docx(path, "word/document.xml", text, noted)
    assert [page.strip() for page in read_docx(path)[1:]] == ["The second page", "and the third."]


def test_a_footnote_stands_at_the_end_of_its_page(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx")
    text = "<w:t>Kites fly higher on longer strings.</w:t>"
    rewrite_docx(
        path, "word/document.xml", text, text + '<w:footnoteReference w:id="7"/><w:t>!</w:t>'
    )
    names = "http://schemas.openxmlformats.org"
    kind = f"{names}/officeDocument/2006/relationships/footnotes"
    rewrite_docx(
        path,
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>',
    )
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    rewrite_docx(
        path,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/></Types>',
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/footnotes.xml",
            f'<w:footnotes xmlns:w="{names}/wordprocessingml/2006/main"><w:footnote w:id="7">'
            "<w:p><w:r><w:t>As measured.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        )
    first, second = texts(path)
    assert first.split("\n")[1] == "Kites fly higher on longer strings.!"
    assert first.endswith("c | d\nAs measured.")
    assert "measured" not in second


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(201):
            part.write(b"\0" * 1_000_000)
    with pytest.raises(UnreadableDocument, match=r"bomb\.docx: unpacked it has 201 MB"):
        read_document(source_of(path))


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
            read_document(source_of(path))


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
        read_document(source_of(put(tmp_path, "cut.docx", whole[: len(whole) // 2])))


# What a file is


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"<!DOCTYPE html><html>Sign in", "is a web page, not a PDF"),
        ("a.pdf", b"\xef\xbb\xbf  <html>Sign in", "is a web page, not a PDF"),
        ("a.pdf", b"just words", "something else, not a PDF"),
        ("a.pdf", b"", "is empty"),
        ("a.docx", pdf_bytes("x"), "is a PDF, not a Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Word file"),
        ("a.html", pdf_bytes("x"), "is a PDF, not a web page"),
        ("a.txt", b"PK\x03\x04rest", "is not text"),
        ("a.txt", b"bi\0nary", "is not text"),
        ("a.txt", b" \n\t ", "holds no text"),
        ("a.md", b"---\n", "holds no text"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "holds no text"),
        ("a.xlsx", b"PK\x03\x04", "files of this format"),
        ("a", b"words", "files of this format"),
    ],
)
def test_what_a_file_is_refused_for(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = put(tmp_path, name, data)
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        read_document(source_of(path))
    assert caught.value.message.startswith(f"{name}: ")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        # pdfium finds no text, and pypdf knows no such filter
        ("a.pdf", pdf_bytes(" ").replace(b"/Length", b"/Filter /Kite /Length"), "NotImpl"),
        # a codec that refuses to replace what it cannot decode
        ("a.html", b"<html><head><meta charset=idna></head><p>Kites.", "UnicodeError"),
    ],
)
def test_whatever_a_reader_raises_makes_the_file_unreadable(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, data: bytes, cause: str
) -> None:
    caplog.set_level("INFO", logger="corpus.read")
    with pytest.raises(UnreadableDocument, match=rf"^{name}: .*{cause}"):
        read_document(source_of(put(tmp_path, name, data)))
    (record,) = (record for record in caplog.records if record.name == "corpus.read")
    assert record.levelname == "INFO"
    assert record.exc_info


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"gone\.pdf: .*No such file"):
        read_document(source_of(tmp_path / "gone.pdf"))


def test_a_text_file_is_what_it_holds(tmp_path: Path) -> None:
    assert detect_format(put(tmp_path, "a.txt", PAGE)) == "html"
    assert detect_format(put(tmp_path, "b.txt", pdf_bytes("x"))) == "pdf"
    assert detect_format(put(tmp_path, "c.TXT", "A letter about <html> tags.")) == "text"


def test_every_known_suffix_has_a_reader(tmp_path: Path) -> None:
    for suffix in KNOWN_SUFFIXES:
        path = tmp_path / f"kites{suffix}"
        if suffix == ".docx":
            write_docx(path)
        else:
            path.write_bytes(pdf_bytes("Kites.") if suffix == ".pdf" else b"Kites.")
        assert "ites" in texts(path)[0]


def test_a_document_read_carries_its_sources_facts(tmp_path: Path) -> None:
    source = source_of(put(tmp_path, "a.pdf", pdf_bytes("Page one.", "", "Page three.")))
    document = read_document(source)
    assert [page.text for page in document.pages] == ["Page one.", "", "Page three."]
    assert document.unreadable_pages == (2,)
    for field in ("doc_id", "title", "commenter", "kind", "origin", "url", "path", "sha256"):
        assert getattr(document, field) == getattr(source, field)


def test_a_digest_is_read_as_the_pages_of_its_original(tmp_path: Path) -> None:
    made = docket(tmp_path / "docket", entry("KITE-2031-0001-0001", b"x", pages=3))
    write_digest(made, "KITE-2031-0001-0001")
    (source,) = Library(tmp_path / "documents", made).sources()
    document = read_document(source)
    assert document.origin == "digest"
    assert document.title == source.title
    assert [page.text for page in document.pages] == ["It wants longer strings.", "", ""]
