"""Strict section of settings, and values that need parsing: walls, addresses, tokens.

A mistake is a ValueError in Russian.
"""

import re
from datetime import datetime
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr

from incidents.sources.source_links import has_password


class Section(BaseModel):
    """A section of the settings: strict, unchanging, silent about its values."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)


class Wall(NamedTuple):
    """A VK wall to read. `address` is an owner id («-1») or a screen name; the rest, when given, spares a question to VK."""

    address: str
    title: str | None = None
    settlement_id: str | None = None  # of places.csv: a hint to the reader


class FeedAddress(NamedTuple):
    """A feed of news or comments to read; title and settlement as of a wall."""

    url: str
    title: str | None = None
    settlement_id: str | None = None


class DemoClock(NamedTuple):
    """Scenario time = origin + speed × (real time - anchor). `anchor`: Unix seconds; None means the moment of the start."""

    origin: datetime
    speed: float
    anchor: float | None = None


def _wall(item: str) -> Wall:
    head, _, title = (part.strip() for part in item.partition("="))
    address, _, settlement = (part.strip() for part in head.partition("@"))
    address = re.sub(r"^(https?://)?(m\.)?vk\.(com|ru)/", "", address)
    address = re.sub(r"^(?:club|public)(\d+)$", r"-\1", address)
    address = re.sub(r"^id(\d+)$", r"\1", address) if address.startswith("id") else re.sub(r"^(\d+)$", r"+\1", address)
    if address.startswith("+"):
        raise ValueError(f"перед номером сообщества нужен минус: -{address[1:]} (страница человека пишется id{address[1:]})")
    if not re.fullmatch(r"-?\d+|[A-Za-z][\w.]*", address):
        raise ValueError(f"«{item.strip()}» не похоже на стену; пример: -12345@s-konakovo=Наше Конаково, redkino_ryadom")
    return Wall(address, title or None, settlement or None)


def parse_walls(value: object) -> object:
    """Read the list of VK__WALLS; what is no text passes."""
    if not isinstance(value, str):
        return value
    walls = tuple(_wall(item) for item in value.split(",") if item.strip())
    addresses = [wall.address for wall in walls]
    if twice := next((address for address in addresses if addresses.count(address) > 1), None):
        raise ValueError(f"стена «{twice}» названа дважды")
    return walls


def _feed(item: str) -> FeedAddress:
    """«https://… @settlement =Title»: parted by spaces, since an address may have any other sign."""
    head, _, title = (part.strip() for part in item.strip().partition(" ="))
    url, _, settlement = (part.strip() for part in head.partition(" @"))
    if has_password(url):
        raise ValueError("в адресе ленты имя и пароль, с ними лент не читаем: нужна открытая лента")
    if not re.fullmatch(r"https?://[^/\s]+\S*", url) or not _is_host(url):
        told = "это" if re.search(r"\S@", item) else f"«{item.strip()}»"  # what stands before the sign may be a password
        raise ValueError(f"{told} не похоже на ленту; пример: https://gazeta.example/rss @s-konakovo =Наша газета")
    if not _is_port(url):
        raise ValueError(f"у ленты «{urlsplit(url).hostname}» такого порта не бывает: он от 1 до 65535")
    return FeedAddress(url, title or None, settlement or None)


def _is_host(url: str) -> bool:
    """Whether name servers can be asked for it, in Russian letters too."""
    try:
        return bool((urlsplit(url).hostname or "").encode("idna"))
    except ValueError:
        return False


def _is_port(url: str) -> bool:
    """Whether the port can be, where the address names one."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def parse_feeds(value: object) -> object:
    """Read the list of FEEDS__URLS; what is no text passes."""
    if not isinstance(value, str):
        return value
    feeds = tuple(_feed(item) for item in re.split(r",\s*(?=https?://)|,\s*$", value) if item.strip())
    urls = [feed.url for feed in feeds]
    if twice := next((url for url in urls if urls.count(url) > 1), None):
        raise ValueError(f"лента «{twice}» названа дважды")
    return feeds


def parse_clock(value: object) -> object:
    """Read DEMO__CLOCK; what is no text passes."""
    if not isinstance(value, str):
        return value
    try:
        origin, speed, *anchor = value.split("|")
        clock = DemoClock(datetime.fromisoformat(origin.strip()), float(speed), float(*anchor) if anchor else None)
    except (ValueError, TypeError):
        raise ValueError("нужно НАЧАЛО|СКОРОСТЬ, например 2026-11-24T08:00:00+03:00|60") from None
    if clock.origin.tzinfo is None:
        raise ValueError("у начала нет часового пояса: допишите +03:00")
    if not 0 < clock.speed <= 1_000_000:  # noqa: PLR2004 - as much as the sandbox takes
        raise ValueError("скорость должна быть больше нуля и не больше 1000000")
    return clock


def parse_timezone(value: object) -> object:
    """Find a zone by its name; what is no text passes."""
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        raise ValueError(f"нет часового пояса «{value}»; пример: Europe/Moscow") from None


def check_address(value: str) -> str:
    """Take an HTTP address, without the slash at its end."""
    if not re.match(r"https?://[^/\s]+", value):
        raise ValueError("нужен адрес, который начинается с http:// или https://")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(check_address)]


def check_token(value: SecretStr) -> SecretStr:
    """Take what looks like a token of a bot."""
    if not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value()):
        raise ValueError("не похоже на токен бота; он выглядит как 123456:ABC-def и его выдаёт @BotFather")
    return value


def check_webhook_secret(value: SecretStr) -> SecretStr:
    """Take what Telegram takes as a secret of a webhook."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("секрет состоит из латинских букв, цифр, «_» и «-», от 1 до 256 знаков; придумайте длинный")
    return value


def check_proxy(value: SecretStr) -> SecretStr:
    """Take the address of a proxy."""
    if not re.match(r"(socks[45]|https?)://[^/\s]+", value.get_secret_value()):
        raise ValueError("нужен адрес прокси: socks5://[имя:пароль@]узел:порт или http://узел:порт")
    if not _is_port(value.get_secret_value()):
        raise ValueError("у прокси такого порта не бывает: он от 1 до 65535")
    return value


def check_heartbeat(value: SecretStr) -> SecretStr:
    """Take an HTTP address; its path is often a secret."""
    check_address(value.get_secret_value())
    return value


def check_database(value: str) -> str:
    """Take the address of one of our two engines."""
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("нужно sqlite+aiosqlite:///файл.db или postgresql+asyncpg://имя:пароль@узел/база")
    return value


def to_upper(value: object) -> object:
    """Make «debug» as good as «DEBUG»."""
    return value.upper() if isinstance(value, str) else value


def check_callback_secret(value: SecretStr) -> SecretStr:
    """Take what VK takes as a secret key of its Callback API."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,50}", value.get_secret_value()):
        raise ValueError("секрет состоит из латинских букв, цифр, «_» и «-», от 8 до 50 знаков; впишите его и в настройки сообщества ВК")
    return value
