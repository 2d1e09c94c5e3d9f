"""A library in a folder and its index, to build it over and over."""

from pathlib import Path

from corpus.library import Library
from corpus.library.manifest import Docket
from index.builder import BuildReport, build_index
from index.interaction import Projection
from index.passages import PassageRules
from index.store import Snapshot
from index.versions import current_folder
from tests.fakes import FakeEmbedder, ReadHere

TEXTS = {
    "kites.txt": "Kites fly over houses.\n\nStrings hold them in the wind.",
    "seals.txt": "Seals swim under ice.",
    "ships.txt": "Ships sail on water.",
}


class Bench:
    """A library in a folder, its index, and the embedder that builds have used."""

    def __init__(self, folder: Path) -> None:
        self.index_dir = folder / "index"
        self.embedder = FakeEmbedder()
        self.read = ReadHere()
        self.loaded = 0
        docket = Docket("KITE-1", "Kites", "Bureau of Kites", 0, (), (), folder / "docket")
        self.library = Library(folder / "documents", docket)
        self.library.folder.mkdir()
        for name, text in TEXTS.items():
            self.put(name, text)

    def put(self, name: str, text: str) -> Path:
        path = self.library.folder / name
        path.write_text(text)
        return path

    def load(self) -> FakeEmbedder:
        self.loaded += 1
        return self.embedder

    def build(
        self,
        *,
        full: bool = False,
        rules: PassageRules | None = None,
        model: str = "fake",
        read_under: str = "",
        projection: Projection | None = None,
    ) -> BuildReport:
        self.embedder.embedded.clear()
        self.loaded = 0
        return build_index(
            self.library,
            self.index_dir,
            read=self.read,
            embedding_model=model,
            load_embedder=self.load,
            projection=projection,
            full=full,
            rules=rules,
            read_under=read_under,
        )

    def snapshot(self) -> Snapshot:
        return Snapshot(current_folder(self.index_dir))

    def files(self) -> dict[Path, tuple[int, bytes]]:
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes())
            for path in self.index_dir.rglob("*")
            if path.is_file()
        }
