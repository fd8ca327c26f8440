"""Tell every coordinator that something needs a person."""

from typing import Any

from bot.storage.engine.transaction import Tx
from incidents.delivery import Say
from incidents.ids import ChatId
from incidents.official import Role


async def alert_coordinators(tx: Tx, code: str, **params: Any) -> None:  # Any: ids and codes of any say
    """Tell every coordinator that something needs a person."""
    for official in await tx.officials():
        if official.role is Role.COORDINATOR:
            await tx.say(Say(chat_id=ChatId(official.user_id), code=code, params=params))
