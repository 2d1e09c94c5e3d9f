"""Every setting of Askdocket, from the environment (prefix ASKDOCKET_) or a file .env.

It lies at the bottom of the tree because every entry point reads it: the command line, the
server, `python -m index.build`. Nothing else does: functions receive plain values.
"""

import difflib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import BadSetting

PREFIX = "ASKDOCKET_"
_ENV_FILE = ".env"
_FOR_TESTS = PREFIX + "TEST_"


class Settings(BaseSettings):
    """One value for each thing that can be set; see `askdocket settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=_ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True
    )

    home: Path = Field(
        Path("~/.askdocket"), description="Folder for documents, indexes and caches."
    )
    docket: str = Field("NTIA-2023-0009", description="Docket to answer questions about.")
    corpus_dir: Path | None = Field(
        None, description="Folder of documents to import instead of downloading them."
    )
    download: bool = Field(
        True, description="Whether `corpus sync` may fetch documents from their official addresses."
    )
    download_connect_timeout_s: float = Field(
        5.0, gt=0, le=120, description="Seconds to wait for a connection to an official address."
    )
    download_pause_s: float = Field(
        0.5, ge=0, le=60, description="Seconds between two downloads, to be polite."
    )
    read_timeout_s: float = Field(
        300.0,
        gt=0,
        le=86_400,
        description="Seconds that reading one file may take, beside recognising pictures of text.",
    )
    read_memory_mb: int = Field(
        4096, ge=512, le=1_000_000, description="Memory that reading one file may take, in MiB."
    )
    ocr: bool = Field(
        True,
        description="Whether pages that are pictures of text are read by tesseract, where it is "
        "installed.",
    )
    ocr_timeout_s: float = Field(
        3600.0,
        ge=0,
        le=604_800,
        description="Seconds that recognising pictures of text may take for one file; its other "
        "pages are left unread.",
    )
    embedding_model: str = Field(
        "packaged",
        min_length=1,
        description="`packaged` (all-MiniLM-L6-v2), or a sentence-transformers hub name or folder.",
    )
    reranker: str = Field(
        "",
        description="Cross-encoder that orders the best passages anew: a sentence-transformers hub "
        "name or folder. Empty: none. A second or more a question without a GPU.",
    )
    llm: str = Field(
        "embedded",
        min_length=1,
        description="`embedded` (SmolLM2-135M-Instruct), `none`, a GGUF file, an OpenVINO folder "
        "or hub name, or the http(s)://.../v1 address of an OpenAI-compatible server.",
    )
    llm_model: str = Field("", description="Model name to ask an OpenAI-compatible server for.")
    llm_api_key: SecretStr | None = Field(
        None, description="Key for the OpenAI-compatible server, where it wants one."
    )
    llm_context_tokens: int = Field(
        4096, ge=512, le=1_000_000, description="Context window used, in tokens."
    )
    llm_max_tokens: int = Field(
        256, ge=16, le=8192, description="Longest generated answer, in tokens."
    )
    llm_timeout_s: float = Field(
        60.0, gt=0, le=3600, description="Seconds after which generation is given up."
    )
    max_question_chars: int = Field(
        4000, ge=100, le=100_000, description="Longest question taken, in characters."
    )
    max_waiting: int = Field(
        16, ge=1, le=1000, description="Questions that may wait for the model at once."
    )
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(7860, ge=0, le=65535, description="Port the server listens on.")
    api_key: SecretStr | None = Field(
        None,
        description="Bearer key that /v1 asks for. The page has no log-in: keep HOST on this "
        "machine, or put a proxy with one in front.",
    )

    @field_validator("home", "corpus_dir")
    @classmethod
    def _expand(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().resolve()

    @property
    def dockets_dir(self) -> Path:
        """Folder of manifests of further dockets, one folder a docket."""
        return self.home / "dockets"

    @property
    def models_dir(self) -> Path:
        """Folder of models fetched or converted."""
        return self.home / "models"

    @property
    def cache_dir(self) -> Path:
        """Folder of what can be made again at the cost of time."""
        return self.home / "cache"

    @property
    def readings_path(self) -> Path:
        """Cache of the docket's documents as they were read."""
        return self.cache_dir / f"readings-{self.docket}.sqlite"

    @property
    def documents_dir(self) -> Path:
        """Folder of the docket's documents."""
        return self.home / "documents" / self.docket

    @property
    def index_dir(self) -> Path:
        """Folder of the docket's index versions."""
        return self.home / "index" / self.docket


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; overrides (of fields, by name) win over the environment.

    Raises:
        BadSetting: a value is out of bounds, or a variable with our prefix is not a setting.
    """
    _refuse_unknown([*os.environ, *dotenv_values(_ENV_FILE)])
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = variable_of("_".join(str(part) for part in first["loc"]))
        raise BadSetting(f"{name}: {first['msg']}.") from None


def variable_of(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def _refuse_unknown(variables: Iterable[str]) -> None:
    known = [variable_of(field) for field in Settings.model_fields]
    for variable in variables:
        name = variable.upper()
        if not name.startswith(PREFIX) or name.startswith(_FOR_TESTS) or name in known:
            continue
        close = difflib.get_close_matches(name, known, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        raise BadSetting(f"There is no setting {variable}.{meant}")
