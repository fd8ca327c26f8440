"""What the VK tokens can do, one Russian line each: for `otklik check`."""

from collections.abc import Sequence
from typing import Any

from collectors.vk.client import VkClient
from collectors.vk.errors import VkError
from collectors.vk.items import Item

Line = tuple[bool, str]
_NO_SUCH_METHOD = 3


async def check_vk(
    *, reader: VkClient | None, writer: VkClient | None, group_id: int | None, owner_ids: Sequence[int] = ()
) -> tuple[Line, ...]:
    """Ask VK itself: each wall by the reading token, the community and the right to answer by the other. Raises nothing."""
    lines: list[Line] = []
    if reader is None:
        lines.append((False, "ВК: нет сервисного ключа (VK__SERVICE_TOKEN), стены не читаются"))
    else:
        lines.extend([await _wall(reader, owner_id) for owner_id in owner_ids])
    if writer is None:
        lines.append((False, "ВК: нет ключа сообщества (VK__GROUP_TOKEN), ответы придётся публиковать вручную"))
    else:
        lines.extend(await _writing(writer, group_id))
    return tuple(lines)


async def _wall(reader: VkClient, owner_id: int) -> Line:
    title = await _title(reader, owner_id)
    try:
        answer = await reader.call("wall.get", owner_id=owner_id, count=1)
        return True, f"ВК, {title}: стена читается, записей {int(answer['count'])}"
    except VkError as error:
        return False, f"ВК, {title}: {_small(error.policy.source)}"
    except (KeyError, TypeError, ValueError):
        return False, f"ВК, {title}: ответ не такой, как описано в документации ВК"


async def _title(client: VkClient, owner_id: int) -> str:
    """The community's name, or its number if the name is not given."""
    try:
        return (
            f"«{_group(await client.call('groups.getById', group_id=abs(owner_id)))['name']}»" if owner_id < 0 else f"страница {owner_id}"
        )
    except (VkError, KeyError, TypeError, IndexError):
        return f"сообщество {abs(owner_id)}"


async def _writing(writer: VkClient, group_id: int | None) -> list[Line]:
    try:
        group = _group(await writer.call("groups.getById"))
    except VkError as error:
        return [(False, f"ВК, ключ сообщества: {_small(error.policy.source)}")]
    except (KeyError, TypeError, IndexError):
        return [(False, "ВК, ключ сообщества: ВК не сказал, чей он")]
    name = f"«{group.get('name', '')}»"
    if group_id is None:
        return [(False, f"ВК: ключ выдан сообществом {name}, впишите его номер {group.get('id')} в VK__GROUP_ID")]
    if group.get("id") != abs(group_id):
        return [(False, f"ВК: ключ выдан сообществом {name} ({group.get('id')}), а в VK__GROUP_ID стоит {abs(group_id)}")]
    return [(True, f"ВК: отвечаем от имени {name}"), await _right(writer, name)]


async def _right(writer: VkClient, name: str) -> Line:
    try:
        answer: dict[str, Any] = await writer.call("groups.getTokenPermissions")  # Any: VK's JSON
        names = {each["name"] for each in answer["permissions"]}
    except VkError as error:
        if error.code == _NO_SUCH_METHOD:
            return True, f"ВК, {name}: права ключа этот сервер не показывает, проверит первый ответ"
        return False, f"ВК, {name}: права ключа узнать не вышло, {_small(error.policy.source)}"
    except (KeyError, TypeError):
        return False, f"ВК, {name}: права ключа узнать не вышло"
    if "wall" not in names:
        return False, f"ВК, {name}: у ключа нет права «стена», создайте ключ с этим правом"
    return True, f"ВК, {name}: право отвечать на стене есть"


def _group(answer: Any) -> Item:
    group: Item = (answer["groups"] if isinstance(answer, dict) else answer)[0]
    return group


def _small(line: str) -> str:
    return line if line.startswith("ВК") else line[:1].lower() + line[1:]
