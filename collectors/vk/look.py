"""Look at a wall before it is added: exists, open, readable.

A community or an open page, by our token.
"""

from typing import Any

from collectors.vk.client import Caller
from collectors.vk.errors import ODD, VkError
from incidents.posts import Network, SourceBroken
from incidents.sources.source_links import FoundWall

NOBODY = "ВКонтакте не знает такого адреса: проверьте ссылку, откройте её в браузере"
GONE = "Это сообщество удалено или заблокировано ВКонтакте"
CLOSED = "Это закрытое сообщество, его стену видят только участники: попросите владельца открыть её"
PRIVATE = "Это закрытый личный профиль. Отклик читает только то, что видно всем"
_UNKNOWN = frozenset({100, 104, 113, 125})
_OPEN = 0

Item = dict[str, Any]  # Any: VK's JSON


async def look_at(reader: Caller, address: str) -> FoundWall:
    """The wall behind an address («-1», «1» for a person's page, a short name), read once. Raises SourceBroken that says why not."""
    try:
        found = await _person(reader, address) if address.isdigit() else await _community(reader, address)
        await reader.call("wall.get", owner_id=int(found.external_id), count=1)
    except VkError as error:
        raise error.as_broken() from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise SourceBroken(ODD.source) from None
    return found


async def _community(reader: Caller, address: str) -> FoundWall:
    group = await _first(reader, "groups.getById", group_id=address.lstrip("-"))
    if group is None:
        if address.startswith("-"):
            raise SourceBroken(NOBODY, fatal=True)
        return await _person(reader, address)
    if group.get("deactivated"):
        raise SourceBroken(GONE, fatal=True)
    if int(group.get("is_closed", _OPEN)) != _OPEN:
        raise SourceBroken(CLOSED, fatal=True)
    return FoundWall(network=Network.VK, external_id=str(-int(group["id"])), title=str(group.get("name") or f"сообщество {group['id']}"))


async def _person(reader: Caller, address: str) -> FoundWall:
    """A page of a person (the head of a district has one): only an open one; its owner's name is not kept."""
    person = await _first(reader, "users.get", user_ids=address)
    if person is None:
        raise SourceBroken(NOBODY, fatal=True)
    if person.get("is_closed") or person.get("deactivated"):
        raise SourceBroken(PRIVATE, fatal=True)
    return FoundWall(network=Network.VK, external_id=str(int(person["id"])), title=f"страница id{person['id']}")


async def _first(reader: Caller, method: str, **params: object) -> Item | None:
    try:
        answer = await reader.call(method, **params)
    except VkError as error:
        if error.code in _UNKNOWN:
            return None
        raise
    items = answer.get("groups", []) if isinstance(answer, dict) else answer
    return items[0] if items else None
