"""Look at a group before it is added: exists, open, readable."""

from collectors.ok.attachments import Item, objects
from collectors.ok.client import OkClient
from collectors.ok.errors import NOT_FOUND, ODD, POLICIES, OkError
from collectors.ok.items import GROUP, SITE
from collectors.ok.network import OK_GROUPS
from collectors.ok.pages import topics_page
from incidents.posts import Network, SourceBroken
from incidents.sources.source_links import FoundWall

NOBODY = "Одноклассники не знают такого адреса: проверьте ссылку, откройте её в браузере"
NO_GROUP = "По этой ссылке не группа. Отклик читает группы, пример ссылки: https://ok.ru/group/12345"
CLOSED = "Это закрытая группа, её темы видят только участники: попросите владельца открыть её"
NO_KEYS = (
    "Читать Одноклассники нечем: на сервере нет ключей (OK__APPLICATION_KEY, OK__ACCESS_TOKEN, OK__SESSION_SECRET). "
    "Скажите тому, кто обслуживает бота"
)
GROUP_FIELDS = "uid,name,access_type"
_SHUT = {"CLOSED", "SECRET"}


async def look_at_group(client: OkClient, address: str) -> FoundWall:
    """The group behind «ok:group/123» or «ok:name», its topics read once. Raises SourceBroken that says why not."""
    try:
        number = await number_of(client, f"{SITE}/{address.removeprefix(OK_GROUPS)}")
        group = await group_of(client, number)
        if str(group.get("access_type", "")).upper() in _SHUT:
            raise SourceBroken(CLOSED, fatal=True)
        await topics_page(client, number, None, count=1)
    except OkError as error:
        raise error.as_broken() from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise SourceBroken(ODD.source) from None
    return FoundWall(network=Network.OK, external_id=f"{GROUP}{number}", title=str(group.get("name") or f"группа {number}"))


async def number_of(client: OkClient, url: str) -> str:
    """The number of the group at an address. Raises OkError, SourceBroken."""
    try:
        found = await client.call("url.getInfo", url=url)
    except OkError as error:
        if error.code == NOT_FOUND:
            raise SourceBroken(NOBODY, fatal=True) from None
        raise
    if not isinstance(found, dict):
        raise OkError("url.getInfo", ODD)
    number, kind = str(found.get("objectIdStr") or found.get("objectId") or ""), str(found.get("type", "")).upper()
    if kind != "GROUP" and number.strip("0"):
        raise SourceBroken(NO_GROUP, fatal=True)
    if not (number.isascii() and number.isdigit() and number.strip("0")):
        raise SourceBroken(NOBODY, fatal=True)
    return number


async def group_of(client: OkClient, number: str) -> Item:
    """What the network says of a group. Raises OkError."""
    answer = await client.call("group.getInfo", uids=number, fields=GROUP_FIELDS)
    groups = objects(answer.get("groups") if isinstance(answer, dict) else answer)  # the page shows an object, clients saw a list
    if not groups:
        raise OkError("group.getInfo", POLICIES[NOT_FOUND], code=NOT_FOUND)
    return groups[0]
