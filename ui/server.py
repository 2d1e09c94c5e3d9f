"""The server: HTTP service and chat page in one app."""

from fastapi import FastAPI

from rag.api.app import create_app
from rag.assistant import Assistant
from ui.mount import mount_page


def create_server(assistant: Assistant) -> FastAPI:
    """The HTTP service with the chat page at `/`."""
    return mount_page(create_app(assistant), assistant)
