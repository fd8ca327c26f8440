"""Telegram as a network: its links, its words, its answers."""

import re

from incidents.errors import DomainError
from incidents.posts import Network
from incidents.sources.networks import BY_HAND, Answers, NetworkKind

BY_ADDING = "Чат Telegram добавляют из него самого: добавьте туда бота (в канал администратором), он спросит вас лично, что это за чат"
_HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*(t\.me|telegram\.me|max\.ru)(?:/|$)", re.IGNORECASE)


def address_in(plain: str) -> str | None:
    """No chat is read by its link. Raises DomainError with the way to add one; for another messenger, that it is not read."""
    host = _HOST.match(plain)
    if host is None:
        return None
    raise DomainError(f"MAX Отклик пока не читает. {BY_HAND}" if host[1].lower() == "max.ru" else BY_ADDING)


def _page(id: str) -> str:
    """A plain group has no link."""
    return f"https://t.me/c/{id.removeprefix('-100')}/1" if id.startswith("-100") else ""


KIND = NetworkKind(
    network=Network.TELEGRAM,
    short="Telegram",
    goes_out="Выйдет под постом, Telegram",
    refused="Telegram не пропустил ответ",
    silent="Telegram молчит",
    answers=Answers.PUBLISHED,
    address_in=address_in,
    is_address=lambda _address: False,
    page=_page,
)
