"""The HTTP service: routes, errors and middleware put together."""

import ipaddress
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Depends, FastAPI
from fastapi_offline import FastAPIOffline

from rag.api import errors
from rag.api.answering import Answering
from rag.api.auth import RequireKey
from rag.api.documents import Documents
from rag.api.fallback import METHODS, Fallback
from rag.api.middleware import BodyLimit, HostCheck, RequestLog
from rag.api.schemas import ErrorReply
from rag.api.status import Status
from rag.assistant import Assistant

MAX_BODY_BYTES = 1_000_000
MAX_PAGE_BODY_BYTES = 2_000_000
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

_ABOUT = (
    "Answers from a public-comment docket, every statement tied to an exact quote on a page. "
    "Anything but a success is answered with `{code, message, hint}`."
)


def create_app(assistant: Assistant) -> FastAPI:
    """The service over a ready assistant.

    /v1 wants the key of the settings where one is set; /healthz, /readyz and /docs never do.
    Run it without the server's own access log: that one writes query strings, and so quotes.

    Args:
        assistant: answers the questions; may have no index yet, which /readyz then tells.
    """
    # The documentation page's scripts come from the package: nothing is fetched from elsewhere.
    app = FastAPIOffline(title="Askdocket", version=_version(), description=_ABOUT, redoc_url=None)
    key = assistant.settings.api_key
    status = Status(assistant)
    v1 = APIRouter(
        prefix="/v1",
        dependencies=[Depends(RequireKey(key.get_secret_value()))] if key else [],
        responses={"default": {"model": ErrorReply, "description": "Anything but a success."}},
    )
    for router in (Answering(assistant).router(), Documents(assistant).router(), status.router()):
        v1.include_router(router)
    app.include_router(v1)
    app.include_router(status.open_router())
    app.add_api_route(
        "/v1/{rest:path}",
        Fallback(app.routes).answer,
        methods=list(METHODS),
        dependencies=v1.dependencies,
        include_in_schema=False,
        response_model=None,
    )
    errors.install(app)
    app.add_middleware(
        BodyLimit,
        max_bytes=MAX_BODY_BYTES,
        prefix="/v1/",
        elsewhere_bytes=MAX_PAGE_BODY_BYTES,
    )
    # A server that others are meant to reach is called by names that only they know: no check.
    if _is_loopback(assistant.settings.host):
        app.add_middleware(HostCheck, hosts=(*_LOOPBACK, _in_url(assistant.settings.host)))
    app.add_middleware(RequestLog)  # added last, so outermost: it sees every status
    return app


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _version() -> str:
    try:
        return version("askdocket")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
