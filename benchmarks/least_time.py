"""The least time in which a messenger lets so many messages through: plain arithmetic, nothing of the bot's own pace.

About 30 messages a second in all, one a second in a chat, in a group one a second and 20 a minute.
"""

from collections.abc import Mapping
from math import ceil

OVERALL = 30
MINUTE, A_MINUTE = 60, 20
BURST = 3
"""Messages that a chat is said to take at once; nobody promises it."""


def least_of(chats: Mapping[int, int], *, burst: int = 1) -> dict[str, float]:
    """Seconds from the first message to the last: of a chat, of the group, of all together."""
    private = max((max(0, count - burst) for chat, count in chats.items() if chat > 0), default=0)
    group = max((_group(count) for chat, count in chats.items() if chat < 0), default=0)
    overall = max(0, ceil(sum(chats.values()) / OVERALL) - 1)
    return {"chat": private, "group": group, "overall": overall, "all": max(private, group, overall)}


def _group(count: int) -> int:
    """Twenty a minute, a second apart: the last one comes so many seconds after the first."""
    whole, place = divmod(max(0, count - 1), A_MINUTE)
    return whole * MINUTE + place
