"""VKontakte as a network: its links, its words, its answers."""

import re

from incidents.errors import DomainError
from incidents.posts import Network
from incidents.sources.networks import Answers, NetworkKind
from incidents.sources.post_links import find_link
from incidents.sources.source_links import FOUND

_HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*(?:vk\.com|vk\.ru)(?:/|$)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:club|public|event)(\d{1,15})|-(\d{1,15})", re.IGNORECASE)
_PERSON = re.compile(r"id(\d{1,15})", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9_.]{1,49}", re.IGNORECASE)
_IS_ADDRESS = re.compile(r"-?\d+|[a-z][a-z0-9_.]*", re.IGNORECASE)
_NO_WALL = frozenset(
    {"feed", "im", "mail", "friends", "groups", "search", "settings", "video", "audio", "photo", "album", "market", "away", "app"}
)


def address_in(plain: str) -> str | None:
    """«-12345», «12345» for a person's page, a short name; a name without a site is one too. Raises DomainError."""
    host = _HOST.match(plain)
    if host is None and ("/" in plain or "://" in plain):
        return None
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


def _page(id: str) -> str:
    if id in FOUND:
        return ""
    return f"https://vk.com/{'club' if id.startswith('-') else 'id'}{id.lstrip('-')}"


KIND = NetworkKind(
    network=Network.VK,
    short="ВК",
    goes_out="Выйдет под постом, ВК",
    refused="ВКонтакте не пропустил ответ",
    silent="ВКонтакте молчит",
    answers=Answers.PUBLISHED,
    address_in=address_in,
    is_address=lambda address: _IS_ADDRESS.fullmatch(address) is not None,
    page=_page,
)
