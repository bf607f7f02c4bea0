"""Settings, read once from the environment (names as they stand, upper case) and never changed afterwards."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent


def usual_processes(cores: int | None) -> int:
    """How many processes analyse where nobody says so: the web and whoever sits before it want a core as well."""
    return 2 if (cores or 1) >= 4 else 1


class Settings(BaseSettings):
    """Everything an operator may set. Sizes are bytes, times seconds."""

    model_config = SettingsConfigDict(frozen=True, env_file=None, env_ignore_empty=True, extra="ignore")

    database_url: str = Field(default="sqlite:///data/gipfelspiegel.db", description="SQLite file or PostgreSQL")
    jobs_database_url: str = Field(default="", description="where DBOS keeps its queue; empty: beside the database")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allow_everyone: bool = Field(default=False, description="listen where others can reach it, although nobody logs in")
    allowed_hosts: str = Field(default="", description="further names this server answers to, comma separated")
    spacy_ner: str = Field(default="", description="an installed spaCy pipeline whose NER replaces ours")
    kept_mb: int = Field(default=64, ge=0, description="memory for pages as they were answered; 0 keeps none")
    processes: int = Field(default_factory=lambda: usual_processes(os.cpu_count()), ge=1, le=64)
    max_text_chars: int = Field(default=500_000, description="longest article that is accepted, in characters")
    fetch: bool = Field(default=True, description="fetch pages by their address; off: no connection is ever opened")
    max_body_bytes: int = Field(default=4_000_000, description="largest request body")
    max_import_bytes: int = Field(default=25_000_000, description="largest file that is accepted on the desk")
    max_batch_bytes: int = Field(default=200_000_000, description="most that can be brought to the desk at once")

    @field_validator("database_url")
    @classmethod
    def known_database(cls, url: str) -> str:
        """SQLite and PostgreSQL only; plain ``postgresql://`` means psycopg 3, the driver we ship."""
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
        return url

    @property
    def jobs_url(self) -> str:
        """The database of the job queue: a second SQLite file beside the first, or a second PostgreSQL database."""
        if self.jobs_database_url:
            return self.jobs_database_url
        url = make_url(self.database_url)
        if url.get_backend_name() == "sqlite":
            path = Path(url.database or "data/gipfelspiegel.db")
            return f"sqlite:///{path.with_name(path.stem + '-jobs.db')}"
        return url.set(drivername="postgresql", database=f"{url.database}_jobs").render_as_string(hide_password=False)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the program: ``http://127.0.0.1:8000``."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """Names accepted in the Host header: this machine's, the bound address, and what the operator adds."""
        extra = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        bound = [] if self.host in {"0.0.0.0", "::"} else [self.host]  # noqa: S104 - compared, not bound
        return ["localhost", "127.0.0.1", "[::1]", "testserver", *bound, *extra]


@lru_cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
