"""Settings: strict sections from the environment and `.env`.

Every mistake is one Russian line that names its key (docs/architecture.md, «What others rely on»).
"""

import os
import re
from collections.abc import Iterator
from datetime import time, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.clock import Clock, ScenarioClock, WorldClock
from bot.config.settings_mistakes import callback_mistakes, line_of, webhook_mistakes
from bot.config.settings_values import (
    DemoClock,
    FeedAddress,
    Wall,
    check_address,
    check_callback_secret,
    check_database,
    check_proxy,
    check_token,
    check_webhook_secret,
    parse_clock,
    parse_feeds,
    parse_timezone,
    parse_walls,
    to_upper,
)

TELEGRAM_API = "https://api.telegram.org"
VK_API = "https://api.vk.com"
OK_API = "https://api.ok.ru"
DEFAULT_DATABASE = "sqlite+aiosqlite:///otklik.db"


class SettingsError(Exception):
    """The settings cannot be used. `lines` holds one Russian line for each mistake, without any value of a secret."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


Address = Annotated[str, AfterValidator(check_address)]
Zone = Annotated[tzinfo, BeforeValidator(parse_timezone)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)


class TelegramSettings(_Section):
    """The messenger: without a token there is nobody to talk to."""

    token: Annotated[SecretStr, AfterValidator(check_token)] | None = None
    api_base: Address = TELEGRAM_API
    proxy: Annotated[SecretStr, AfterValidator(check_proxy)] | None = None
    webhook_url: Address | None = None  # None: the bot asks for updates itself
    webhook_secret: Annotated[SecretStr, AfterValidator(check_webhook_secret)] | None = None
    private_appeals: bool = False  # residents' messages to the bot are appeals: a question for the district's lawyer first


class VkSettings(_Section):
    """The network of residents: a service token reads, a group token answers."""

    service_token: SecretStr | None = None
    group_token: SecretStr | None = None
    user_token: SecretStr | None = None  # of the community's editor: answers on other communities' walls
    group_id: Annotated[int, Field(ge=1)] | None = None  # without the minus: who answers
    long_poll: bool = True  # events of the own community are asked for; not where VK brings them to us
    callback_secret: Annotated[SecretStr, AfterValidator(check_callback_secret)] | None = None  # VK brings events, with this word in each
    callback_confirmation: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,64}$")] | None = None  # what VK wants to hear once
    api_base: Address = VK_API
    walls: Annotated[tuple[Wall, ...], NoDecode, BeforeValidator(parse_walls)] = ()


class OkSettings(_Section):
    """Odnoklassniki: the three keys that the page of an application gives; with one missing nothing is read."""

    application_key: SecretStr | None = None  # public by name; it opens nothing alone, but nobody needs it in a log
    access_token: SecretStr | None = None
    session_secret: SecretStr | None = None
    api_base: Address = OK_API

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that are not set, as they are written."""
        return tuple(f"OK__{name.upper()}" for name in ("application_key", "access_token", "session_secret") if not getattr(self, name))


class FeedsSettings(_Section):
    """News and comment feeds: sites that anybody may read."""

    urls: Annotated[tuple[FeedAddress, ...], NoDecode, BeforeValidator(parse_feeds)] = ()


class DatabaseSettings(_Section):
    """Where everything is kept; the address may carry a password, so it is not printed."""

    url: Annotated[str, AfterValidator(check_database)] = Field(default=DEFAULT_DATABASE, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is the embedded engine, for one process."""
        return self.url.startswith("sqlite")


class DistrictSettings(_Section):
    """Whose district it is."""

    profile: Path = Path("districts/konakovo")
    timezone: Zone | None = None  # None: the profile's own


class ScheduleSettings(_Section):
    """How often the sources are read (scenario seconds), when the head and the coordinators read what (local time)."""

    poll_seconds: Annotated[int, Field(ge=5, le=86_400)] = 180
    summary_at: time = time(7, 30)
    night_at: time = time(8, 30)
    agenda_at: time = time(17, 30)


class HttpSettings(_Section):
    """Where the bot listens when Telegram brings updates to it (usually behind a proxy that speaks HTTPS)."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080


class LogSettings(_Section):
    """What the log says."""

    level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(to_upper)] = "INFO"


class HealthSettings(_Section):
    """Who watches over the bot itself."""

    file: Path | None = None  # None: beside SQLite's file, nowhere with a server
    call: Annotated[str, Field(max_length=100)] | None = None  # whom coordinators call when the bot is ill


class DemoSettings(_Section):
    """The scenario clock of a demo; off in production."""

    clock: Annotated[DemoClock | None, NoDecode, BeforeValidator(parse_clock)] = None

    def make_clock(self) -> Clock:
        """The scenario's clock, or the world's."""
        return ScenarioClock(*self.clock) if self.clock else WorldClock()


class Settings(_Section):
    """All sections. Only `bot/` sees this; whoever needs a section gets it in the constructor."""

    telegram: TelegramSettings = Field(default_factory=TelegramSettings)
    vk: VkSettings = Field(default_factory=VkSettings)
    ok: OkSettings = Field(default_factory=OkSettings)
    feeds: FeedsSettings = Field(default_factory=FeedsSettings)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    district: DistrictSettings = Field(default_factory=DistrictSettings)
    schedule: ScheduleSettings = Field(default_factory=ScheduleSettings)
    http: HttpSettings = Field(default_factory=HttpSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    health: HealthSettings = Field(default_factory=HealthSettings)
    demo: DemoSettings = Field(default_factory=DemoSettings)

    def secrets(self) -> tuple[str, ...]:
        """Values that must never stand in a log."""
        found = (
            self.telegram.token,
            self.telegram.proxy,
            self.telegram.webhook_secret,
            self.vk.service_token,
            self.vk.group_token,
            self.vk.user_token,
            self.vk.callback_secret,
            self.ok.application_key,
            self.ok.access_token,
            self.ok.session_secret,
        )
        password = re.match(r"[^:/]+://[^:/@]*:([^/]+)@", self.database.url)
        return (*(secret.get_secret_value() for secret in found if secret), *(password.groups() if password else ()))


class _Outside(Settings, BaseSettings):
    model_config = SettingsConfigDict(
        env_nested_delimiter="__", env_ignore_empty=True, env_file=".env", env_file_encoding="utf-8-sig", extra="forbid"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Hide other programs' LOG or DEMO: a whole section never comes in one variable."""
        if isinstance(env_settings, EnvSettingsSource):
            env_settings.env_vars = {name: value for name, value in env_settings.env_vars.items() if "__" in name}
        return env_settings, dotenv_settings


def known_keys() -> tuple[str, ...]:
    """Every key as it is written: TELEGRAM__TOKEN…"""
    sections = {name: field.default_factory for name, field in Settings.model_fields.items()}
    return tuple(f"{name}__{key}".upper() for name, section in sections.items() for key in section.model_fields)  # type: ignore[union-attr]  # the factories are our sections


def load_settings() -> Settings:
    """Read `.env` of the working folder and the environment (which wins). Raises SettingsError with all mistakes at once."""
    strangers = list(_strangers())
    try:
        settings = _Outside()
    except ValidationError as error:
        lines = [line_of(details, _unknown) for details in error.errors()]
        raise SettingsError(list(dict.fromkeys([*lines, *strangers]))) from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError([".env: файл не читается; сохраните его в кодировке UTF-8 и откройте на чтение"]) from None
    if lines := [*webhook_mistakes(settings.telegram, public=TELEGRAM_API), *callback_mistakes(settings.vk), *strangers]:
        raise SettingsError(lines)
    return Settings.model_validate({name: getattr(settings, name) for name in Settings.model_fields})


def _strangers() -> Iterator[str]:
    known = known_keys()
    sections = {key.split("__")[0] for key in known}
    for name in os.environ:
        section, separator, _ = name.upper().partition("__")
        if separator and name.upper() not in known and (section in sections or get_close_matches(section, sections, cutoff=0.8)):
            yield _unknown(name.upper())


def _unknown(key: str) -> str:
    near = get_close_matches(key, known_keys(), n=1, cutoff=0.6)
    return f"{key}: такой настройки нет" + (f", похоже на {near[0]}" if near else "") + "; все настройки есть в .env.example"
