"""What the VK tokens can do, one line each, for `otklik check`."""

from collections.abc import Sequence
from typing import Any

from collectors.vk.attachments import Item
from collectors.vk.boards.board import small
from collectors.vk.client import Caller, VkClient
from collectors.vk.errors import VkError

Line = tuple[bool | None, str]
"""Whether it is well (None: it could be better, the bot works), and what to read."""

_NO_SUCH_METHOD = 3
_NO_PHOTOS = {7: "у ключа нет этого права", 15: "владелец ключа не редактор сообщества", 27: "ключ не того вида", 28: "ключ не того вида"}
_EDITOR = 2  # VK's levels: 1 moderator, 2 editor, 3 administrator


async def check_vk(
    *,
    reader: Caller | None,
    writer: VkClient | None,
    group_id: int | None,
    owner_ids: Sequence[int] = (),
    editor: VkClient | None = None,
) -> tuple[Line, ...]:
    """Ask VK itself: each wall by the reading token, the right to answer on our wall and on others' by the other two. Raises nothing."""
    lines: list[Line] = []
    if reader is None:
        lines.append((False, "ВК: нет сервисного ключа (VK__SERVICE_TOKEN), стены не читаются: возьмите его в настройках приложения ВК"))
    else:
        lines.extend([await _wall(reader, owner_id) for owner_id in owner_ids])
    if writer is None:
        way = "создайте его в управлении сообществом, «Работа с API»"
        lines.append((None, f"ВК: нет ключа сообщества (VK__GROUP_TOKEN), ответы придётся вставлять руками: {way}"))
    else:
        lines.extend(await _writing(writer, group_id))
    others = [owner_id for owner_id in owner_ids if owner_id != -abs(group_id or 0)]
    if editor is not None:
        editing = await _editing(editor, group_id, len(others))
        lines.append(editing)
        if editing[0] is not False and group_id is not None:
            lines.append(await _photos(editor, group_id))
        if group_id is not None and -abs(group_id) not in owner_ids:
            lines.append((None, "ВК: посты администрации выйдут, а комментарии под ними бот не увидит: добавьте свою стену в VK__WALLS"))
    elif others and writer is not None:
        lines.append(
            (None, f"ВК: чужих стен {len(others)}, на них ответы придётся вставлять руками: впишите ключ редактора в VK__USER_TOKEN")
        )
    if editor is None and writer is not None:
        lines.append((None, "ВК: без ключа редактора (VK__USER_TOKEN) фото под ответ не выходят, бот о них не спросит"))
    return tuple(lines)


async def _photos(editor: VkClient, group_id: int) -> Line:
    """Whether photos of answers can be uploaded: VK gives an address to the editor's token with the right to photos only."""
    way = "получите VK__USER_TOKEN заново с правом «фотографии» (photos), до тех пор ответы выходят без фото"
    try:
        place = await editor.call("photos.getWallUploadServer", group_id=abs(group_id))
        if not place["upload_url"]:
            return None, f"ВК: фото под ответ не загрузить, {way}"
    except VkError as error:
        why = _NO_PHOTOS.get(error.code or 0) or small(error.policy.source)
        return None, f"ВК: фото под ответ не загрузить ({why}): {way}"
    except (KeyError, TypeError):
        return None, f"ВК: фото под ответ не загрузить, {way}"
    return True, "ВК: фото под ответы загружаются"


async def _editing(editor: VkClient, group_id: int | None, others: int) -> Line:
    """Whether the user token is one, and its owner an editor of our community."""
    if group_id is None:
        return False, "ВК: ключ редактора есть, а от чьего имени отвечать, не сказано: впишите VK__GROUP_ID"
    try:
        if not await editor.call("users.get"):
            return False, "ВК: в VK__USER_TOKEN стоит ключ другого вида, нужен ключ человека, редактора сообщества"
        return _as_editor(_group(await editor.call("groups.getById", group_id=abs(group_id))), others)
    except VkError as error:
        return False, f"ВК, ключ редактора (VK__USER_TOKEN): {small(_mended(error))}"
    except (KeyError, TypeError, IndexError, ValueError):
        return False, "ВК, ключ редактора: ответ не такой, как описано в документации ВК"


def _as_editor(group: Item, others: int) -> Line:
    """What VK says of the token's owner in the community."""
    name = f"«{group.get('name', '')}»"
    if "is_admin" not in group:
        return True, f"ВК: ключ редактора принят, чужих стен {others}; его права этот сервер не показывает, проверит первый ответ"
    if not group["is_admin"] or int(group.get("admin_level", 0)) < _EDITOR:
        return False, f"ВК: владелец ключа VK__USER_TOKEN не редактор {name}: дайте ему эту роль в управлении сообществом"
    return True, f"ВК: на чужих стенах ({others}) отвечает ключ редактора {name}"


async def _wall(reader: Caller, owner_id: int) -> Line:
    title = await _title(reader, owner_id)
    try:
        answer = await reader.call("wall.get", owner_id=owner_id, count=1)
        return True, f"ВК, {title}: стена читается, записей {int(answer['count'])}"
    except VkError as error:
        return False, f"ВК, {title}: {small(_mended(error))}"
    except (KeyError, TypeError, ValueError):
        return False, f"ВК, {title}: ответ не такой, как описано в документации ВК"


async def _title(client: Caller, owner_id: int) -> str:
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
        return [(False, f"ВК, ключ сообщества: {small(_mended(error))}")]
    except (KeyError, TypeError, IndexError):
        return [(False, "ВК, ключ сообщества: ВК не сказал, чей он")]
    name = f"«{group.get('name', '')}»"
    if group_id is None:
        return [(False, f"ВК: ключ выдан сообществом {name}, впишите его номер {group.get('id')} в VK__GROUP_ID")]
    if group.get("id") != abs(group_id):
        return [(False, f"ВК: ключ выдан сообществом {name} ({group.get('id')}), а в VK__GROUP_ID стоит {abs(group_id)}")]
    return [(True, f"ВК: отвечаем от имени {name}"), *await _rights(writer, name)]


async def _rights(writer: VkClient, name: str) -> list[Line]:
    """Whether the key may answer on the wall, and in private messages."""
    try:
        answer: dict[str, Any] = await writer.call("groups.getTokenPermissions")  # Any: VK's JSON
        names = {each["name"] for each in answer["permissions"]}
    except VkError as error:
        if error.code == _NO_SUCH_METHOD:
            return [(True, f"ВК, {name}: права ключа этот сервер не показывает, проверит первый ответ")]
        return [(False, f"ВК, {name}: права ключа узнать не вышло, {small(error.policy.source)}")]
    except (KeyError, TypeError):
        return [(False, f"ВК, {name}: права ключа узнать не вышло")]
    way = "создайте в управлении сообществом («Работа с API») ключ с этим правом"
    lines: list[Line] = []
    if "messages" not in names:
        lines.append((None, f"ВК, {name}: у ключа нет права «сообщения», личные сообщения жителей не прочесть и не ответить: {way}"))
    if "wall" not in names:
        return [*lines, (False, f"ВК, {name}: у ключа нет права «стена», {way}")]
    return [*lines, (True, f"ВК, {name}: право отвечать на стене есть")]


def _group(answer: Any) -> Item:
    group: Item = (answer["groups"] if isinstance(answer, dict) else answer)[0]
    return group


def _mended(error: VkError) -> str:
    """What is wrong; where VK did not answer at all, also where to look."""
    where = "" if error.code is not None else "; проверьте интернет на сервере и VK__API_BASE"
    return error.policy.source + where
