"""Whether the own community's events come, for `otklik check`."""

from typing import Literal

from collectors.vk.client import VkClient
from collectors.vk.errors import VkError

WAY = "включите в управлении сообществом («Работа с API», «Long Poll API», версия 5.199) и отметьте записи, комментарии и сообщения"


NEEDED = {
    "записи": ("wall_post_new",),
    "комментарии": ("wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore"),
    "сообщения": ("message_new", "message_edit"),
}
"""Types of events that have to be ticked, by their heading in VK's settings."""


async def check_events(
    writer: VkClient, group_id: int, way: Literal["callback", "long_poll"] | None, *, is_read: bool
) -> tuple[bool | None, str]:
    """One line: how events come, or what to switch on. `is_read`: the own wall is read, and events with it. Raises nothing."""
    if way is None:
        return None, "ВК: события своего сообщества не спрашиваем (VK__LONG_POLL=false), стена читается, как все остальные"
    if not is_read:
        return False, "ВК: события и сообщения своего сообщества читать некому: впишите сервисный ключ в VK__SERVICE_TOKEN"
    if way == "callback":
        return True, "ВК: события своего сообщества приносит ВКонтакте (Callback API, путь /vk)"
    try:
        await writer.call("groups.getLongPollServer", group_id=abs(group_id))
    except VkError as error:
        return (
            None,
            f"ВК: события своего сообщества не приходят, стена читается, как все остальные: {WAY}. Ответ ВК: {error.code or 'нет связи'}",
        )
    unticked = await _unticked(writer, group_id)
    if unticked:
        return None, f"ВК: в «Работе с API», «Long Poll API», «Типы событий» не отмечены: {', '.join(unticked)}"
    return True, "ВК: записи, комментарии и сообщения своего сообщества приходят сразу (Long Poll)"


async def _unticked(writer: VkClient, group_id: int) -> list[str]:
    """Headings of which a type is not ticked; nothing where VK does not tell."""
    try:
        ticked = (await writer.call("groups.getLongPollSettings", group_id=abs(group_id)))["events"]
        return [heading for heading, types in NEEDED.items() if not all(ticked.get(each) for each in types)]
    except (VkError, LookupError, TypeError, AttributeError):
        return []
