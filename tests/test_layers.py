"""Imports go corpus <- index <- rag <- ui, and what is heavy is imported where it is needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("corpus", "index", "rag", "ui")
MODULES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
HEAVY = {"torch", "sentence_transformers", "transformers", "openvino", "openvino_genai", "gradio"}
MAY_BE_HEAVY = {
    "gradio": {"ui/handlers.py", "ui/head.py", "ui/mount.py", "ui/page.py", "ui/panel.py"}
}
"""Modules that the server imports once it starts; the rest import the heavy inside functions."""


def imports(tree: ast.AST, *, top_only: bool = False) -> Iterator[str]:
    """Names of imported modules; with top_only those that importing the module imports."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            if not top_only:
                yield from imports(node)
        elif not (top_only and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))):
            yield from imports(node, top_only=top_only)


def test_the_reader_of_imports_sees_them_all() -> None:
    tree = ast.parse(
        "import a.b\nfrom c import d\ntry:\n  import e\nexcept ImportError:\n  pass\n"
        "def f():\n  import g\nclass K:\n  import h\n  def m(self):\n    from i.j import k\n"
        "if TYPE_CHECKING:\n  import t\n"
    )
    assert list(imports(tree)) == ["a.b", "c", "e", "g", "h", "i.j", "t"]
    assert list(imports(tree, top_only=True)) == ["a.b", "c", "e", "h"]


def test_every_layer_is_looked_at() -> None:
    for layer in LAYERS:
        assert sum(path.relative_to(ROOT).parts[0] == layer for path in MODULES) >= 5, layer


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_never_go_back(path: Path) -> None:
    layer = LAYERS.index(path.relative_to(ROOT).parts[0])
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        first = name.split(".")[0]
        assert first != "tests"
        if first in LAYERS:
            assert LAYERS.index(first) <= layer, f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_libraries_are_imported_only_where_they_are_needed(path: Path) -> None:
    for name in imports(ast.parse(path.read_text(encoding="utf-8")), top_only=True):
        first = name.split(".")[0]
        assert first not in HEAVY or name_of(path) in MAY_BE_HEAVY.get(first, set()), name


@pytest.mark.slow
def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom ui.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert told.stdout.strip() == "[]"


def test_documents_and_index_receive_plain_values_never_settings() -> None:
    readers = {
        name_of(path)
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in ("corpus", "index")
        and "corpus.settings" in imports(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert readers == {"index/build.py"}
