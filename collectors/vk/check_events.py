"""Whether the own community's events come, for `otklik check`."""

from typing import Literal

from collectors.vk.client import VkClient
from collectors.vk.errors import VkError

WAY = "включите в управлении сообществом («Работа с API», «Long Poll API», версия 5.199) и отметьте записи, комментарии и сообщения"


async def check_events(writer: VkClient, group_id: int, way: Literal["callback", "long_poll"] | None) -> tuple[bool | None, str]:
    """One line: how events come, or what to switch on. Raises nothing."""
    if way is None:
        return None, "ВК: события своего сообщества не спрашиваем (VK__LONG_POLL=false), стена читается, как все остальные"
    if way == "callback":
        return True, "ВК: события своего сообщества приносит ВКонтакте (Callback API, путь /vk)"
    try:
        await writer.call("groups.getLongPollServer", group_id=abs(group_id))
    except VkError as error:
        return (
            None,
            f"ВК: события своего сообщества не приходят, стена читается, как все остальные: {WAY}. Ответ ВК: {error.code or 'нет связи'}",
        )
    return True, "ВК: записи, комментарии и сообщения своего сообщества приходят сразу (Long Poll)"
