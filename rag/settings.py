"""Every setting of Askdocket, from the environment (prefix ASKDOCKET_) or a file .env."""

from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import BadSetting

PREFIX = "ASKDOCKET_"


class Settings(BaseSettings):
    """One value for each thing that can be set; see `askdocket settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
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
    embedding_model: str = Field(
        "packaged",
        min_length=1,
        description="`packaged` (all-MiniLM-L6-v2), or a sentence-transformers hub name or folder.",
    )
    llm: str = Field(
        "embedded",
        min_length=1,
        description="`embedded` (SmolLM2-135M-Instruct), `none`, a GGUF file or OpenVINO folder, "
        "or the http(s)://.../v1 address of an OpenAI-compatible server.",
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
        None, description="Bearer key that /v1 asks for; none: open to whoever reaches the port."
    )

    @field_validator("home", "corpus_dir")
    @classmethod
    def _expand(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().resolve()

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
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(f"{name}: {first['msg']}") from None
    return settings
