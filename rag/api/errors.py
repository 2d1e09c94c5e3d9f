"""Errors as HTTP: one table from class to status, one body for everything that fails."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from corpus.errors import (
    AskdocketError,
    CorpusMissing,
    DownloadFailed,
    UnknownDocument,
    UnreadableDocument,
)
from index.errors import BuildRunning, IndexMissing, IndexStale, ModelUnavailable
from rag.api.schemas import ErrorReply
from rag.errors import GenerationTimeout, InvalidQuestion, Overloaded

RETRY_AFTER_S = 5
"""Seconds after which a client is told to try again."""
_SHOWN_ERRORS = 3
_SHOWN_CHARS = 120
"""Of a field's name and of a line of a validation message: names may be as long as the body."""


class InvalidRequest(AskdocketError):
    """The request is not what the call takes."""

    code = "invalid_request"
    hint = "/docs shows what each call takes."


class Unauthorized(AskdocketError):
    """The key is missing or wrong."""

    code = "unauthorized"
    hint = "Send the header `Authorization: Bearer <key>` with the value of ASKDOCKET_API_KEY."


STATUS: dict[type[AskdocketError], int] = {
    AskdocketError: 500,  # also UnknownDocket and BadSetting: nothing a caller can mend
    InvalidRequest: 422,
    InvalidQuestion: 422,
    UnreadableDocument: 422,
    Unauthorized: 401,
    UnknownDocument: 404,
    BuildRunning: 409,
    DownloadFailed: 502,
    CorpusMissing: 503,
    IndexMissing: 503,
    IndexStale: 503,
    ModelUnavailable: 503,
    Overloaded: 503,
    GenerationTimeout: 504,
}

_HTTP = {
    404: ("not_found", "There is no {path}.", "/docs lists the calls."),
    405: ("method_not_allowed", "{path} does not take {method}.", "/docs lists the calls."),
    413: ("too_large", "The body is too large.", "Send at most 1 MB: shorten the history."),
}
"""Failures that the framework finds itself, by status: code, message, hint."""

_CRASH = ErrorReply(
    code="internal_error",
    message="Something went wrong here; it is in the server's log.",
    hint="Report it with the reply's X-Request-ID.",
)


def status_of(error: AskdocketError) -> int:
    """HTTP status of an error: that of its nearest ancestor in the table."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def body_of(error: Exception) -> ErrorReply:
    """What a client is told about an error; of an unforeseen one, only that it happened."""
    if not isinstance(error, AskdocketError):
        return _CRASH
    return ErrorReply(code=error.code, message=_sendable(error.message), hint=_sendable(error.hint))


def install(app: FastAPI) -> None:
    """Make every failure of the app answer with {code, message, hint}."""
    app.add_exception_handler(AskdocketError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_crash)


async def _on_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AskdocketError)
    status = status_of(error)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503 and error.retryable:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    return _reply(status, body_of(error), headers)


async def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    sentences = [_sentence(one) for one in found[:_SHOWN_ERRORS]]
    if len(found) > _SHOWN_ERRORS:
        sentences.append(f"And {len(found) - _SHOWN_ERRORS} more.")
    return await _on_error(request, InvalidRequest(" ".join(sentences)))


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:
        # The framework says 400 for a body that json.loads refuses with anything but a
        # JSONDecodeError: bytes that are not UTF-8, nesting too deep, integers of 5,000 digits.
        return await _on_error(request, InvalidRequest("The body cannot be read as JSON."))
    fallback = ("http_error", str(error.detail), "/docs lists the calls.")
    code, message, hint = _HTTP.get(error.status_code, fallback)
    path = _sendable(request.url.path[:_SHOWN_CHARS])
    body = ErrorReply(
        code=code, message=message.format(path=path, method=request.method), hint=hint
    )
    return _reply(error.status_code, body, error.headers)


async def _on_crash(request: Request, _: Exception) -> JSONResponse:
    # Raised again by starlette after this reply, so the server logs the traceback. The reply
    # leaves outside of our own middleware, hence the header here.
    request_id = getattr(request.state, "request_id", "")
    return _reply(500, _CRASH, {"X-Request-ID": request_id} if request_id else None)


def _reply(status: int, body: ErrorReply, headers: Mapping[str, str] | None) -> JSONResponse:
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)


def _sentence(error: dict[str, Any]) -> str:
    """One finding of pydantic in words that name the field."""
    kind, where = error["type"], error["loc"]
    if kind == "json_invalid":
        return f"The body is not valid JSON: {error['ctx']['error']} at character {where[-1]}."
    if where == ("body",):
        return "The body must be a JSON object, sent with Content-Type: application/json."
    field = _field(where)
    if kind == "missing":
        return f"`{field}` is missing."
    if kind == "extra_forbidden":
        return f"`{field}` is not a field of this call."
    said = re.sub(r"^\w+ should ", "must ", error["msg"])[:_SHOWN_CHARS]
    return f"`{field}` {said}." if said.startswith("must ") else f"`{field}`: {said}."


def _field(where: tuple[int | str, ...]) -> str:
    """`filters.doc_ids[0]` for ("body", "filters", "doc_ids", 0)."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in where[1:]]
    return "".join(parts).removeprefix(".")[:_SHOWN_CHARS]


def _sendable(text: str) -> str:
    """The text with lone surrogates replaced, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
