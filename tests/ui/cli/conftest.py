"""The command line in this process, in a home of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rag.start
from corpus.library import Library
from corpus.library.manifest import load_docket
from index.builder import Read, build_index
from index.embedding import PACKAGED_NAME
from index.interaction import Projection
from tests.fakes import FakeEmbedder, ReadHere, plain_projection
from ui.cli import main

DOCKET = "NTIA-2023-0009"
GUILD = "The Guild tested its lamps. A lamp whose plans are public can be mended by anyone.\n"
PILOTS = "Once the plans of a beacon are out, no office can call them back.\n"

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `askdocket` with these arguments; keyword arguments are settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASKDOCKET_HOME", str(home))
    monkeypatch.setenv("ASKDOCKET_DOWNLOAD", "false")

    def start(*args: str | Path, **settings: str) -> Result:
        env = {f"ASKDOCKET_{name.upper()}": value for name, value in settings.items()}
        return CliRunner().invoke(main, [str(arg) for arg in args], env=env, prog_name="askdocket")

    return start


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder of two documents and what may lie beside them."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "guild.txt").write_text(GUILD, encoding="utf-8")
    (folder / "pilots.txt").write_text(PILOTS, encoding="utf-8")
    return folder


@pytest.fixture
def index(home: Path) -> Callable[..., None]:
    """Build the index of what is in the home, without a model."""

    def build(
        *,
        embedding_model: str = PACKAGED_NAME,
        read: Read | None = None,
        projection: Projection | None = None,
    ) -> None:
        build_index(
            Library(home / "documents" / DOCKET, load_docket(DOCKET)),
            home / "index" / DOCKET,
            read=read or ReadHere(),
            embedding_model=embedding_model,
            load_embedder=FakeEmbedder,
            projection=projection,
        )

    return build


@pytest.fixture
def searchable(
    run: Run, letters: Path, index: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command over an index with word pieces, and a model that takes no time to load."""
    monkeypatch.setattr(rag.start, "load_embedder", lambda *_: FakeEmbedder())
    run("corpus", "import", letters / "guild.txt", "--commenter", "Lamp Guild")
    run("corpus", "import", letters / "pilots.txt", "--commenter", "Harbour Pilots")
    index(projection=plain_projection())
    return run
