"""The chat page: its parts, and which act of the reader calls which handler."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.handlers import Handlers
from ui.panel import EMPTY_PANEL

if TYPE_CHECKING:
    from rag.assistant import Assistant

MAX_AT_ONCE = 32
"""Most answers under way at once: each holds a worker thread, of which a server has 40."""

QUEUE_PER_ANSWER = 4
"""Questions that may wait in the page's own queue for each answer under way."""

# Buttons inside the current exchange ask by themselves: the examples, and "Send again".
ASK_ON_CLICK = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button) trigger('ask', { question: button.dataset.ask });
});
"""


@dataclass(frozen=True)
class _Parts:
    """The components that acts change."""

    head: Any
    question: Any
    ask: Any
    stop: Any
    clear: Any
    conversation: Any
    past: Any
    current: Any


def build_page(assistant: Assistant) -> gr.Blocks:
    """Build the chat page; nothing is loaded and nothing leaves the machine."""
    settings = assistant.settings
    handlers = Handlers(assistant, images=settings.api_key is None)
    at_once = min(settings.max_waiting, MAX_AT_ONCE)
    title = f"Askdocket: {assistant.docket.docket_id}"
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as page:
        parts = _lay_out(handlers)
        _wire(handlers, parts, at_once)
        page.load(handlers.head, None, parts.head, **_quiet(queue=False))
    # The page takes no more of the assistant's places than there are, so its readers wait in line
    # here rather than being turned away there; the line too has an end, see Handlers.refuse.
    page.queue(
        api_open=False,
        max_size=QUEUE_PER_ANSWER * at_once,
        default_concurrency_limit=at_once,
        status_update_rate="auto",
    )
    return page


def _lay_out(handlers: Handlers) -> _Parts:
    conversation = gr.State(())
    head = _html("", "ad-head")
    with gr.Row(elem_id="ad-main"):
        with gr.Column(elem_id="ad-chat"):
            past = _html("", "ad-past")
            current = _html(handlers.welcome(), "ad-current", js_on_load=ASK_ON_CLICK)
            with gr.Column(elem_id="ad-compose"):
                question = gr.Textbox(
                    lines=1,
                    max_lines=8,
                    label="Your question",
                    show_label=False,
                    placeholder="Ask about the docket",
                    container=False,
                    elem_id="ad-question",
                )
                with gr.Row(elem_id="ad-acts"):
                    clear = gr.Button("New conversation", elem_id="ad-new", size="sm")
                    stop = gr.Button("Stop", elem_id="ad-stop", size="sm", visible=False)
                    ask = gr.Button("Ask", elem_id="ad-ask", size="sm", variant="primary")
        with gr.Column(elem_id="ad-panel"):
            _html(EMPTY_PANEL, "ad-panel-html")
    return _Parts(head, question, ask, stop, clear, conversation, past, current)


def _html(value: Any, elem_id: str, *, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)


def _wire(handlers: Handlers, parts: _Parts, at_once: int) -> None:
    buttons = [parts.ask, parts.stop]
    begun = [parts.question, parts.conversation, parts.past, parts.current, *buttons]
    typed = gr.on(
        [parts.question.submit, parts.ask.click],
        handlers.begin_typed,
        [parts.question, parts.conversation],
        begun,
        **_quiet(queue=False),
    )
    chosen = parts.current.ask(
        handlers.begin_chosen,
        [parts.conversation],
        begun,
        **_quiet(queue=False),
    )
    changed = [parts.conversation, parts.current, *buttons]
    answers = []
    for beginning in (typed, chosen):
        answer = beginning.success(
            handlers.answer,
            [parts.conversation],
            changed,
            concurrency_limit=at_once,
            concurrency_id="answers",
            **_quiet(queue=True),
        )
        answer.failure(handlers.refuse, [parts.conversation], changed, **_quiet(queue=False))
        answers.append(answer)
    parts.stop.click(
        handlers.stop, [parts.conversation], changed, cancels=answers, **_quiet(queue=False)
    )
    parts.clear.click(handlers.clear, None, begun, cancels=answers, **_quiet(queue=False))


def _quiet(*, queue: bool) -> dict[str, Any]:
    """No spinner over the text (the page says itself what goes on), and no endpoint in the API."""
    return {"queue": queue, "show_progress": "hidden", "api_visibility": "private"}


def asset(name: str) -> str:
    """Text of a file of ui/assets."""
    return resources.files("ui").joinpath("assets", name).read_text(encoding="utf-8")
