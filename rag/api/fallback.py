"""What /v1 says to a call that it does not have."""

from collections.abc import Sequence
from typing import NoReturn

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Fallback:
    """The last route of /v1: says 404 or 405 as the framework would.

    Without it a page mounted at / would take every path that is not matched in full, a wrong
    method included, and answer in its own way.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        """Stand behind `routes`, a copy of those that come before it."""
        self._routes = tuple(routes)

    async def answer(self, request: Request) -> NoReturn:
        """Refuse the call.

        Raises:
            HTTPException: always; it is how the framework itself says so.
        """
        allowed = [method for method in METHODS if self._takes(request, method)]
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        raise HTTPException(404)

    def _takes(self, request: Request, method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in self._routes)
