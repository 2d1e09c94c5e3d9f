"""Put the chat page on a FastAPI app, with nothing on it from any other host."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.page import asset, build_page

if TYPE_CHECKING:
    from rag.assistant import Assistant

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")

# Gradio writes inline scripts and styles and evaluates its templates; the rest is ours alone. Even
# if markup slipped through, the browser would fetch nothing from elsewhere and send nothing there.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

PAGE_HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class PageHeaders:
    """Middleware that lets the browser talk to no other host while the page is open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers to the answer to `/` only: /docs has needs of its own."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PAGE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def mount_page(app: FastAPI, assistant: Assistant) -> FastAPI:
    """Mount the chat page at `/`, behind every route the app already has.

    Args:
        app: not yet started; its routes keep precedence.
        assistant: answers the questions.

    Returns:
        The same app.
    """
    app.add_middleware(PageHeaders)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        # Outside a running loop Gradio makes one, never closed, for each lock and event: seventeen.
        asyncio.run(_mounted(app, assistant))
    else:
        _mount(app, assistant)
    return app


async def _mounted(app: FastAPI, assistant: Assistant) -> None:
    _mount(app, assistant)


def _mount(app: FastAPI, assistant: Assistant) -> None:
    gr.mount_gradio_app(
        app,
        build_page(assistant),
        path="/",
        theme=gr.themes.Base(font=SANS, font_mono=MONO),
        css=asset("page.css"),
        head=f"<script>{asset('page.js')}</script>",
        favicon_path=str(Path(__file__).parent / "assets" / "icon.png"),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        pwa=False,
        ssr_mode=False,
        mcp_server=False,
        show_error=False,
        max_file_size="1kb",  # the page takes no files; without a limit its upload route would
    )
