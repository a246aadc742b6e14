"""Settings from environment and .env (prefix NARAHUBUNG_); a wrong or missing value stops the start.

Knows names, types and defaults of settings and nothing of what they are used for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from bot.config_process import ProcessSettings

PREFIX = "NARAHUBUNG_"
TOKEN = re.compile(r"^\d{5,12}:[\w-]{8,}$")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
REGION = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
#: What pydantic finds, in the operator's language; the rest is said by the validators themselves.
REASONS = {
    "int_parsing": "harus bilangan bulat",
    "float_parsing": "harus bilangan",
    "finite_number": "harus bilangan",
    "bool_parsing": "harus true atau false",
    "greater_than": "harus lebih dari {gt}",
    "greater_than_equal": "paling kecil {ge}",
    "less_than_equal": "paling besar {le}",
    "literal_error": "harus salah satu dari {expected}",
}


class Settings(ProcessSettings):
    """Everything an operator can set; each field is NARAHUBUNG_<NAME> in the environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True,
        env_ignore_empty=True, allow_inf_nan=False,
    )

    data_dir: Path = Path("data")  # database, keys and attachments of the embedded default
    database_url: str = ""  # empty: SQLite in data_dir
    citizen_token: SecretStr | None = None
    desk_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    staff_chat: str = ""  # chat id of the staff group
    log_level: str = "INFO"
    emergency_numbers: str = "112 (darurat), 110 (polisi), 119 (medis), 113 (pemadam)"
    max_file_mb: int = Field(default=20, ge=1, le=20)  # Bot API hands over at most 20 MB
    service_zone: str = "Asia/Jakarta"  # dates of citizens whose region is unknown
    messages_per_second: float = Field(default=29.0, gt=0)  # per bot; Telegram takes 30, more where it is paid
    paid_broadcast: bool = False  # notices to many go beyond that for Stars (core.telegram.org/bots/faq)
    broadcast_per_second: float = Field(default=25.0, gt=0)  # of them for a notice to many, while others wait
    broadcast_approval_above: int = Field(default=500, ge=0)  # people; beyond that a second of staff has to agree
    chat_messages_per_second: float = Field(default=1.0, gt=0)  # per private chat, bursts of three
    keep_updates_days: int = Field(default=30, ge=1)  # raw updates, for a replay after a fault
    keep_messages_days: int = Field(default=90, ge=1)  # what was sent
    keep_drafts_days: int = Field(default=60, ge=31)  # of people silent that long; thirty days are promised
    #: the law says 60 hari, the practice 60 hari kerja: both are offered, neither is guessed
    ombudsman_rule: Literal["ombudsman", "ombudsman_kalender"] = "ombudsman"
    ombudsman_contact: str = "telepon 137, pengaduan@ombudsman.go.id"  # check before use: it may have changed
    home_region: str = ""  # Kemendagri code that fills a missing place, "" = ask
    holidays: Path | None = None  # table that corrects public holidays; without it the one that ships

    @field_validator("citizen_token", "desk_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.match(value.get_secret_value()):
            raise ValueError("bukan token bot (bentuknya 123456789:AA…, dari BotFather)")
        return value

    @field_validator("desk_token")
    @classmethod
    def _another(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        citizen = info.data.get("citizen_token")
        # One bot would answer officers in its chats with citizens, and both pollers would chase each other away.
        if value and citizen and bot_of(value) == bot_of(citizen):
            raise ValueError("bot yang sama dengan NARAHUBUNG_CITIZEN_TOKEN; perlu dua bot")
        return value

    @field_validator("service_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, ZoneInfoNotFoundError):
            raise ValueError("bukan zona waktu (contoh: Asia/Jakarta, Asia/Makassar, Asia/Jayapura)") from None
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in LEVELS:
            raise ValueError(f"harus salah satu dari {', '.join(LEVELS)}")
        return value

    @field_validator("holidays")
    @classmethod
    def _table(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("berkasnya tidak ada")
        return value

    @field_validator("home_region")
    @classmethod
    def _region(cls, value: str) -> str:
        if value and not REGION.fullmatch(value):
            raise ValueError("bukan kode wilayah Kemendagri (contoh: 21.71)")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("bukan alamat http(s)")
        return value.rstrip("/")

    @field_validator("staff_chat")
    @classmethod
    def _chat(cls, value: str) -> str:
        if value and not re.fullmatch(r"-?\d+", value):
            raise ValueError("bukan nomor chat (angka, biasanya diawali -100)")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", value):
            raise ValueError("harus diawali sqlite:// atau postgresql://")
        return value

    @property
    def bulk_per_second(self) -> float:
        """For a notice to many while others wait; of what was bought a twentieth stays for answers."""
        return max(self.broadcast_per_second, self.messages_per_second * 0.95 if self.paid_broadcast else 0)

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database in use."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'narahubung.db'}"

    @property
    def key_file(self) -> Path:
        """Where the keyring lies; losing it loses every name and story."""
        return self.data_dir / "keys.json"

    @property
    def files_dir(self) -> Path:
        """Root of the attachment store."""
        return self.data_dir / "files"


def bot_of(token: SecretStr) -> str:
    """Id of the bot whose token that is."""
    return token.get_secret_value().partition(":")[0]


def load_settings(**overrides: object) -> Settings:
    """Settings, or a click error with one sentence that names the variable and the way out."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        said = REASONS.get(first["type"], first["msg"].removeprefix("Value error, "))
        reason = said.format_map(first["ctx"]) if first["type"] in REASONS and "ctx" in first else said
        raise click.ClickException(f"{name}: {reason}. Perbaiki di lingkungan atau di berkas .env.") from None
    except UnicodeDecodeError:
        raise click.ClickException("Berkas .env bukan teks UTF-8. Simpan ulang sebagai UTF-8.") from None


def require(settings: Settings, *names: str) -> None:
    """Raise a click error naming the first of `names` that is not set."""
    for name in names:
        if not getattr(settings, name):
            raise click.ClickException(
                f"{PREFIX}{name.upper()} belum diisi. Isi di lingkungan atau di berkas .env (contoh: README)."
            )
