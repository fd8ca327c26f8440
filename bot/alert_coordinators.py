"""Tell every coordinator that something needs a person."""

from typing import Any

from bot.storage.engine.transaction import Tx
from incidents.delivery import Say
from incidents.official import Role
from incidents.outbox_message import OutboxMessage
from incidents.recipients import in_role


async def alert_coordinators(tx: Tx, what: OutboxMessage | str, **params: Any) -> None:  # Any: ids and codes of any say
    """Tell every coordinator that something needs a person; a bare code goes with its params."""
    for official in in_role(await tx.officials(), Role.COORDINATOR):
        if isinstance(what, OutboxMessage):
            await tx.say(official.user_id, what)
        else:
            await tx.say(Say(chat_id=official.user_id, code=what, params=params))
