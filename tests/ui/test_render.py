"""HTML of answers: nothing from documents or models becomes markup; markers find their source."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.harbour import (
    ATTACK,
    COVERAGE,
    HOSTILE,
    MENDED,
    NASTY,
    NOTICE,
    QUOTES,
    REGISTER,
    ROOM,
    STAGED,
    answer,
)
from ui.conversation import Exchange, Failure
from ui.export import as_record, as_text
from ui.markup import answer_html, plain_text
from ui.panel import card
from ui.render import coverage_text, exchange_html, progress_text, welcome_html
from ui.sources import Source

CITED = (MENDED, STAGED, ROOM, REGISTER)
SAFE = {
    *("section", "h2", "h3", "h4", "p", "div", "span", "blockquote", "ol", "ul", "li", "b", "i"),
    *("strong", "br", "bdi", "button", "a", "figure", "figcaption", "img", "mark"),
}


class Seen(HTMLParser):
    """Collects the tags, with their attributes, and the text that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


def assert_harmless(html: str) -> None:
    for tag, attributes in Seen(html).tags:
        assert tag in SAFE
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "cite", "data-page"):
            value = attributes.get(name) or ""
            assert value == "" or value.startswith(("https://docket.example/", "v1/documents/"))


def done(text: str, citations: tuple = CITED, number: int = 2, **other: object) -> Exchange:
    made = answer("What do they ask for?", text, citations, **other)
    sources = tuple(Source(citation) for citation in citations)
    return Exchange(
        number, made.question, "done", 4, 3, made.text, made.citations, sources, answer=made
    )


def test_markers_carry_the_number_of_their_answer() -> None:
    seen = Seen(answer_html("A claim. [1][3]\n\nAnother. [2]", 7, CITED))
    assert seen.values("data-cite") == ["7-1", "7-3", "7-2"]
    assert "A claim.[1][3]" in seen.text
    assert seen.values("aria-label")[0] == "Source 1: Lantern Makers' Guild, p. 2"
    assert seen.values("aria-label")[1] == "Source 3: Lantern Makers' Guild, pp. 2-3"


@pytest.mark.parametrize(
    "text",
    [
        "No such source. [9]",
        "A footnote. [2024]",
        "They write “as in [1] above” there.",
        r"Escaped \[1\] by the writer.",
        "> “as shown in [1]” they say",
    ],
)
def test_numbers_that_point_to_no_source_stay_text(text: str) -> None:
    seen = Seen(answer_html(text, 1, CITED))
    assert seen.values("data-cite") == []
    assert "[" in seen.text


def test_extractive_answers_keep_the_documents_own_brackets_apart_from_markers() -> None:
    html = answer_html(QUOTES, 1, CITED)
    seen = Seen(html)
    assert seen.values("data-cite") == ["1-1", "1-3", "1-2"]
    assert "outside keeper at each stage [2].” (p. 2)[2]" in seen.text
    assert html.count("<blockquote>") == 2
    assert "<strong>Lantern Makers&#x27; Guild:</strong>" in html


def test_lists_and_bold_are_rendered_and_the_numbers_of_items_kept() -> None:
    html = answer_html("5. First of **five**\n6. Second\n\n- one\n- two\n  more", 1, ())
    assert html == (
        "<ol><li>5. First of <strong>five</strong></li><li>6. Second</li></ol>"
        "<ul><li>one</li><li>two more</li></ul>"
    )


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        f"> “{HOSTILE}” [1]",
        f"- {HOSTILE}",
        f"**{HOSTILE}**",
        "![x](https://evil.example/x.png) <https://evil.example> https://evil.example",
        "<svg/onload=alert(1)>",
        "**<b onclick=alert(1)>**",
        "[x]: javascript:alert(1)",
        '" autofocus onfocus="alert(1)',
        r"\<img src=x\>",
    ],
)
def test_nothing_in_an_answer_becomes_markup(text: str) -> None:
    html = answer_html(text, 1, CITED)
    assert_harmless(html)
    assert {tag for tag, _ in Seen(html).tags} <= {
        *("p", "blockquote", "ul", "ol", "li", "strong", "span", "button")
    }


@given(st.text(alphabet=st.sampled_from("ab<>&\"'*[]()123\\>“”!-.\n `{}$:/"), max_size=80))
def test_no_text_at_all_becomes_markup(text: str) -> None:
    exchange = done(text or "x", (replace(ATTACK, quote=text, commenter=text, title=text),))
    assert_harmless(exchange_html(replace(exchange, question=text)))


def test_a_whole_exchange_of_hostile_words_is_harmless() -> None:
    source = Source(ATTACK, before=HOSTILE, after=HOSTILE)
    exchange = replace(done(HOSTILE + " [1]", (ATTACK,)), question=HOSTILE, sources=(source,))
    html = exchange_html(exchange)
    assert_harmless(html)
    assert NASTY.commenter in Seen(html).text
    failed = Exchange(1, HOSTILE, "failed", failure=Failure(HOSTILE, HOSTILE))
    assert_harmless(exchange_html(failed))
    assert Seen(exchange_html(failed)).values("data-ask") == [HOSTILE]
    assert_harmless(welcome_html(HOSTILE, (HOSTILE,)))


def test_the_card_shows_the_exact_quote_its_page_and_a_safe_link() -> None:
    seen = Seen(card(Source(ROOM, before="before", after="after"), 2, 4))
    assert ROOM.quote in seen.text
    assert "DEMO-2031-0001-0007, pp. 2-3" in seen.text
    assert "Exact quote, checked against the page" in seen.text
    [link] = [attrs for tag, attrs in seen.tags if tag == "a"]
    assert link == {
        "href": ROOM.url,
        "target": "_blank",
        "rel": "noopener noreferrer",
    }


def test_a_digest_is_never_called_a_quote() -> None:
    seen = Seen(card(Source(REGISTER), 1, 1))
    assert "Our digest, not the commenter's words: read the original." in seen.text
    assert "Exact quote" not in seen.text
    assert "our digest, not the commenter's words" in as_text(done("x [4]", (REGISTER,)).answer)


def test_an_unchecked_quote_is_not_called_checked() -> None:
    seen = Seen(card(Source(replace(MENDED, verified=False)), 1, 1))
    assert "Not checked against the page." in seen.text
    assert "Exact quote" not in seen.text


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "file:///etc/passwd", "https:", "x"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert "<a " not in card(Source(replace(MENDED, url=url)), 1, 1)


def test_under_an_answer_stand_its_mode_and_what_it_covers() -> None:
    text = Seen(exchange_html(done("A claim. [1]", dropped=2))).text
    assert "Written by Scripted-1B, each sentence checked against its quotes." in text
    assert "2 sentences that no quote supported were left out." in text
    assert "Searched 4 documents, cited 3. 4 of the docket's 41 comments are here." in text
    quotes = Seen(exchange_html(done(QUOTES, mode="extractive", reason=NOTICE))).text
    assert "Quotes only" in quotes
    assert NOTICE in quotes


def test_coverage_names_a_few_unreadable_pages_and_counts_the_rest() -> None:
    pages = tuple(("D", number) for number in range(1, 10))
    line = coverage_text(replace(COVERAGE, unreadable_pages=pages, documents_searched=2))
    assert "Unreadable pages: D p. 1; D p. 2; D p. 3; D p. 4; D p. 5; D p. 6 and 3 more." in line
    assert "4 documents in the index." in line
    assert "Unreadable" not in coverage_text(replace(COVERAGE, unreadable_pages=()))


def test_coverage_says_why_pages_are_unreadable_and_which_were_recognised() -> None:
    line = coverage_text(
        replace(
            COVERAGE,
            unreadable_pages=(("D", 3), ("E", 4)),
            unreadable_reasons=("a picture, and tesseract is not installed", "the page is broken"),
            ocr_pages=(("F", 5),),
        )
    )
    assert (
        "Unreadable pages: D p. 3; E p. 4 (a picture, and tesseract is not installed; the page is "
        "broken). Read by optical character recognition: F p. 5."
    ) in line
    assert "recognition" not in coverage_text(COVERAGE)


def test_a_source_says_whose_words_it_has_and_how_they_were_read() -> None:
    cited = replace(MENDED, quoting=True, ocr=True)
    made = done("A claim. [1]", (cited,))
    seen = Seen(exchange_html(made))
    assert "quotation" in seen.text
    assert "OCR" in seen.text
    assert (
        "A quotation there: check whose words; read by optical character recognition" in seen.text
    )
    assert "p. 2, a quotation there: check whose words, read by optical" in as_text(made.answer)
    assert '"quoting": true' in as_record(made.answer)
    plain = Seen(exchange_html(done("A claim. [1]", (MENDED,)))).text
    assert "a quotation there" not in plain
    assert "OCR" not in plain


def test_an_abstention_gives_its_reason_once_and_no_sources() -> None:
    reason = "No passage speaks about baking."
    seen = Seen(exchange_html(done(reason, (), reason=reason)))
    assert seen.text.count(reason) == 1
    assert "These documents do not answer this" in seen.text
    assert seen.values("data-cite") == seen.values("data-card") == []


def test_each_stage_says_what_goes_on() -> None:
    asked = Exchange(1, "Why?")
    assert progress_text(asked) == "Waiting for its turn …"
    assert progress_text(replace(asked, stage="searching")) == "Searching the docket …"
    writing = replace(asked, stage="writing", passages_found=1, documents_found=1)
    assert progress_text(writing).startswith("1 passage found in 1 document.")
    assert "Nothing was written yet." in exchange_html(replace(asked, stage="stopped"))


def test_an_answer_can_be_taken_along_as_text_and_record() -> None:
    made = done(QUOTES, (MENDED, STAGED, ROOM), mode="extractive").answer
    text = as_text(made)
    assert "\\" not in text
    assert "**" not in text
    assert (
        "[3] Lantern Makers' Guild, Comment of Lantern Makers' Guild, DEMO-2031-0001-0007, "
        "pp. 2-3: “We therefore ask that the rules leave room for open plans.” "
        "https://docket.example/DEMO-2031-0001-0007"
    ) in text
    assert '"quote": "A lamp whose plans are public' in as_record(made)


def test_plain_text_leaves_a_greater_than_sign_within_a_line() -> None:
    assert plain_text("Of more \\> 10 kites [1]") == "Of more > 10 kites [1]"


def test_plain_text_sets_quotes_in() -> None:
    assert plain_text("**A:**\n\n> “b \\[1\\]” [2]") == "A:\n\n    “b [1]” [2]"
