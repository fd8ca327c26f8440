"""Odnoklassniki as a network: its links, its words, its answers."""

import re

from incidents.errors import DomainError
from incidents.posts import Network
from incidents.sources.networks import Answers, Copying, NetworkKind

OK_GROUPS = "ok:"
_HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*(?:ok\.ru|odnoklassniki\.ru)(?:/|$)", re.IGNORECASE)
_GROUP = re.compile(r"(?:dk\?(?:.*&)?st\.groupId=|group/)(\d{1,24})", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9_.-]{1,63}", re.IGNORECASE)
_NO_GROUP = frozenset(
    {"profile", "feed", "dk", "group", "groups", "video", "music", "messages", "search", "game", "games", "live", "app", "help"}
)


def address_in(plain: str) -> str | None:
    """«ok:group/123» or «ok:name». Raises DomainError."""
    host = _HOST.match(plain)
    if host is None:
        return None
    path = plain[host.end() :]
    number = _GROUP.match(path)
    if number:
        return f"{OK_GROUPS}group/{number[1]}"
    name = path.partition("?")[0].partition("#")[0].strip("/").partition("/")[0]
    if name.lower() == "profile":
        raise DomainError("Это личная страница. В Одноклассниках Отклик читает группы, пример ссылки: https://ok.ru/group/12345")
    if not _NAME.fullmatch(name) or name.lower() in _NO_GROUP:
        raise DomainError("Такой группы в Одноклассниках не бывает. Откройте группу и скопируйте её ссылку целиком")
    return f"{OK_GROUPS}{name}"


KIND = NetworkKind(
    network=Network.OK,
    short="ОК",
    goes_out="Дадим текст, чтобы вставить под темой, ОК",
    refused="Ответ вставьте в Одноклассниках сами",
    silent="Одноклассники молчат",
    answers=Answers.COPIED,
    address_in=address_in,
    is_address=lambda address: address.startswith(OK_GROUPS),
    page=lambda id: f"https://ok.ru/{id.replace(':', '/')}",
    copying=Copying(
        because="в Одноклассниках бот комментариев не пишет",
        how="Скопируйте текст касанием, откройте тему, вставьте его комментарием от имени вашей группы и нажмите «Опубликовано»",
    ),
    called=("Эта группа", "Эту группу"),
)
