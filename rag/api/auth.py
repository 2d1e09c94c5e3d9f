"""The key that /v1 asks for."""

import secrets
from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from rag.api.errors import Unauthorized

_BEARER = HTTPBearer(
    auto_error=False, bearerFormat="key", description="The value of ASKDOCKET_API_KEY."
)


class RequireKey:
    """A dependency that lets a request pass only with the right bearer key.

    It hangs on the router, not on a path prefix: a proxy's root path cannot lead around it.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    async def __call__(
        self, given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]
    ) -> None:
        """Check the header.

        Raises:
            Unauthorized: it is missing, or the key is another.
        """
        if given is None:
            raise Unauthorized("This service wants a key.")
        # Headers arrive decoded as latin-1, so this gives back the bytes that were sent.
        if not secrets.compare_digest(given.credentials.encode("latin-1"), self._key):
            raise Unauthorized("The key is wrong.")
