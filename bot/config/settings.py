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

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.clock import Clock, ScenarioClock, WorldClock
from bot.config.settings_mail import MailSettings, mail_mistakes
from bot.config.settings_mistakes import line_of
from bot.config.settings_networks import FeedsSettings, OkSettings, VkSettings, callback_mistakes
from bot.config.settings_values import (
    Address,
    DemoClock,
    Section,
    check_database,
    check_heartbeat,
    check_proxy,
    check_token,
    check_webhook_secret,
    parse_clock,
    parse_timezone,
    to_upper,
)

TELEGRAM_API = "https://api.telegram.org"
DEFAULT_DATABASE = "sqlite+aiosqlite:///otklik.db"


class SettingsError(Exception):
    """The settings cannot be used. `lines` holds one Russian line for each mistake, without any value of a secret."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = [" ".join(line.split()) for line in lines]  # a value that is quoted may hold line breaks
        super().__init__("\n".join(self.lines))


Zone = Annotated[tzinfo, BeforeValidator(parse_timezone)]


class TelegramSettings(Section):
    """The messenger: without a token there is nobody to talk to."""

    token: Annotated[SecretStr, AfterValidator(check_token)] | None = None
    api_base: Address = TELEGRAM_API
    proxy: Annotated[SecretStr, AfterValidator(check_proxy)] | None = None
    webhook_url: Address | None = None  # None: the bot asks for updates itself
    webhook_secret: Annotated[SecretStr, AfterValidator(check_webhook_secret)] | None = None
    private_appeals: bool = False  # residents' messages to the bot are appeals: a question for the district's lawyer first


class DatabaseSettings(Section):
    """Where everything is kept; the address may carry a password, so it is not printed."""

    url: Annotated[str, AfterValidator(check_database)] = Field(default=DEFAULT_DATABASE, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is the embedded engine, for one process."""
        return self.url.startswith("sqlite")


class DistrictSettings(Section):
    """Whose district it is."""

    profile: Path = Path("districts/konakovo")
    timezone: Zone | None = None  # None: the profile's own


class ScheduleSettings(Section):
    """How often the sources are read (scenario seconds), when the head and the coordinators read what (local time)."""

    poll_seconds: Annotated[int, Field(ge=5, le=86_400)] = 180
    summary_at: time = time(7, 30)
    night_at: time = time(8, 30)
    agenda_at: time = time(17, 30)


class HttpSettings(Section):
    """Where the bot listens: when Telegram brings updates to it (usually behind a proxy that speaks HTTPS), and for its health page."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080
    health_host: str = "127.0.0.1"
    health_port: Annotated[int, Field(ge=1, le=65_535)] | None = None  # None: no page; one a process
    heartbeat_url: Annotated[SecretStr, AfterValidator(check_heartbeat)] | None = None  # asked once a minute while all is well


class LogSettings(Section):
    """What the log says."""

    level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(to_upper)] = "INFO"
    as_json: bool = Field(default=False, alias="json")  # one object a line, for programs that gather logs; a model has a `json` already


class PrivacySettings(Section):
    """What guards personal data and the log of who did what."""

    digest_key: Annotated[SecretStr, Field(min_length=16)] | None = None  # None: no nightly digest

    @property
    def key(self) -> str:
        """The key itself, "" where there is none."""
        return self.digest_key.get_secret_value() if self.digest_key else ""


class HealthSettings(Section):
    """Who watches over the bot itself."""

    file: Path | None = None  # None: beside SQLite's file, nowhere with a server
    call: Annotated[str, Field(max_length=100)] | None = None  # whom coordinators call when the bot is ill


class BackupSettings(Section):
    """Copies of the database that the bot makes by itself."""

    nightly: bool = True
    folder: Path | None = None  # None: `backups` beside SQLite's file, no copies with a server
    at: time = time(3, 10)
    keep: Annotated[int, Field(ge=1, le=1000)] = 7


class DemoSettings(Section):
    """The scenario clock of a demo; off in production."""

    clock: Annotated[DemoClock | None, NoDecode, BeforeValidator(parse_clock)] = None

    def make_clock(self) -> Clock:
        """The scenario's clock, or the world's."""
        return ScenarioClock(*self.clock) if self.clock else WorldClock()


class Settings(Section):
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
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    health: HealthSettings = Field(default_factory=HealthSettings)
    mail: MailSettings = Field(default_factory=MailSettings)
    backup: BackupSettings = Field(default_factory=BackupSettings)
    demo: DemoSettings = Field(default_factory=DemoSettings)

    def secrets(self) -> tuple[str, ...]:
        """Values that must never stand in a log."""
        telegram, vk, ok = self.telegram, self.vk, self.ok
        of_telegram = (telegram.token, telegram.proxy, telegram.webhook_secret)
        of_vk = (vk.service_token, vk.group_token, vk.user_token, vk.callback_secret)
        of_ours = (self.http.heartbeat_url, self.mail.password, self.privacy.digest_key)
        found = (*of_telegram, *of_vk, ok.application_key, ok.access_token, ok.session_secret, *of_ours)
        words = [secret.get_secret_value() for secret in found if secret]
        several = [key.strip() for word in words if "," in word for key in word.split(",") if key.strip()]  # keys of VK
        password = re.match(r"[^:/]+://[^:/@]*:([^/]+)@", self.database.url)
        return (*words, *several, *(password.groups() if password else ()))


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
    fields = ((name, key, field) for name, section in sections.items() for key, field in section.model_fields.items())  # type: ignore[union-attr]  # the factories are our sections
    return tuple(f"{name}__{field.alias or key}".upper() for name, key, field in fields)


def load_settings() -> Settings:
    """Read `.env` of the working folder and the environment (which wins). Raises SettingsError with all mistakes at once."""
    strangers = list(_strangers())
    try:
        settings = _Outside()
    except ValidationError as error:
        lines = [line_of(details, unknown_key) for details in error.errors()]
        raise SettingsError(list(dict.fromkeys([*lines, *strangers]))) from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError([".env: файл не читается; сохраните его в кодировке UTF-8 и откройте на чтение"]) from None
    if lines := [*mistakes_of(settings), *strangers]:
        raise SettingsError(lines)
    return Settings.model_validate({name: getattr(settings, name) for name in Settings.model_fields})


def mistakes_of(settings: Settings) -> Iterator[str]:
    """Lines about keys that do not go together."""
    yield from _webhook(settings.telegram)
    yield from callback_mistakes(settings.vk)
    yield from _health_page(settings.http)
    yield from mail_mistakes(settings.mail)


def _webhook(telegram: TelegramSettings) -> Iterator[str]:
    if telegram.webhook_url and telegram.webhook_secret is None:
        yield "TELEGRAM__WEBHOOK_SECRET: без секрета webhook не запускается, иначе обновления смог бы прислать кто угодно"
    if telegram.webhook_url and telegram.api_base == TELEGRAM_API and not telegram.webhook_url.startswith("https://"):
        yield "TELEGRAM__WEBHOOK_URL: Telegram доставляет обновления только на https://"


def _health_page(http: HttpSettings) -> Iterator[str]:
    if http.health_port == http.port:
        yield f"HTTP__HEALTH_PORT: порт {http.port} занимает webhook (HTTP__PORT), впишите для страницы здоровья другой"


def _strangers() -> Iterator[str]:
    known = known_keys()
    sections = {key.split("__")[0] for key in known}
    for name in os.environ:
        section, separator, _ = name.upper().partition("__")
        if separator and name.upper() not in known and (section in sections or get_close_matches(section, sections, cutoff=0.8)):
            yield unknown_key(name.upper())


def unknown_key(key: str) -> str:
    """A line about a key that is no setting, with the nearest one."""
    near = get_close_matches(key, known_keys(), n=1, cutoff=0.6)
    return f"{key}: такой настройки нет" + (f", похоже на {near[0]}" if near else "") + "; все настройки есть в .env.example"
