"""The command line as a process: exit codes, what goes where, terminals, Ctrl-C, the server."""

import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import httpx
import pytest

from corpus.library.digests import list_digests
from corpus.library.manifest import load_docket
from tests.ui.cli.conftest import DOCKET, Run
from tests.ui.cli.process import Askdocket, Server, client
from ui.cli import main

pytestmark = pytest.mark.slow

CHATTER = ("Loading weights", "Building index from tokens", "Warning", "Traceback")


@pytest.fixture
def askdocket(tmp_path: Path) -> Askdocket:
    return Askdocket(tmp_path)


def read_everything(leader: int) -> str:
    """What a program writes to a terminal until it leaves."""
    parts = []
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux says EIO when the last writer has left
            part = b""
        if not part:
            return b"".join(parts).decode()
        parts.append(part)


def test_the_installed_command_is_this_one() -> None:
    [entry] = entry_points(group="console_scripts", name="askdocket")
    assert entry.load() is main
    script = Path(sys.executable).with_name("askdocket")
    told = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("askdocket, version ")


def test_output_and_errors_go_their_own_ways(askdocket: Askdocket) -> None:
    good = askdocket.run("settings", "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)
    failed = askdocket.run("documents", "--json")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "Run `askdocket index build`" in failed.stderr
    misused = askdocket.run("documants")
    assert (misused.returncode, misused.stdout) == (2, "")
    assert "Did you mean 'documents'?" in misused.stderr


def test_a_reader_that_leaves_early_hears_no_complaint(askdocket: Askdocket) -> None:
    """As in `askdocket settings | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            askdocket.argv("settings"),
            cwd=askdocket.folder,
            env=askdocket.environment(),
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert result.stderr == ""


def without_rights(askdocket: Askdocket, *args: str) -> subprocess.CompletedProcess[str]:
    """Run as someone to whom a folder without the right to write is closed, as root's are not."""
    drop = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    prefix = ["setpriv", *drop] if os.geteuid() == 0 else []
    if prefix and not shutil.which("setpriv"):
        pytest.skip("run by root, who may write anywhere, and there is no setpriv")
    return subprocess.run(
        [*prefix, *askdocket.argv(*args)],
        cwd=askdocket.folder,
        env=askdocket.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_home_that_cannot_be_written_can_be_read(
    run: Run, askdocket: Askdocket, letters: Path, index: Callable[..., None]
) -> None:
    run("corpus", "import", letters / "guild.txt")
    index()
    folders = [path for path in (askdocket.home, *askdocket.home.rglob("*")) if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    (askdocket.home / "index" / DOCKET / "build.lock").chmod(0o444)
    try:
        listed = without_rights(askdocket, "documents", "show", "guild", "--page", "1")
        refused = [
            without_rights(askdocket, "corpus", "import", str(letters / "pilots.txt")),
            without_rights(askdocket, "corpus", "remove", "guild"),
            without_rights(askdocket, "index", "build"),
        ]
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "The Guild tested its lamps." in listed.stdout
    for result in refused:
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr.startswith("Error: ")
        assert "ASKDOCKET_HOME" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.model
def test_nothing_but_our_own_words_on_a_terminal_or_a_pipe(
    askdocket: Askdocket, letters: Path
) -> None:
    assert askdocket.run("corpus", "import", str(letters)).returncode == 0
    leader, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    process = subprocess.Popen(
        askdocket.argv("index", "build"),
        cwd=askdocket.folder,
        env=askdocket.environment(),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = read_everything(leader)
    os.close(leader)
    assert process.wait(timeout=60) == 0, shown
    assert "passages embedded: 100%" in shown, "a progress bar, and it is ours"
    indexed = len(list_digests(load_docket(DOCKET))) + 2
    assert f"{indexed} documents" in shown, "the letters, and each digest whose original is absent"
    assert not [word for word in CHATTER if word in shown], shown

    rebuilt = askdocket.run("index", "build", "--json")
    assert (rebuilt.returncode, rebuilt.stderr) == (0, "")
    assert json.loads(rebuilt.stdout)["manifest"]["documents"] == indexed

    found = askdocket.run("search", "--json", "-k", "2", "mended lamps")
    assert (found.returncode, found.stderr) == (0, "")
    hits = json.loads(found.stdout)
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert hits[0]["doc_id"] == "guild"

    question = "Who can mend a lamp whose plans are public?"
    answered = askdocket.run("--llm", "none", "ask", "--json", "--doc", "guild", question)
    assert (answered.returncode, answered.stderr) == (0, "")
    reply = json.loads(answered.stdout)
    assert reply["mode"] == "extractive"
    assert {citation["doc_id"] for citation in reply["citations"]} == {"guild"}


def test_a_port_in_use_is_one_clear_message(run: Run, letters: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for command in ("serve", "up"):
            result = run(command, "--port", str(port), corpus_dir=str(letters))
            assert (result.exit_code, result.stdout) == (1, "")
            assert result.stderr == (
                f"Error: Port {port} of 127.0.0.1 is in use, perhaps by another Askdocket.\n"
                "Stop that one, or choose another port with --port or ASKDOCKET_PORT.\n"
            )
    elsewhere = run("serve", "--host", "192.0.2.1", "--port", "0")
    assert elsewhere.exit_code == 1
    assert "Cannot listen on 192.0.2.1, port 0" in elsewhere.stderr


def stopped_in_good_order(server: Server) -> None:
    code, seconds = server.stop()
    assert code == 0, "".join(server.said)
    assert seconds < 10


@pytest.mark.model
def test_a_server_without_an_index_says_so_and_takes_up_one_that_is_built_later(
    askdocket: Askdocket,
) -> None:
    with askdocket.serving("--llm", "none", "serve") as server, client(server.address) as http:
        assert "Nothing can be answered yet" in "".join(server.said)
        assert "Run `askdocket index build`" in "".join(server.said)
        for reply in (http.get("/readyz"), http.post("/v1/ask", json={"question": "Who?"})):
            assert reply.status_code == 503
            assert "askdocket index build" in reply.json()["hint"]
        assert http.get("/healthz").status_code == 200
        assert http.get("/").status_code == 200
        built = askdocket.run("index", "build")
        assert built.returncode == 0, built.stderr
        assert http.get("/readyz").status_code == 200
        assert len(http.get("/v1/documents").json()["documents"]) >= 1
        # A client that stays, and one that never says what it wants, hold nothing up.
        url = httpx.URL(server.address)
        with socket.create_connection((url.host, url.port)) as dawdler:
            dawdler.sendall(b"POST /v1/ask HTTP/1.1\r\nContent-Length: 99\r\n\r\n{")
            time.sleep(0.3)
            stopped_in_good_order(server)


@pytest.mark.model
def test_up_does_everything_once(tmp_path: Path, letters: Path) -> None:
    askdocket = Askdocket(tmp_path, {"ASKDOCKET_CORPUS_DIR": str(letters), "ASKDOCKET_LLM": "none"})
    with askdocket.serving("up") as server, client(server.address) as http:
        first = "".join(server.said)
        assert "2 imported" in first
        assert "built in" in first
        assert http.get("/readyz").status_code == 200
        stopped_in_good_order(server)
    with askdocket.serving("up") as server, client(server.address) as http:
        second = "".join(server.said)
        assert "imported" not in second
        assert "2 already here" in second
        assert "is up to date" in second
        assert http.get("/readyz").status_code == 200
        code, _ = server.stop(signal.SIGTERM)
        assert code == -signal.SIGTERM, "as whoever sent it expects"
    assert len(list((askdocket.home / "index" / DOCKET).glob("2*"))) == 1
