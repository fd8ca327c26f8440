"""What a coordinator types to name a community: an address of VK in any of its spellings, or a refusal that says what to do instead."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.errors import DomainError
from incidents.ids import OfficialId
from incidents.posts import Network
from incidents.sources.post_links import find_link

LONGEST = 200
BY_HAND = "Сообщение оттуда можно переслать боту или завести командой /new"
_HOST = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*(vk\.com|vk\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me|max\.ru)(?:/|$)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:club|public|event)(\d{1,15})|-(\d{1,15})", re.IGNORECASE)
_PERSON = re.compile(r"id(\d{1,15})", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9_.]{1,49}", re.IGNORECASE)
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
    address: str  # «-12345», «12345» for a person's page, a short name
    state: JobState
    created_at: datetime
    due_at: datetime  # when to try (again)
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWall:
    """A wall as the network names it."""

    network: Network
    external_id: str  # VK: owner id, "-1"
    title: str


def address_in(text: str) -> str:
    """The address behind «https://vk.com/club1», «vk.ru/podslushano», «@podslushano», a link to a post. Raises DomainError."""
    plain = text.strip().strip('<>«»"')
    if not plain or len(plain) > LONGEST or len(plain.split()) > 1:
        raise DomainError("Пришлите одну ссылку на сообщество ВКонтакте, например: https://vk.com/club12345")
    host = _HOST.match(plain)
    site = host[1].lower() if host else ""
    if site in {"ok.ru", "odnoklassniki.ru"}:
        raise DomainError(f"Одноклассники Отклик пока не читает. {BY_HAND}")
    if site in {"t.me", "telegram.me"}:
        raise DomainError(f"Чаты и каналы Telegram Отклик пока не читает. {BY_HAND}")
    if site == "max.ru":
        raise DomainError(f"MAX Отклик пока не читает. {BY_HAND}")
    if not host and ("/" in plain or "://" in plain):
        raise DomainError("Это не ссылка ВКонтакте. Пришлите ссылку на сообщество, например: https://vk.com/club12345")
    post = find_link(plain)
    if post is not None:
        return post.external_id.removeprefix("wall").partition("_")[0]
    path = (plain[host.end() :] if host else plain).partition("?")[0].partition("#")[0].strip("/@")
    number, person = _NUMBER.fullmatch(path), _PERSON.fullmatch(path)
    if number:
        return f"-{number[1] or number[2]}"
    if person:
        return person[1]
    if not _NAME.fullmatch(path) or path.lower() in _NO_WALL:
        raise DomainError("Такого адреса сообщества ВКонтакте не бывает. Откройте сообщество и скопируйте его ссылку целиком")
    return path
