"""From the setting to a model: exported once, and again when its files change."""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.embedding import PACKAGED_NAME, load_embedder, loading, model_name
from index.embedding.export import FACTS_FILE
from index.embedding.loading import packaged_folder
from index.embedding.openvino_backend import OpenVinoEmbedder
from index.embedding.torch_backend import SentenceTransformerEmbedder
from index.errors import ModelUnavailable


@pytest.mark.parametrize(
    ("setting", "name"), [("packaged", PACKAGED_NAME), ("org/model", "org/model"), ("/a/b", "/a/b")]
)
def test_what_an_index_calls_a_model(setting: str, name: str) -> None:
    assert model_name(setting) == name


@pytest.mark.model
def test_it_is_exported_once(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    first = load_embedder("packaged", exports)
    assert isinstance(first, OpenVinoEmbedder)
    assert first.name == PACKAGED_NAME
    [folder] = exports.iterdir()
    made = (folder / FACTS_FILE).stat().st_mtime_ns
    load_embedder("packaged", exports)
    assert (folder / FACTS_FILE).stat().st_mtime_ns == made
    assert list(exports.iterdir()) == [folder]


@pytest.mark.model
def test_a_folder_whose_files_change_is_exported_again(tmp_path: Path) -> None:
    model, exports = tmp_path / "model", tmp_path / "exports"
    shutil.copytree(packaged_folder(), model)
    assert load_embedder(str(model), exports).name == str(model)
    os.utime(model / "config.json", (1, 1))
    load_embedder(str(model), exports)
    assert len(list(exports.iterdir())) == 2


@pytest.mark.model
def test_where_it_cannot_be_written_pytorch_runs_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "exports").write_text("a file where a folder should be")
    with caplog.at_level(logging.WARNING):
        embedder = load_embedder("packaged", tmp_path / "exports")
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert "run by PyTorch" in caplog.text


def test_no_package_no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(loading.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match="not installed"):
        load_embedder("packaged", tmp_path)


@pytest.mark.model
@pytest.mark.slow
def test_a_process_that_only_asks_imports_no_pytorch(tmp_path: Path) -> None:
    load_embedder("packaged", tmp_path)
    code = (
        "import sys; from pathlib import Path; from index.embedding import load_embedder; "
        f"load_embedder('packaged', Path({str(tmp_path)!r})).embed(['kites']); "
        "print([name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
