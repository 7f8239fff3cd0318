"""Every limit and path in one place; each can be set as PLAYGROUND_<NAME> in the environment."""

from __future__ import annotations

import os
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1024 * 1024


class Settings(BaseSettings):
    """What one running playground may use and where it keeps things.

    Lengths are in tokens or characters as named, sizes in bytes, times in seconds.
    """

    model_config = SettingsConfigDict(env_prefix="PLAYGROUND_", frozen=True)

    cache_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir("playground")))
    adapter_dir: Path | None = None
    allow_path: tuple[Path, ...] = ()
    offline: bool = False

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    password: str = ""
    shared: bool | None = None
    secret: str = ""
    max_body: int = Field(default=8 * MIB, ge=1)

    default_model: str = "smollm2-135m"
    device: str = "auto"
    threads: int = Field(default_factory=lambda: max(1, (os.cpu_count() or 2) // 2), ge=1)
    model_memory: int = Field(default=4096 * MIB, ge=1)
    trace_memory: int = Field(default=1024 * MIB, ge=1)
    batch_tokens: int = Field(default=1024, ge=1)
    array_memory: int = Field(default=256 * MIB, ge=1)

    max_characters: int = Field(default=20_000, ge=1)
    max_tokens: int = Field(default=512, ge=2)
    max_new_tokens: int = Field(default=256, ge=1)
    max_position_length: int = Field(default=512, ge=2)
    max_set_sentences: int = Field(default=500, ge=1)
    concurrent_runs: int = Field(default=2, ge=1)
    most_waiting: int = Field(default=64, ge=1)
    most_streams: int = Field(default=128, ge=1)
    longest_wait: float = Field(default=120, gt=0)
    sessions_kept: int = Field(default=200, ge=1)

    training: bool = True
    max_upload: int = Field(default=20 * MIB, ge=1)
    max_training_rows: int = Field(default=20_000, ge=20)
    most_adapters: int = Field(default=50, ge=1)

    @property
    def is_shared(self) -> bool:
        """Whether several people use this server: as told, else by where it can be reached.

        It is where it has a password, listens beyond this computer, or answers to another name
        than this computer's own, as behind a proxy.
        """
        if self.shared is not None:
            return self.shared
        return bool(self.password) or not all(map(_own, (self.host, *self.allowed_hosts)))

    @property
    def adapters(self) -> Path:
        """The folder whose subfolders are the models `adapter:NAME`."""
        return self.adapter_dir or self.cache_dir / "adapters"


def _own(host: str) -> bool:
    """Whether a name or an address is this computer's own and nobody else can reach it."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings()
