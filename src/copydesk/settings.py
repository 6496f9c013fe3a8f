"""What can be set about a server: in the environment, in `copydesk.toml`, or by whoever embeds it.

The environment wins over the file: `COPYDESK_DATABASE`, `COPYDESK_SIGN_IN__ACCESS_TOKEN_MINUTES`, and so on.
"""

import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = [
    "SETTINGS_FILE",
    "ImportSettings",
    "IssuerSettings",
    "JournalSettings",
    "LogFormat",
    "SegmentSettings",
    "Settings",
    "SettingsFileError",
    "SignInSettings",
    "load_settings",
]

SETTINGS_FILE: Final = Path("copydesk.toml")
"""Where settings are read from, beside the environment; it need not be there."""

_Positive = Annotated[float, Field(gt=0)]


class SettingsFileError(Exception):
    """A setting cannot be used; the message names each one and says what is wrong with it."""


class LogFormat(StrEnum):
    """How log lines look."""

    TEXT = "text"
    JSON = "json"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SignInSettings(_Part):
    """How users come in, and for how long."""

    access_token_minutes: _Positive = 10
    """How long an access token is good; clients refresh it by themselves."""
    session_days: _Positive = 14
    """After this the password is asked for again."""
    lockout_attempts: Annotated[int, Field(ge=1)] = 5
    """Failed attempts in a row after which a user is locked out."""
    lockout_minutes: _Positive = 30
    """How long a lockout lasts."""


class IssuerSettings(_Part):
    """An OpenID Connect issuer whose tokens are accepted instead of own ones."""

    issuer: str
    """The `iss` of its tokens; its keys are discovered there."""
    audience: str
    """The `aud` that its tokens must be for."""
    keys_url: str | None = None
    """Where its keys are, when they are not to be discovered."""
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    create_users: bool = False
    """Whether somebody unknown with a verified address becomes a user at the first visit."""
    groups_of_new_users: tuple[str, ...] = ("writer",)
    """Aliases of the user groups that such a user joins."""


class SegmentSettings(_Part):
    """A group of readers that values may be written for, besides those for everybody."""

    alias: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)]
    """What readers ask for it by."""
    name: Annotated[str, Field(min_length=1, max_length=255)]
    """What editors see."""


class JournalSettings(_Part):
    """How long the record of changes is kept: so far back can a client resume."""

    keep_read_days: _Positive = 7
    """How long records are kept that every durable reader has read."""
    keep_unread_days: _Positive = 30
    """How long records are kept that one has not."""

    @model_validator(mode="after")
    def _unread_at_least_as_long(self) -> Self:
        if self.keep_unread_days < self.keep_read_days:
            raise ValueError(
                f"keep_unread_days is {self.keep_unread_days:g}: it must be at least keep_read_days, which is "
                f"{self.keep_read_days:g}"
            )
        return self


class ImportSettings(_Part):
    """How much may be imported in the browser."""

    open_per_user: Annotated[int, Field(ge=1)] = 3
    """How many imports one user may have that are not at their end."""
    files: Annotated[int, Field(ge=1)] = 20_000
    """How many files one has, at most."""
    file_bytes: Annotated[int, Field(ge=1, le=8 * 1024 * 1024)] = 4 * 1024 * 1024
    """How large a file is, at most; a request may have no more than about 9 MB."""
    total_bytes: Annotated[int, Field(ge=1)] = 512 * 1024 * 1024
    """How large all its files are together, at most."""
    idle_minutes: _Positive = 60
    """After so long without a sign of the owner, files are removed whose import was not started."""
    report_hours: _Positive = 24
    """So long a report is kept that nobody looks at."""


class Settings(BaseSettings):
    """The settings of a server."""

    model_config = SettingsConfigDict(
        env_prefix="COPYDESK_", env_nested_delimiter="__", toml_file=SETTINGS_FILE, extra="forbid", frozen=True
    )

    database: SecretStr = SecretStr("sqlite:///copydesk.db")
    """`sqlite:///file.db` or `postgresql://user:password@host/name`; secret, since it may hold a password."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes a free one."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)
    """Addresses of proxies whose `X-Forwarded-*` headers are believed."""
    composers: tuple[str, ...] = ()
    """Composers besides those that packages bring, as `module:function`."""
    administrator: str = "admin@localhost"
    """E-mail address of the administrator whom the first start makes."""
    administrator_password: SecretStr | None = None
    """Their password; without it the first start makes one and shows it once."""
    sign_in: SignInSettings = SignInSettings()
    issuers: tuple[IssuerSettings, ...] = ()
    """External issuers."""
    segments: tuple[SegmentSettings, ...] = ()
    """Groups of readers with values of their own."""
    journal: JournalSettings = JournalSettings()
    imports: ImportSettings = ImportSettings()
    schedule_seconds: _Positive = 5
    """How often scheduled publications are looked for."""
    log_format: LogFormat = LogFormat.TEXT
    log_level: str = "INFO"
    """Below this nothing is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL."""
    show_details: bool = False
    """Whether unexpected errors show their text to the caller; for development only."""

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.upper() not in logging.getLevelNamesMapping():
            raise ValueError("it is one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
        return level.upper()

    @field_validator("segments")
    @classmethod
    def _each_segment_once(cls, segments: tuple[SegmentSettings, ...]) -> tuple[SegmentSettings, ...]:
        twice = sorted({one.alias for one in segments if [each.alias for each in segments].count(one.alias) > 1})
        if twice:
            raise ValueError(f"each alias stands for one segment; named twice: {', '.join(twice)}")
        return segments

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what is given in code, then the environment, then the settings file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database_url(self) -> str:
        """The URL of the database, password and all; never log it."""
        return self.database.get_secret_value()


def load_settings(**given: object) -> Settings:
    """Read the settings.

    Args:
        given: settings that win over the environment and the file.

    Raises:
        SettingsFileError: one cannot be used.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type] # pydantic checks each of them
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_input=False))
        raise SettingsFileError("; ".join(problems)) from None
    except (OSError, ValueError) as error:
        raise SettingsFileError(f"{SETTINGS_FILE} cannot be read: {error}") from error
