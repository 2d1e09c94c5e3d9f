"""Fetching one file: resumed where it was cut, checked before it counts, polite to the server."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

import httpx

from corpus.errors import DownloadFailed
from corpus.files import storing
from corpus.intake.partial import Part
from corpus.intake.retry import backoff_s, retry_after_s

_log = logging.getLogger(__name__)

_ATTEMPTS = 4
"""Tries an address gets. With the pauses between them a busy server has about 7 s to recover."""
_RETRIED = {408, 425, 429, 500, 502, 503, 504}
_MAX_REDIRECTS = 10
_UNREACHABLE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)


class Unreachable(DownloadFailed):
    """No server answered: no network, no such host, or nothing within the time-out."""

    code = "unreachable"
    hint = (
        "Check the network connection, or set ASKDOCKET_CORPUS_DIR to a folder that holds the "
        "documents."
    )


class _TryAgain(Exception):
    """An attempt failed in a way that another may mend."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class Downloader:
    """Fetches files over HTTP; a context manager, whose end closes its connections.

    Args:
        connect_timeout_s: longest wait for a connection, in seconds.
        read_timeout_s: longest silence of a server, in seconds; not the whole transfer's time.
        max_bytes: files larger than this are refused.
        sleep: waits that many seconds.
        clock: gives seconds since the epoch, for a Retry-After that is a date.
        jitter: gives a number in [0, 1), so that many clients do not return at once.
    """

    def __init__(
        self,
        *,
        connect_timeout_s: float = 5.0,
        read_timeout_s: float = 30.0,
        max_bytes: int = 500_000_000,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._max_bytes = max_bytes
        self._sleep, self._clock, self._jitter = sleep, clock, jitter
        self._client = httpx.Client(
            timeout=httpx.Timeout(read_timeout_s, connect=connect_timeout_s),
            headers={"User-Agent": _user_agent(), "Accept-Encoding": "identity"},
            follow_redirects=True,
            max_redirects=_MAX_REDIRECTS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def fetch(self, urls: Sequence[str], target: Path, *, sha256: str, size_bytes: int) -> None:
        """Fetch a file whose bytes are known, from the first address that gives them.

        What has arrived lies in `<target>.part` until it is whole, and is continued from there by
        a later call, also after this process was killed.

        Args:
            urls: addresses of the same file, the preferred one first.
            target: where it goes; the folder is made where it is missing.
            sha256: hex digest that the file must have.
            size_bytes: size that it must have.

        Raises:
            Unreachable: no address could be reached at all.
            DownloadFailed: no address gave those bytes; the message says why for each.
            StorageFailed: the disk is full, or the folder cannot be written.
        """
        if size_bytes > self._max_bytes:
            raise DownloadFailed(
                f"{target.name} has {size_bytes:,} bytes, more than the {self._max_bytes:,} taken."
            )
        with storing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        part = Part(target, sha256, size_bytes)
        if part.is_whole():
            part.finish()
            return
        failures: list[DownloadFailed] = []
        for url in urls:
            try:
                self._fetch_from(url, part)
            except DownloadFailed as error:
                failures.append(error)
                continue
            part.finish()
            return
        reasons = " ".join(str(failure) for failure in failures) or "It has no address."
        unreachable = failures and all(isinstance(error, Unreachable) for error in failures)
        raise (Unreachable if unreachable else DownloadFailed)(f"{target.name}: {reasons}")

    def _fetch_from(self, url: str, part: Part) -> None:
        """Leave the whole, checked file in the part, or raise DownloadFailed."""
        for attempt in range(_ATTEMPTS):
            try:
                self._attempt(url, part)
            except _TryAgain as problem:
                if attempt + 1 == _ATTEMPTS:
                    raise DownloadFailed(f"{url}: {problem}, {_ATTEMPTS} times.") from problem
                pause_s = backoff_s(attempt, self._jitter())
                if problem.after_s is not None:
                    pause_s = max(pause_s, problem.after_s)
                _log.info("%s: %s; next try in %.1f s", url, problem, pause_s)
                self._sleep(pause_s)
            else:
                return

    def _attempt(self, url: str, part: Part) -> None:
        answered = False
        try:
            with self._client.stream("GET", url, headers=part.range_headers(url)) as response:
                answered = True
                resumed = self._check_answer(url, response, part)
                _receive(response, part, resumed=resumed)
        except _UNREACHABLE as error:
            raise Unreachable(f"{url}: cannot be reached ({error}).") from error
        except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException) as error:
            if isinstance(error, httpx.TimeoutException) and not answered:
                raise Unreachable(f"{url}: no answer came in time.") from error
            raise _TryAgain(f"the transfer was cut ({error})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DownloadFailed(f"{url}: {error}.") from error
        if part.size < part.size_bytes:
            raise _TryAgain(f"the transfer ended after {part.size:,} of {part.size_bytes:,} bytes")
        if not part.is_whole():
            part.discard()
            if resumed:
                raise _TryAgain("the continued file has wrong bytes")
            raise _wrong(url, response)

    def _check_answer(self, url: str, response: httpx.Response, part: Part) -> bool:
        """Whether the answer continues the part; raises when it is not the file."""
        status = response.status_code
        if status in _RETRIED:
            after_s = retry_after_s(response.headers.get("Retry-After", ""), self._clock())
            raise _TryAgain(f"the server answered {status} {response.reason_phrase}", after_s)
        if status == 206 and part.size and _range_start(response) == part.size:
            return True
        if status in (206, 416):
            part.discard()
            raise _TryAgain("the server continued at another place")
        if status != 200:
            raise DownloadFailed(f"{url}: the server answered {status} {response.reason_phrase}.")
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) != part.size_bytes:
            raise _wrong(url, response)
        part.restart(url, _validator(response))
        return False


def _receive(response: httpx.Response, part: Part, *, resumed: bool) -> None:
    """Append the answer's bytes to the part, one byte beyond the expected size at the most."""
    have = part.size if resumed else 0
    # httpx's errors are no OSErrors: what `storing` meets here is the disk's. Blocks are taken as
    # they arrive: blocks of a fixed size would lose the last, unfilled one of a cut transfer.
    with storing(part.path), part.path.open("ab" if resumed else "wb") as file:
        for block in response.iter_raw():
            block = block[: part.size_bytes + 1 - have]
            file.write(block)
            have += len(block)
            if have > part.size_bytes:
                return


def _range_start(response: httpx.Response) -> int | None:
    """Where a 206 answer begins: "bytes 100-199/200" gives 100."""
    unit, _, numbers = response.headers.get("Content-Range", "").partition(" ")
    start = numbers.partition("-")[0]
    return int(start) if unit == "bytes" and start.isdigit() else None


def _validator(response: httpx.Response) -> str:
    """What If-Range may carry: a strong ETag, else the date of the last change.

    Source: RFC 9110, 13.1.5.
    """
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        return str(etag)
    return str(response.headers.get("Last-Modified", ""))


def _wrong(url: str, response: httpx.Response) -> DownloadFailed:
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return DownloadFailed(f"{url}: the server sent a web page in place of the file.")
    return DownloadFailed(f"{url}: the file there is not the one that the manifest describes.")


def _user_agent() -> str:
    try:
        return f"askdocket/{version('askdocket')}"
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "askdocket/dev"
