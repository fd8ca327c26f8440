"""Parse the typed address of a community or a feed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.errors import DomainError
from incidents.ids import OfficialId
from incidents.posts import Network, Source
from incidents.sources.post_links import find_link

LONGEST = 400
OK_GROUPS = "ok:"
SEARCH, MENTIONS = "search", "mentions"
FOUND = frozenset({SEARCH, MENTIONS})
"""`external_id` of sources of VK that are no wall: what its search finds, who mentions the administration's community."""

BY_HAND = "Сообщение оттуда можно переслать боту или завести командой /new"
BY_ADDING = "Чат Telegram добавляют из него самого: добавьте туда бота (в канал администратором), он спросит вас лично, что это за чат"
_HOST = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*(vk\.com|vk\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me|max\.ru)(?:/|$)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:club|public|event)(\d{1,15})|-(\d{1,15})", re.IGNORECASE)
_PERSON = re.compile(r"id(\d{1,15})", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9_.]{1,49}", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::(\d{1,9}))?(?:[/?].*)?", re.IGNORECASE)
_OK_GROUP = re.compile(r"(?:dk\?(?:.*&)?st\.groupId=|group/)(\d{1,24})", re.IGNORECASE)
_OK_NAME = re.compile(r"[a-z][a-z0-9_.-]{1,63}", re.IGNORECASE)
_OK_NO_GROUP = frozenset(
    {"profile", "feed", "dk", "group", "groups", "video", "music", "messages", "search", "game", "games", "live", "app", "help"}
)
_IS_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_HAS_PASSWORD = re.compile(r"(?:https?://)?[^/?#\s]*@", re.IGNORECASE)
_PORTS = range(1, 65_536)
_NO_WALL = frozenset(
    {"feed", "im", "mail", "friends", "groups", "search", "settings", "video", "audio", "photo", "album", "market", "away", "app"}
)


class JobState(StrEnum):
    """Where the check of a link is on its way. Codes stand in the database."""

    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceJob:
    """A link that is to be looked at through the network, outside of any transaction."""

    id: int
    official_id: OfficialId
    address: str  # «-12345», «12345» for a person's page, a short name; «ok:group/123», «ok:name»; of a feed or its page the whole address
    state: JobState
    created_at: datetime
    due_at: datetime  # when to try (again)
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGlance:
    """What stood in a feed when it was looked at."""

    items: int
    latest: datetime | None = None  # None: its items have no dates
    ours: int = 0  # that name the district
    is_comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWall:
    """A wall, a group or a feed as the network names it."""

    network: Network
    external_id: str  # VK: owner id, "-1"; Odnoklassniki: "group:123"; a feed: its address
    title: str
    feed: FeedGlance | None = None


def _page_in_vk(number: str) -> str:
    if number in FOUND:
        return ""
    return f"https://vk.com/{'club' if number.startswith('-') else 'id'}{number.lstrip('-')}"


def _page_in_ok(id: str) -> str:
    return f"https://ok.ru/{id.replace(':', '/')}"


PAGES: Mapping[Network, Callable[[str], str]] = {Network.VK: _page_in_vk, Network.OK: _page_in_ok, Network.FEED: str}
"""`external_id` of a source → its page; a network that is read brings a line."""


def page_of(source: Source) -> str:
    """Where people open it; «» where no link leads there."""
    page = PAGES.get(source.network)
    return page(source.external_id) if page is not None else ""


def is_feed(address: str) -> bool:
    """Whether an address that was taken is a site's."""
    return _IS_SCHEME.match(address) is not None


def is_ok(address: str) -> bool:
    """Whether an address that was taken is of Odnoklassniki."""
    return address.startswith(OK_GROUPS)


def has_password(address: str) -> bool:
    """Whether a name stands before the site, with a password or without: «https://name:password@site/rss»."""
    return _HAS_PASSWORD.match(address) is not None


def address_in(text: str) -> str:
    """The address behind «https://vk.com/club1», «vk.ru/podslushano», «@podslushano», a link to a post, a site. Raises DomainError."""
    plain = text.strip().strip('<>«»"')
    if not plain or len(plain) > LONGEST or len(plain.split()) > 1:
        raise DomainError(
            "Пришлите одну ссылку: на сообщество ВКонтакте (https://vk.com/club12345), на группу в Одноклассниках "
            "(https://ok.ru/group/12345) или на ленту новостей сайта"
        )
    host = _HOST.match(plain)
    site = host[1].lower() if host else ""
    if host and site in {"ok.ru", "odnoklassniki.ru"}:
        return _group_in(plain[host.end() :])
    if site in {"t.me", "telegram.me"}:
        raise DomainError(BY_ADDING)
    if site == "max.ru":
        raise DomainError(f"MAX Отклик пока не читает. {BY_HAND}")
    if not host and ("/" in plain or "://" in plain):
        return _site_in(plain)
    post = find_link(plain)
    if post is not None:
        return post.external_id.removeprefix("wall").removeprefix("topic").partition("_")[0]
    path = (plain[host.end() :] if host else plain).partition("?")[0].partition("#")[0].strip("/@")
    number, person = _NUMBER.fullmatch(path), _PERSON.fullmatch(path)
    if number:
        return f"-{number[1] or number[2]}"
    if person:
        return person[1]
    if not _NAME.fullmatch(path) or path.lower() in _NO_WALL:
        raise DomainError("Такого адреса сообщества ВКонтакте не бывает. Откройте сообщество и скопируйте его ссылку целиком")
    return path


def _group_in(path: str) -> str:
    """The address of a group of Odnoklassniki: «ok:group/123», «ok:name». Raises DomainError."""
    number = _OK_GROUP.match(path)
    if number:
        return f"{OK_GROUPS}group/{number[1]}"
    name = path.partition("?")[0].partition("#")[0].strip("/").partition("/")[0]
    if name.lower() == "profile":
        raise DomainError("Это личная страница. В Одноклассниках Отклик читает группы, пример ссылки: https://ok.ru/group/12345")
    if not _OK_NAME.fullmatch(name) or name.lower() in _OK_NO_GROUP:
        raise DomainError("Такой группы в Одноклассниках не бывает. Откройте группу и скопируйте её ссылку целиком")
    return f"{OK_GROUPS}{name}"


def _site_in(plain: str) -> str:
    """The address of a feed or of its page. Raises DomainError."""
    if has_password(plain):
        raise DomainError("В ссылке имя и пароль, с ними Отклик лент не читает. Пришлите адрес открытой ленты, без них")
    site = _SITE.fullmatch(plain)
    if site is None:
        raise DomainError("Это не похоже на ссылку. Пример: https://vk.com/club12345 или лента газеты, https://gazeta.example/rss")
    if site[1] and int(site[1]) not in _PORTS:
        raise DomainError("Такого порта не бывает: после двоеточия стоит число от 1 до 65535. Проверьте ссылку")
    return plain if is_feed(plain) else f"https://{plain}"
