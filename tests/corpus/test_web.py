"""Web pages: their article, with its structure, as a browser shows it."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.web import content_of_tree, parse_page, prepare, read_html
from tests.corpus.contents import blocks, marks, put, sections

SENTENCE = (
    "Kites fly higher on longer strings, says the club in its comment to the bureau, and airports "
    "should be warned about them in due time."
)
PAGE = f"""<!DOCTYPE html>
<html><head><title>T</title><script>var evil = 1</script><style>p {{}}</style></head><body>
<nav><a href="/">Home</a> <a href="/n">News</a></nav>
<div class="cookie-banner"><p>We use cookies. <button>Accept</button></p></div>
<header><h1>Comment on kites</h1></header>
<main><p>{SENTENCE}</p>
<h2>Strings</h2>
<p>They use 10<sup>26</sup> metres<sup><a href="#fn1" id="ref1">1</a></sup>, the 1<sup>st</sup>
of <i>all</i> <a href="/x">clubs</a>.<br><br>Others<a href="#n2">[2]</a> say: <q>Too long.</q></p>
<p><strong>A bold heading</strong></p>
<p>{SENTENCE}</p>
<ol type="a" start="3"><li>Red ones<ul><li>long</li></ul></li><li value="7"><p>Blue ones</p></li></ol>
<blockquote><p>Quoted words.</p></blockquote>
<h3>Lengths</h3>
<table><tr><th>Kite</th><th>String</th></tr><tr><td>Red<br>one</td><td>20 m</td></tr></table>
<pre>Some lines that were bro-
ken at a margin.</pre>
<p>{SENTENCE}</p>
<h2>References</h2>
<p>Smith, Kites (2020), a book about kites and about strings.</p>
<ol><li id="fn1">As measured: 5 m<sup>2</sup>. <a href="#ref1">↩</a></li></ol>
<p><a name="n2" href="#r2">[2]</a> In a letter.</p></main>
<footer>Privacy policy</footer><script>alert('evil')</script></body></html>"""


def test_a_page_with_all_structures(tmp_path: Path) -> None:
    content = read_html(put(tmp_path, "a.html", PAGE))
    assert blocks(content) == [
        ("heading", "Comment on kites"),
        ("paragraph", SENTENCE),
        ("heading", "Strings"),
        ("paragraph", "They use 10^26 metres, the 1st of all clubs."),
        ("paragraph", "Others say: “Too long.”"),
        ("heading", "A bold heading"),
        ("paragraph", SENTENCE),
        ("item", "c. Red ones"),
        ("item", "• long"),
        ("item", "g. Blue ones"),
        ("quotation", "Quoted words."),
        ("heading", "Lengths"),
        ("row", "Kite | String"),
        ("row", "Red one | 20 m"),
        ("paragraph", "Some lines that were broken at a margin."),
        ("paragraph", SENTENCE),
        ("heading", "References"),
        ("reference", "Smith, Kites (2020), a book about kites and about strings."),
        ("note", "1 As measured: 5 m^2."),
        ("note", "2 In a letter."),
    ]
    assert marks(content) == [("1", "metres"), ("2", "Others")]
    assert sections(content)["Red one | 20 m"] == ("Comment on kites", "Strings", "Lengths")


def whole(html: str) -> list[tuple[str, str]]:
    """Blocks of a page of which nothing is taken for menus."""
    root = parse_page(html, "a.html")
    return blocks(content_of_tree(root, prepare(root)))


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">x</p>',
        '<p style="visibility:hidden">x</p>',
        '<p style="opacity: 0; color: red">x</p>',
        '<p style="font-size:0">x</p>',
        '<p style="font-size: 1px">x</p>',
        '<p style="position:absolute; left:-9999px">x</p>',
        "<p hidden>x</p>",
        '<p aria-hidden="true">x</p>',
        '<p style="color:#FFF">x</p>',
        '<div style="background:white"><p style="color: white">x</p></div>',
        '<font color="#ffffff">x</font>',
        "<script>x</script><style>x</style><noscript>x</noscript><template>x</template>",
        "<select><option>x</option></select><textarea>x</textarea><button>x</button>",
        "<!-- x -->",
        '<p hidden>x<b aria-hidden="true">x</b></p>',
    ],
)
def test_what_a_browser_does_not_show_is_not_read(hidden: str) -> None:
    assert whole(f"<p>Before{hidden}<p>after") == [("paragraph", "Before"), ("paragraph", "after")]


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="background-color:#003366"><p style="color:#fff">x</p></div>',
        '<table><tr bgcolor="navy"><td style="color:white">x</td></tr></table>',
        '<p style="opacity:0.9">x</p>',
        '<p style="font-size:10px">x</p>',
        '<p style="background-color:#fff">x</p>',
        '<p style="color:#fffaaa">x</p>',
        '<p aria-hidden="false">x</p>',
    ],
)
def test_what_a_browser_shows_is_read(shown: str) -> None:
    assert whole(shown) == [("paragraph", "x")]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>a<br>b</p>", [("paragraph", "a b")]),
        ("<p>a:<br>- b<br>- c</p>", [("paragraph", "a:"), ("item", "- b"), ("item", "- c")]),
        ("a<div>b<span>c</span></div>d", [("paragraph", "a"), ("paragraph", "bc"), ("paragraph", "d")]),
        ("<table><tr><td><h2>a</h2><p>b<td>c</table>", [("heading", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("<table role=presentation><tr><td>a<td>b</table>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<table><tr><td>a<tr><td>b</table>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<table><tr><td><p>a<p>b<td>c<tr><td><td></table>", [("row", "a b | c")]),
        ("<pre><code>a\nb</code></pre>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<ol style='list-style:none'><li>a</ol>", [("item", "a")]),
        ("<ol type=I><li>a<li>b</ol>", [("item", "I. a"), ("item", "II. b")]),
        ("<blockquote>a<ul><li>b</ul></blockquote>", [("quotation", "a"), ("quotation", "• b")]),
        ("<figure><img alt=x><figcaption>a</figcaption></figure>", [("paragraph", "a")]),
    ],
)  # fmt: skip
def test_elements_become_blocks(html: str, wanted: list[tuple[str, str]]) -> None:
    assert whole(html) == wanted


@pytest.mark.parametrize(
    ("html", "number"),
    [
        ('a<sup><a href="#x">3</a></sup><p id="x">3. note</p>', "3"),
        ('a<a href="#x"><sup>*</sup></a><p id="x">* note</p>', "*"),
        ('a<a href="#_ftn1" name="_ftnref1">[1]</a><div><p><a name="_ftn1" href="#_ftnref1">[1]</a> note', "1"),
        ('a<a role="doc-noteref" href="#x">4</a><aside role="doc-footnote" id="x">note</aside>', "4"),
        ('a<sup><a href="#x">3</a></sup><p id="x"><sup>3</sup>note</p>', "3"),
        ('a<aside role="doc-footnote"><p>5 note</p></aside>', "5"),
        ('a<sup><a href="#cite_note-1">[1]</a></sup><ol><li id="cite_note-1"><a href="#r">^</a> note', "1"),
    ],
)  # fmt: skip
def test_notes_that_the_page_marks_plainly(html: str, number: str) -> None:
    assert whole(html) == [("paragraph", "a"), ("note", f"{number} note")]


@pytest.mark.parametrize(
    "html",
    [
        '<p id="x">up</p>a<sup><a href="#x">3</a></sup>',
        'a<a href="#x">3</a><p id="x">note</p>',
        'a<sup><a href="#x">3</a></sup><h2 id="x">note</h2>',
        'a<sup><a href="#none">3</a></sup>',
        'a<sup><a href="https://kite.example#x">3</a></sup><p id="x">note</p>',
        '<sup><a href="#x">1</a></sup><sup><a href="#y">2</a></sup><p><a id="x"></a>a<a id="y"></a>b</p>',
        f'<sup><a href="#x">1</a></sup><p id="x">{"long " * 2000}</p>',
    ],
)  # fmt: skip
def test_links_that_are_no_notes_take_nothing_away(html: str) -> None:
    assert "note" not in {kind for kind, _ in whole(html)}
    letters = sum(map(str.isalpha, "".join(text for _, text in whole(html))))
    assert letters == sum(map(str.isalpha, "".join(parse_page(html, "a").itertext())))


def test_a_page_of_a_few_words_gives_its_visible_text(tmp_path: Path) -> None:
    short = "<html><body><nav>Home</nav><p>Kites.</p><footer>Foot</footer></body></html>"
    assert blocks(read_html(put(tmp_path, "a.htm", short))) == [("paragraph", "Kites.")]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("nonsense-1", "cp1252"),
        ("idna", "cp1252"),
        ("utf-16", "utf-8"),
        ("shift_jis", "utf-8"),
        ("utf-7", "utf-8"),
    ],
)
def test_a_page_is_decoded_as_it_declares_or_else_as_text(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    html = f"<html><head><meta charset='{declared}'></head><body><p>“Café” kites are fine.</p>"
    content = read_html(put(tmp_path, "a.html", html.encode(encoding)))
    assert content.text == "“Café” kites are fine."


def test_an_xhtml_declaration_is_no_obstacle(tmp_path: Path) -> None:
    xhtml = '<?xml version="1.0" encoding="utf-8"?>\n' + PAGE
    assert read_html(put(tmp_path, "a.xhtml", xhtml)).text.startswith("Comment on kites\n")


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "sup", "pre"])
@pytest.mark.parametrize("depth", [400, 100_000])
def test_deep_nesting_is_read_or_refused(tmp_path: Path, tag: str, depth: int) -> None:
    path = put(tmp_path, "a.html", "<html><body>" + f"<{tag}>x" * depth + "Kites.")
    if depth > 1000:
        with pytest.raises(UnreadableDocument, match=r"^a\.html: .*nested too deeply"):
            read_html(path)
    else:
        assert "x" in read_html(path).text


@pytest.mark.slow
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "sign",
    ["<br>x", "<i hidden></i>x", "<sup>1</sup>", "<a href=#b>1</a><p id=b>", "<p style='color:white'>x</p>",
     "<li>x", "<td>x", "<span>x</span>\n", "<ol start=99999999999><li>x</ol>", "<blockquote>x</blockquote>"],
)  # fmt: skip
def test_many_elements_take_no_quadratic_time(tmp_path: Path, sign: str) -> None:
    read_html(put(tmp_path, "a.html", "<html><body><p>" + sign * 5_000))
