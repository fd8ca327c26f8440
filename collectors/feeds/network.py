"""News sites as a network: their links, their words, their answers."""

import re

from incidents.errors import DomainError
from incidents.posts import Network
from incidents.sources.networks import Answers, Copying, NetworkKind
from incidents.sources.source_links import has_password

_SITE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::(\d{1,9}))?(?:[/?].*)?", re.IGNORECASE)
_IS_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_PORTS = range(1, 65_536)


def is_feed(address: str) -> bool:
    """Whether an address that was taken is a site's."""
    return _IS_SCHEME.match(address) is not None


def address_in(plain: str) -> str:
    """The address of a feed or of its page: any site. Raises DomainError."""
    if has_password(plain):
        raise DomainError("В ссылке имя и пароль, с ними Отклик лент не читает. Пришлите адрес открытой ленты, без них")
    site = _SITE.fullmatch(plain)
    if site is None:
        raise DomainError("Это не похоже на ссылку. Пример: https://vk.com/club12345 или лента газеты, https://gazeta.example/rss")
    if site[1] and int(site[1]) not in _PORTS:
        raise DomainError("Такого порта не бывает: после двоеточия стоит число от 1 до 65535. Проверьте ссылку")
    return plain if is_feed(plain) else f"https://{plain}"


KIND = NetworkKind(
    network=Network.FEED,
    short="сайт",
    goes_out="Дадим текст, чтобы вставить под новостью",
    refused="Ответ вставьте на сайте сами",
    silent="На сайт бот не пишет",
    answers=Answers.COPIED,
    address_in=address_in,
    is_address=is_feed,
    page=str,
    copying=Copying(
        because="на сайте газеты бот комментариев не пишет",
        how="Скопируйте текст касанием, откройте страницу, вставьте его комментарием от имени администрации и нажмите «Опубликовано». "
        "Комментарии закрыты? Пришлите текст в редакцию",
    ),
    called=("Эта лента", "Эту ленту"),
)
