"""Fetching from a real server that cuts, stalls, lies and refuses."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from corpus.errors import DownloadFailed
from corpus.files import StorageFailed
from corpus.intake.download import Downloader, Unreachable
from tests.corpus.intake.misbehaving import (
    MisbehavingServer,
    cut,
    mute,
    slow,
    status,
    whole,
    without_length,
    without_ranges,
    wrong_range,
)
from tests.corpus.made_up import sha256

DATA = bytes(range(256)) * 4000
NOW = 2_000_000_000.0


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def downloader(pauses: list[float]) -> Iterator[Downloader]:
    with Downloader(
        connect_timeout_s=2.0,
        read_timeout_s=0.5,
        sleep=pauses.append,
        clock=lambda: NOW,
        jitter=lambda: 0.5,
    ) as ready:
        yield ready


def fetch(downloader: Downloader, target: Path, *urls: str, data: bytes = DATA) -> None:
    downloader.fetch(urls, target, sha256=sha256(data), size_bytes=len(data))


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_fetches_a_file_and_says_who_asks(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [whole(DATA)]
    target = tmp_path / "new" / "a.pdf"
    fetch(downloader, target, f"{server.url}/a.pdf")
    assert target.read_bytes() == DATA
    assert leftovers(target.parent) == ["a.pdf"]
    headers = {name.lower(): value for name, value in server.requests[0][1].items()}
    assert headers["user-agent"].startswith("askdocket/")
    assert headers["accept-encoding"] == "identity"


def test_a_cut_transfer_goes_on_where_it_was_cut(
    server: MisbehavingServer, downloader: Downloader, pauses: list[float], tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [cut(DATA, 300_000), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA
    assert "Range" not in server.requests[0][1]
    assert server.requests[1][1]["Range"] == "bytes=300000-"
    assert server.requests[1][1]["If-Range"] == '"v1"'
    assert pauses == [0.75]


def test_starts_over_where_the_server_knows_no_ranges(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [cut(DATA, 300_000), without_ranges(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_starts_over_when_the_file_changed_meanwhile(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    old = b"x" * len(DATA)
    server.routes["/a.pdf"] = [cut(old, 300_000, etag='"v0"'), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert server.requests[1][1]["If-Range"] == '"v0"'
    assert (tmp_path / "a.pdf").read_bytes() == DATA


@pytest.mark.parametrize("etag", ["", 'W/"v1"'])
def test_asks_for_no_rest_without_a_strong_validator(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path, etag: str
) -> None:
    server.routes["/a.pdf"] = [cut(DATA, 300_000, etag=etag), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert "Range" not in server.requests[1][1]


def test_a_rest_from_another_place_is_thrown_away(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [cut(DATA, 300_000), wrong_range(DATA), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA
    assert "Range" not in server.requests[2][1]


def test_a_continued_file_with_wrong_bytes_is_fetched_anew(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [cut(b"x" * len(DATA), 300_000), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert len(server.requests) == 3
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_a_short_file_without_a_length_is_a_cut_one(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [without_length(DATA[:1000]), without_length(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_an_endless_file_is_not_stored(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [without_length(DATA * 3)]
    with pytest.raises(DownloadFailed, match="not the one"):
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("code", [403, 404, 410])
def test_does_not_insist_where_the_server_refuses(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path, code: int
) -> None:
    server.routes["/a.pdf"] = [status(code)]
    with pytest.raises(DownloadFailed, match=f"answered {code}") as caught:
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert not isinstance(caught.value, Unreachable)
    assert len(server.requests) == 1


def test_waits_as_long_as_a_busy_server_asks(
    server: MisbehavingServer, downloader: Downloader, pauses: list[float], tmp_path: Path
) -> None:
    date = formatdate(NOW + 20, usegmt=True)
    server.routes["/a.pdf"] = [
        status(429, Retry_After="7"),
        status(503, Retry_After=date),
        status(503, Retry_After="86400"),
        whole(DATA),
    ]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert pauses == [7.0, 20.0, 120.0]


def test_waits_longer_each_time_and_gives_up(
    server: MisbehavingServer, downloader: Downloader, pauses: list[float], tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [status(503)]
    with pytest.raises(DownloadFailed, match="503 Service Unavailable, 4 times"):
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert pauses == [0.75, 1.5, 3.0]


def test_a_short_outage_is_bridged(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [status(503), status(500), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_wrong_bytes_are_thrown_away_and_the_next_address_tried(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/bad.pdf"] = [whole(b"y" * len(DATA))]
    server.routes["/good.pdf"] = [whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/bad.pdf", f"{server.url}/good.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA
    assert leftovers(tmp_path) == ["a.pdf"]


def test_wrong_bytes_everywhere_leave_nothing(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/bad.pdf"] = [whole(b"y" * len(DATA))]
    with pytest.raises(DownloadFailed, match=r"a\.pdf: .*not the one that the manifest"):
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/bad.pdf")
    assert leftovers(tmp_path) == []
    assert len(server.requests) == 1


def test_a_web_page_in_place_of_the_file_is_named_as_such(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [whole(b"<html>Sign in</html>", "text/html; charset=utf-8")]
    with pytest.raises(DownloadFailed, match="web page in place of the file"):
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert leftovers(tmp_path) == []


def test_a_slow_server_is_waited_for(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [slow(DATA, 0.08)]  # 0.8 s in all, but never silent for 0.5 s
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_a_mute_server_counts_as_unreachable(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [mute(server)]
    with pytest.raises(Unreachable, match="no answer came in time"):
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert len(server.requests) == 1


def test_a_transfer_that_stalls_is_continued(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [mute(server, after=cut(DATA, 300_000)), whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert server.requests[1][1]["Range"] == "bytes=300000-"
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_no_server_at_all_is_unreachable_and_not_asked_twice(
    downloader: Downloader, pauses: list[float], tmp_path: Path
) -> None:
    with MisbehavingServer() as gone:
        url = gone.url
    with pytest.raises(Unreachable, match="cannot be reached"):
        fetch(downloader, tmp_path / "a.pdf", f"{url}/a.pdf")
    assert pauses == []


def test_follows_redirects_but_only_over_http(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/moved.pdf"] = [status(302, Location="/a.pdf")]
    server.routes["/away.pdf"] = [status(302, Location="ftp://127.0.0.1/a.pdf")]
    server.routes["/round.pdf"] = [status(302, Location="/round.pdf")]
    server.routes["/a.pdf"] = [whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/moved.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA
    for path in ("/away.pdf", "/round.pdf"):
        with pytest.raises(DownloadFailed):
            fetch(downloader, tmp_path / "b.pdf", server.url + path)


def test_an_address_that_is_none_fails_clearly(downloader: Downloader, tmp_path: Path) -> None:
    for urls in ([], ["http://[bad/a.pdf"], ["nonsense"]):
        with pytest.raises(DownloadFailed, match=r"^a\.pdf: "):
            fetch(downloader, tmp_path / "a.pdf", *urls)


def test_a_file_beyond_the_limit_is_not_asked_for(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    with (
        Downloader(max_bytes=1000) as downloader,
        pytest.raises(DownloadFailed, match="more than the 1,000"),
    ):
        fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert server.requests == []


@pytest.mark.slow
def test_a_killed_download_is_continued_by_the_next_run(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [mute(server, after=cut(DATA, 300_000)), whole(DATA)]
    target = tmp_path / "a.pdf"
    script = (
        "from pathlib import Path; from corpus.intake.download import Downloader; "
        f"Downloader(read_timeout_s=60).fetch(['{server.url}/a.pdf'], Path({str(target)!r}), "
        f"sha256={sha256(DATA)!r}, size_bytes={len(DATA)})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    part = tmp_path / "a.pdf.part"
    deadline = time.monotonic() + 20
    while not (part.is_file() and part.stat().st_size > 200_000) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    arrived = part.stat().st_size
    assert not target.exists()
    fetch(downloader, target, f"{server.url}/a.pdf")
    assert server.requests[1][1]["Range"] == f"bytes={arrived}-"
    assert target.read_bytes() == DATA
    assert leftovers(tmp_path) == ["a.pdf"]


def test_a_whole_part_needs_no_network(downloader: Downloader, tmp_path: Path) -> None:
    (tmp_path / "a.pdf.part").write_bytes(DATA)
    fetch(downloader, tmp_path / "a.pdf", "http://127.0.0.1:9/a.pdf")
    assert leftovers(tmp_path) == ["a.pdf"]


def test_a_damaged_note_beside_the_part_costs_only_the_part(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf.part").write_bytes(DATA[:1000])
    (tmp_path / "a.pdf.part.json").write_text("{")
    server.routes["/a.pdf"] = [whole(DATA)]
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_a_disk_that_takes_no_more_ends_the_fetch_and_keeps_what_arrived(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.routes["/a.pdf"] = [whole(DATA)]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        with pytest.raises(StorageFailed, match=r"a\.pdf\.part cannot be written"):
            fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    fetch(downloader, tmp_path / "a.pdf", f"{server.url}/a.pdf")
    assert server.requests[1][1]["Range"] == "bytes=200000-"
    assert (tmp_path / "a.pdf").read_bytes() == DATA


def test_a_folder_that_cannot_be_written_is_said_so(
    server: MisbehavingServer, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed, match="cannot be written"):
        fetch(downloader, tmp_path / "file" / "a.pdf", f"{server.url}/a.pdf")
