"""What Telegram says of the bot in a chat."""

from typing import Any

from sandbox.telegram.view import RIGHTS
from tests.kit.chat_updates import BOT, SUPERGROUP, Json
from tests.kit.phones import FakeTelegram

GIFTS = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False)


def telegram_says(
    telegram: FakeTelegram,
    status: str,
    *,
    kind: str = "supergroup",
    hears_all: bool = False,
    permissions: Json | None = None,
    **member: Any,  # Any: fields of a ChatMember
) -> None:
    """How the bot stands; `permissions`: what the group lets everybody do."""
    bot = {"id": BOT, "is_bot": True, "first_name": "Отклик", "can_read_all_group_messages": hears_all}
    rights = dict.fromkeys(RIGHTS, False) if status == "administrator" else {"until_date": 0} if status == "kicked" else {}
    whole: Json = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": GIFTS}
    allowed = {} if permissions is None else {"permissions": permissions}
    telegram.says["getMe"] = (200, {"ok": True, "result": bot})
    telegram.says["getChat"] = (200, {"ok": True, "result": SUPERGROUP | {"type": kind} | whole | allowed})
    telegram.says["getChatMember"] = (200, {"ok": True, "result": {"user": bot, "status": status, **rights, **member}})
    telegram.says["getChatMemberCount"] = (200, {"ok": True, "result": 3})
