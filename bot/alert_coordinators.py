"""Tell every coordinator that something needs a person."""

from bot.storage.engine.transaction import Tx
from incidents.official import Role
from incidents.outbox_message import OutboxMessage
from incidents.recipients import in_role


async def alert_coordinators(tx: Tx, what: OutboxMessage) -> None:
    """Tell every coordinator that something needs a person."""
    for official in in_role(await tx.officials.all(), Role.COORDINATOR):
        await tx.outbox.say(official.user_id, what)
