"""Web pages that were saved as one line: cut to their article, and that read as one."""

from pathlib import Path

import pytest

from corpus.plain import read_text
from corpus.plain.flattened import article_of
from corpus.plain.releases import article_pieces
from tests.corpus.contents import blocks, put, sections

MENU = " ".join(f"* Menu item {n} Kites and Strings" for n in range(60))
CHROME = f"Skip to main content Search [ ] [Search] {MENU} Was it useful? Yes No thanks "
MENU_END = "Was it useful? Yes No thanks "
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
    article = article_of(f"{CHROME}{MENU_END}{HEADLINE} FOR IMMEDIATE RELEASE March 1 {BODY}{FOOT}")
    assert article.startswith(f"{HEADLINE} FOR IMMEDIATE RELEASE March 1 The bureau")
    assert article.endswith("on its pages.")


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
    assert article_of(text) == ""


def test_an_article_on_one_line_is_parted_into_its_pieces(tmp_path: Path) -> None:
    address = "https://kites.example/2031/bureau-kites-opens-inquiry-longer-strings "
    release = "Kites FOR IMMEDIATE RELEASE Monday, March 1, 2031 Press Office press@kites.example"
    about = "About the Bureau of Kites The Bureau of Kites is the office that is in charge of them."
    page = f"{address}{CHROME}{MENU_END}{HEADLINE} {release} {BODY} {about}{FOOT}"
    content = read_text(put(tmp_path, "a.txt", page))
    assert blocks(content) == [
        ("heading", HEADLINE),
        ("paragraph", "Kites"),
        ("paragraph", release.removeprefix("Kites ")),
        ("paragraph", BODY[: BODY.index(" * How")]),
        ("item", "• How long the strings should be; and"),
        ("item", "• Who should hold them when the wind is strong."),
        ("paragraph", BODY[BODY.index("Answers") :]),
        ("heading", "About the Bureau of Kites"),
        ("paragraph", "The Bureau of Kites is the office that is in charge of them."),
    ]
    assert set(sections(content).values()) == {
        (HEADLINE,),
        (HEADLINE, "About the Bureau of Kites"),
    }


@pytest.mark.parametrize("address", ["", "https://kites.example/", "https://kites.example/a-b-c-d"])
def test_a_headline_that_the_address_does_not_tell_is_whole(address: str) -> None:
    headline, *_ = article_pieces(
        f"{HEADLINE} Kites IMMEDIATE RELEASE March 1, 2031 Text.", address
    )
    assert (headline.kind, headline.text) == ("heading", f"{HEADLINE} Kites")


@pytest.mark.real
def test_the_real_press_release_reads_as_an_article(real_corpus: Path) -> None:
    content = read_text(real_corpus / "press-release-2024-02-21.txt")
    kinds = [kind for kind, _ in blocks(content)]
    assert kinds == [
        *("heading", "paragraph", "paragraph", "paragraph"),
        *("item", "item", "item", "item"),
        *("paragraph", "heading", "paragraph"),
    ]
    texts = [text for _, text in blocks(content)]
    assert texts[0] == "NTIA Solicits Comments on Open-Weight AI Models"
    assert texts[2].startswith("FOR IMMEDIATE RELEASE Wednesday, February 21, 2024")
    assert texts[3].startswith("Today, the Department")
    assert texts[8].startswith("Comments are due within 30 days")
    assert texts[-1].endswith("economic growth.")
    for chrome in ("Share this page", "padlock", "Breadcrumb", "Subscribe", "Fisheries"):
        assert chrome not in content.text
