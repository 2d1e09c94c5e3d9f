"""The chat page as a reader meets it: asked in a headless browser, over a scripted assistant."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ui.conftest import EXAMPLE, Site
from tests.ui.harbour import MENDED, RECALL, REGISTER, ROOM, STAGED

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, expect

pytestmark = [
    pytest.mark.browser,
    # Gradio 6.31 counts its events with what pandas 3 warns about, in a thread of the server.
    pytest.mark.filterwarnings("ignore:.*future.no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

BOX = "#ad-question textarea"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


@dataclass
class Reader:
    """A browser page with the few things a reader does on it."""

    page: Page
    site: Site
    folder: Path

    def ask(self, question: str) -> None:
        self.page.fill(BOX, question)
        self.page.press(BOX, "Enter")

    def expect_stage(self, number: int, stage: str) -> None:
        exchange = self.page.locator(f'.ad-exchange[data-exchange="{number}"]')
        expect(exchange).to_have_attribute("data-stage", stage, timeout=15_000)

    def marker(self, key: str) -> object:
        return self.page.locator(f'.ad-answer [data-cite="{key}"]')

    def expect_source(self, quote: str) -> None:
        expect(self.page.locator("#ad-source .ad-quote")).to_have_text(quote)

    def shoot(self, name: str) -> None:
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)


@pytest.fixture
def open_page(
    chromium: Browser, serve: Callable[..., Site], tmp_path: Path
) -> Iterator[Callable[..., Reader]]:
    """Open the page; in the end, nothing may have been asked of another host, or gone wrong."""
    contexts, asked, errors = [], [], []

    def start(
        *, site: Site | None = None, settings: dict[str, object] | None = None, **context: object
    ) -> Reader:
        site = site or serve(**(settings or {}))
        opened = chromium.new_context(**{"viewport": DESKTOP, **context})
        contexts.append(opened)
        page = opened.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site.url)
        expect(page.locator(".ad-head")).to_be_visible()
        expect(page.locator(BOX)).to_be_visible()
        return Reader(page, site, tmp_path)

    yield start
    for context in contexts:
        context.close()
    parts = [urlsplit(url) for url in asked]
    assert {part.hostname for part in parts if part.scheme not in ("data", "blob")} == {"127.0.0.1"}
    assert errors == []


def test_ask_read_choose_and_follow_up(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    page = reader.page
    expect(page.locator(".ad-status")).to_contain_text("Answers written by Scripted-1B, in process")
    expect(page.locator(".ad-digests")).to_contain_text("only as our own digest")
    reader.shoot("empty")
    page.click(f"text={EXAMPLE}")
    reader.expect_stage(1, "done")
    expect(page.locator(".ad-examples")).to_have_count(0)
    reader.expect_source(MENDED.quote)
    reader.marker("1-2").click()
    reader.expect_source(STAGED.quote)
    expect(reader.marker("1-2")).to_have_attribute("aria-current", "true")
    expect(page.locator("#ad-source .ad-page-failed")).to_be_visible()  # 0012's image is missing
    page.click('.ad-sources [data-cite="1-3"]')
    reader.expect_source(ROOM.quote)
    expect(page.locator("#ad-source .ad-where")).to_contain_text("pp. 2-3")
    expect(page.locator("#ad-source .ad-marked").first).to_be_visible()
    assert any(f"{ROOM.doc_id} 3 {ROOM.quote}" == image for image in reader.site.images)
    page.click('.ad-sources [data-cite="1-4"]')
    expect(page.locator("#ad-source")).to_contain_text("Our digest, not the commenter's words")
    reader.shoot("answered")
    reader.ask("recall them?")
    reader.expect_stage(2, "done")
    reader.expect_source(RECALL.quote)
    assert reader.site.assistant.histories[1][0].content == EXAMPLE
    reader.marker("1-1").click()  # an older answer's marker still finds its own source
    reader.expect_source(MENDED.quote)
    reader.shoot("followed-up")


def test_sentences_stream_and_stop_frees_the_page_at_once(
    open_page: Callable[..., Reader],
) -> None:
    reader = open_page()
    page = reader.page
    reader.ask("gated question")
    expect(page.locator(BOX)).to_have_value("")
    expect(page.locator(".ad-progress")).to_contain_text("4 passages found in 4 documents")
    expect(page.locator(".ad-answer p")).to_have_count(1)
    reader.expect_source(MENDED.quote)
    reader.shoot("streaming")
    page.click("#ad-stop")
    reader.expect_stage(1, "stopped")
    expect(page.locator(".ad-answer")).to_contain_text("can be mended by anyone")
    reader.ask("recall them?")  # the first answer still waits at its gate
    reader.expect_stage(2, "done")
    assert not reader.site.assistant.gate.is_set()
    reader.shoot("stopped")


def test_streamed_sentences_give_way_to_the_final_text(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    reader.ask("gated question")
    expect(reader.page.locator(".ad-answer p")).to_have_count(1)
    reader.site.assistant.gate.set()
    reader.expect_stage(1, "done")
    expect(reader.page.locator(".ad-answer p")).to_have_count(3)
    expect(reader.page.locator(".ad-mode")).to_contain_text("One sentence that no quote supported")


def test_an_abstention_is_calm_and_empties_the_panel(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    reader.ask("recall them?")
    reader.expect_stage(1, "done")
    reader.ask("sourdough bread?")
    reader.expect_stage(2, "done")
    expect(reader.page.locator(".ad-abstained")).to_contain_text("speaks about baking")
    expect(reader.page.locator("#ad-source .ad-quote")).to_have_count(0)
    expect(reader.page.locator(".ad-panel-empty")).to_be_visible()
    reader.shoot("abstained")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("overloaded now", "Try again in a few seconds."),
        ("long question", "Ask one question in a sentence or two."),
        ("noindex question", "Run `askdocket index build`"),
        ("breaks halfway", "Ask again in a minute."),
    ],
)
def test_errors_are_told_with_the_way_out_and_can_be_sent_again(
    open_page: Callable[..., Reader], question: str, said: str
) -> None:
    reader = open_page()
    page = reader.page
    reader.ask(question)
    reader.expect_stage(1, "failed")
    expect(page.locator(".ad-failed")).to_contain_text(said)
    expect(page.locator("body")).not_to_contain_text("Traceback")
    reader.shoot("failed")
    asked = len(reader.site.assistant.histories)
    page.click("text=Send again")
    page.wait_for_function("() => document.querySelector('.ad-failed') !== null")
    reader.expect_stage(1, "failed")
    page.wait_for_timeout(300)
    assert len(reader.site.assistant.histories) == asked + 1
    page.click("text=Edit the question")
    expect(page.locator(BOX)).to_have_value(question)


def test_a_bug_is_owned_up_to_without_its_details(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    reader.ask("bug please")
    reader.expect_stage(1, "failed")
    expect(reader.page.locator(".ad-failed")).to_contain_text("Something went wrong on the server")
    expect(reader.page.locator("body")).not_to_contain_text("secret detail")
    reader.ask("recall them?")
    reader.expect_stage(2, "done")


def test_hostile_words_stay_words(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    reader.ask("nasty <b>question</b> {{7*7}} ${7*7}")
    reader.expect_stage(1, "done")
    page = reader.page
    expect(page.locator(".ad-words")).to_have_text("nasty <b>question</b> {{7*7}} ${7*7}")
    expect(page.locator("#ad-source .ad-quote")).to_contain_text('<img src=x onerror="document')
    assert page.title() == "Askdocket: DEMO-2031-0001"
    assert page.locator('.ad-exchange img[src="x"], .ad-exchange script, .ad-words b').count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    reader.shoot("hostile")


def test_a_phone_has_one_column_and_leads_to_the_source_and_back(
    open_page: Callable[..., Reader],
) -> None:
    reader = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page = reader.page
    reader.ask(EXAMPLE)
    reader.expect_stage(1, "done")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    reader.marker("1-2").tap()
    reader.expect_source(STAGED.quote)
    expect(page.locator("#ad-source .ad-commenter")).to_be_in_viewport()
    reader.shoot("phone")
    page.locator("text=Back to the answer").tap()
    expect(reader.marker("1-2")).to_be_in_viewport()


def test_everything_works_from_the_keyboard(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    page = reader.page
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("quotes")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("please")
    expect(page.locator(BOX)).to_have_value("quotes\nplease")
    page.keyboard.press("Enter")
    reader.expect_stage(1, "done")
    reader.marker("1-1").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(reader.marker("1-2")).to_be_focused()
    outline = reader.marker("1-2").evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    reader.expect_source(STAGED.quote)
    page.locator("#ad-source >> text=Next source").focus()
    page.keyboard.press("Enter")
    reader.expect_source(ROOM.quote)
    expect(page.locator("#ad-source")).to_be_focused()
    page.keyboard.press("Escape")
    expect(reader.marker("1-3")).to_be_focused()


def test_a_new_conversation_forgets_the_old_one(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    reader.ask("recall them?")
    reader.expect_stage(1, "done")
    reader.page.click("#ad-new")
    expect(reader.page.locator(".ad-examples")).to_be_visible()
    expect(reader.page.locator("#ad-source .ad-quote")).to_have_count(0)
    reader.ask("recall them?")
    reader.expect_stage(1, "done")
    assert reader.site.assistant.histories == [(), ()]


def test_two_readers_do_not_see_each_other(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    other = open_page(site=reader.site).page
    reader.ask("recall them?")
    reader.expect_stage(1, "done")
    expect(other.locator(".ad-welcome")).to_be_visible()
    assert other.locator(".ad-exchange").count() == 0


def test_the_answer_can_be_copied_and_its_record_downloaded(
    open_page: Callable[..., Reader],
) -> None:
    reader = open_page(permissions=["clipboard-read", "clipboard-write"])
    page = reader.page
    reader.ask(EXAMPLE)
    reader.expect_stage(1, "done")
    page.click("text=Copy answer with sources")
    expect(page.locator("#ad-live")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"“{MENDED.quote}” {MENDED.url}" in copied
    with page.expect_download() as download:
        page.click("text=Download record")
    record = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [citation["quote"] for citation in record["citations"]][3] == REGISTER.quote


def test_with_an_api_key_no_page_image_is_asked_for(open_page: Callable[..., Reader]) -> None:
    reader = open_page(settings={"api_key": "a-key"})
    reader.ask(EXAMPLE)
    reader.expect_stage(1, "done")
    reader.expect_source(MENDED.quote)
    expect(reader.page.locator("#ad-source figure")).to_have_count(0)
    assert reader.site.images == []


def test_the_dark_page_has_light_ink(open_page: Callable[..., Reader]) -> None:
    reader = open_page(color_scheme="dark")
    reader.ask(EXAMPLE)
    reader.expect_stage(1, "done")
    ink = reader.page.locator(".ad-answer").evaluate("node => getComputedStyle(node).color")
    assert ink == "rgb(231, 233, 234)"
    reader.shoot("dark")


def test_readers_wait_in_line_and_are_told_when_the_line_is_full(
    open_page: Callable[..., Reader],
) -> None:
    reader = open_page(settings={"max_waiting": 1})
    reader.ask("gated question")
    expect(reader.page.locator(".ad-answer p")).to_have_count(1)
    others = []
    for _ in range(5):
        others.append(open_page(site=reader.site))
        others[-1].ask("recall them?")
        expect(others[-1].page.locator(".ad-exchange")).to_be_visible()
    expect(others[0].page.locator(".ad-progress")).to_contain_text("Waiting for its turn")
    others[-1].expect_stage(1, "failed")
    expect(others[-1].page.locator(".ad-failed")).to_contain_text("Too many questions are waiting")
    reader.site.assistant.gate.set()
    others[0].expect_stage(1, "done")
    others[-1].page.click("text=Send again")
    others[-1].expect_stage(1, "done")
