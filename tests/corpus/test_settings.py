"""Settings: from the environment or .env, checked, and named when they are wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.errors import BadSetting
from corpus.settings import PREFIX, Settings, load_settings, variable_of


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_explained_and_has_a_default() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert not field.is_required(), name


def test_defaults_keep_to_this_machine_and_the_first_docket() -> None:
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.docket == "NTIA-2023-0009"
    assert settings.home == Path("~/.askdocket").expanduser().resolve()
    assert settings.corpus_dir is None
    assert settings.cache_dir == settings.home / "cache"


def test_the_environment_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASKDOCKET_HOME", str(tmp_path / "sub" / ".." / "home"))
    monkeypatch.setenv("ASKDOCKET_PORT", "9000")
    monkeypatch.setenv("ASKDOCKET_DOWNLOAD", "false")
    settings = load_settings()
    assert settings.home == tmp_path / "home"
    assert (settings.port, settings.download) == (9000, False)


def test_a_file_sets_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ASKDOCKET_PORT=1\nASKDOCKET_LLM=none\nOTHER=left alone\n")
    monkeypatch.setenv("ASKDOCKET_PORT", "2")
    settings = load_settings()
    assert (settings.port, settings.llm) == (2, "none")


def test_an_override_wins_and_none_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKDOCKET_PORT", "2")
    assert load_settings(port=3, host=None).port == 3
    assert load_settings(port=None).port == 2


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKDOCKET_CORPUS_DIR", "")
    monkeypatch.setenv("ASKDOCKET_LLM", "")
    settings = load_settings()
    assert (settings.corpus_dir, settings.llm) == (None, "embedded")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ASKDOCKET_PORT", "65536"),
        ("ASKDOCKET_PORT", "http"),
        ("ASKDOCKET_LLM_TIMEOUT_S", "0"),
        ("ASKDOCKET_LLM_CONTEXT_TOKENS", "511"),
        ("ASKDOCKET_DOWNLOAD", "perhaps"),
        ("ASKDOCKET_MAX_WAITING", "0"),
        ("ASKDOCKET_READ_MEMORY_MB", "100"),
        ("ASKDOCKET_READ_TIMEOUT_S", "0"),
        ("ASKDOCKET_OCR", "sometimes"),
    ],
)
def test_a_wrong_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSetting, match=f"^{variable}: ") as caught:
        load_settings()
    assert "askdocket settings" in caught.value.hint


@pytest.mark.parametrize("where", ["environment", "file"])
def test_a_misspelt_setting_is_refused_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "file":
        (tmp_path / ".env").write_text("ASKDOCKET_PROT=1\n")
    else:
        monkeypatch.setenv("ASKDOCKET_PROT", "1")
    with pytest.raises(
        BadSetting, match=r"no setting ASKDOCKET_PROT\. Did you mean ASKDOCKET_PORT"
    ):
        load_settings()


def test_variables_of_the_tests_are_not_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKDOCKET_TEST_ANYTHING", "1")
    assert load_settings().port == 7860


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKDOCKET_API_KEY", "kite-string")
    monkeypatch.setenv("ASKDOCKET_LLM_API_KEY", "kite-tail")
    settings = load_settings()
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "kite-string"
    assert "kite-" not in repr(settings) + str(settings) + str(settings.model_dump())


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


def test_folders_follow_home_and_docket(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, docket="KITE-1")
    assert settings.index_dir == tmp_path / "index" / "KITE-1"
    assert settings.documents_dir == tmp_path / "documents" / "KITE-1"
    assert settings.dockets_dir == tmp_path / "dockets"
    assert settings.models_dir == tmp_path / "models"


def test_a_tilde_means_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings(corpus_dir="~/given").corpus_dir == tmp_path / "given"


def test_every_variable_has_the_prefix() -> None:
    assert variable_of("corpus_dir") == "ASKDOCKET_CORPUS_DIR"
    assert all(variable_of(name).startswith(PREFIX) for name in Settings.model_fields)
