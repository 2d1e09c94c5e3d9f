"""Worker processes: kept alive, bounded, ended with whoever asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.reading.workers import Limits, Outcome, Pool, Request, WorkersUnavailable
from tests.hostile_files import slow_pages

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
QUICK = Limits(timeout_s=2, memory_mb=1024)
TEXT = "Kites fly higher on longer strings."


@pytest.fixture
def good(tmp_path: Path) -> Request:
    path = tmp_path / "good.txt"
    path.write_text(TEXT)
    return Request(path)


@pytest.fixture
def endless(tmp_path: Path) -> Request:
    path = tmp_path / "endless.pdf"
    path.write_bytes(slow_pages())
    return Request(path)


def outcomes(pool: Pool, *requests: Request) -> list[Outcome]:
    done = dict(pool.outcomes(requests))
    return [done[position] for position in range(len(requests))]


def text_of(outcome: Outcome) -> str:
    assert outcome.content is not None, outcome.error
    return outcome.content.text


def children(of: int) -> list[int]:
    """Process ids of the children that a process has."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[1]) == of and fields[0] != "Z":
            found.append(int(process.name))
    return found


def wait_until(true: Callable[[], bool], *, at_most_s: float = 20) -> None:
    deadline = time.monotonic() + at_most_s
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # nobody asks for the end of those whose parent was killed


def test_a_process_reads_many_files(good: Request) -> None:
    with Pool(QUICK, size=1) as pool:
        first = outcomes(pool, good, good)
        processes = children(os.getpid())
        again = outcomes(pool, good)
        assert children(os.getpid()) == processes
    assert [text_of(outcome) for outcome in first + again] == [TEXT] * 3
    assert len(processes) == 1
    assert children(os.getpid()) == []


def test_no_more_processes_than_files(good: Request) -> None:
    with Pool(QUICK, size=8) as pool:
        outcomes(pool, good, good)
        assert len(children(os.getpid())) == 2


def test_a_file_that_takes_too_long_costs_only_itself(endless: Request, good: Request) -> None:
    began = time.monotonic()
    with Pool(QUICK, size=1) as pool:
        late, read = outcomes(pool, endless, good)
    assert late.content is None
    assert late.error == "endless.pdf: reading it takes longer than 2 s."
    assert "ASKDOCKET_READ_TIMEOUT_S" in late.hint
    assert late.seconds == pytest.approx(2, abs=1)
    assert text_of(read) == TEXT
    assert time.monotonic() - began < 15


def test_a_crash_costs_only_the_file_that_was_read(endless: Request, good: Request) -> None:
    with Pool(Limits(timeout_s=60), size=1) as pool:
        pool_outcomes = pool.outcomes([good, endless, good])
        next(pool_outcomes)
        [worker] = children(os.getpid())
        threading.Timer(0.5, os.kill, (worker, signal.SIGSEGV)).start()
        crashed, read = (outcome for _, outcome in pool_outcomes)
    assert crashed.error == "endless.pdf: the reader crashed (SIGSEGV)."
    assert "ASKDOCKET_READ_MEMORY_MB" in crashed.hint
    assert text_of(read) == TEXT


def test_a_file_that_takes_too_much_memory_costs_only_itself(tmp_path: Path, good: Request) -> None:
    large = tmp_path / "large.txt"
    large.write_text("kite " * 9_000_000)
    with Pool(Limits(timeout_s=60, memory_mb=250), size=1) as pool:
        refused, read = outcomes(pool, Request(large), good)
    assert refused.error == "large.txt: reading it takes more than 250 MB of memory."
    assert "ASKDOCKET_READ_MEMORY_MB" in refused.hint
    assert text_of(read) == TEXT


def test_an_error_of_our_own_shows_as_itself(
    tmp_path: Path,
    good: Request,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "trafilatura.py").write_text("raise ImportError('made to fail')")
    root = f"{tmp_path}{os.pathsep}{ROOT}"
    monkeypatch.setattr("corpus.reading.workers.worker._ROOT", root)
    page = tmp_path / "page.html"
    page.write_text(f"<html><p>{TEXT}</p></html>")
    with Pool(QUICK, size=1) as pool:
        failed, read = outcomes(pool, Request(page), good)
    assert failed.error == "page.html: the reader failed (ImportError: made to fail)."
    assert "not the file's" in failed.hint
    assert text_of(read) == TEXT
    [record] = caplog.records
    assert record.levelname == "ERROR"
    assert record.getMessage().startswith(failed.error)
    assert "trafilatura.py" in record.getMessage()


def test_opening_gives_no_content(good: Request, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    with Pool(QUICK) as pool:
        sound, refused = outcomes(pool, Request(good.path, "open"), Request(broken, "open"))
    assert (sound.content, sound.error) == (None, "")
    assert refused.error == "broken.pdf: the file is broken, or no PDF."


def test_a_process_that_cannot_start_is_no_fault_of_a_file(good: Request) -> None:
    with Pool(Limits(memory_mb=40)) as pool, pytest.raises(WorkersUnavailable) as caught:
        outcomes(pool, good)
    assert "ASKDOCKET_READ_MEMORY_MB" in caught.value.hint


def test_it_works_from_a_thread(good: Request) -> None:
    texts: list[str] = []

    def work() -> None:
        with Pool(QUICK) as pool:
            texts.extend(text_of(outcome) for outcome in outcomes(pool, good))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert texts == [TEXT]


def test_leaving_early_ends_the_processes(endless: Request, good: Request) -> None:
    with Pool(Limits(), size=2) as pool:
        next(pool.outcomes([endless, good]))
        workers = children(os.getpid())
    assert len(workers) == 2
    assert not any(is_running(worker) for worker in workers)


ASKER = """
import sys
from pathlib import Path
from corpus.reading.workers import Limits, Pool, Request
if __name__ == "__main__":
    with Pool(Limits()) as pool:
        for _ in pool.outcomes([Request(Path(name)) for name in sys.argv[1:]]):
            print("one read", flush=True)
else:
    raise RuntimeError("a worker must not run the program that asks")
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_outlives_the_one_that_asked(
    sent: signal.Signals, endless: Request, good: Request, tmp_path: Path
) -> None:
    program = tmp_path / "asker.py"
    program.write_text(ASKER)
    asker = subprocess.Popen(
        [sys.executable, program, endless.path, good.path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert asker.stdout is not None
    with asker.stdout:
        assert asker.stdout.readline() == "one read\n"
        workers = children(asker.pid)
        asker.send_signal(sent)
        assert asker.wait(10) != 0
    assert workers
    wait_until(lambda: not any(is_running(worker) for worker in workers))


def test_a_worker_loads_little(good: Request) -> None:
    code = (
        "import sys, corpus.reading.workers.child; "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stdout.split())
    assert "pypdfium2" in loaded
    heavy = {"torch", "transformers", "gradio", "faiss", "pydantic", "trafilatura", "docx", "PIL"}
    assert not loaded & heavy
