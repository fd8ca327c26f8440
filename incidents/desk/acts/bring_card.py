"""Bring a fresh card into a chat.

From a list, or where an old one stands.
"""

from incidents.desk.refresh import refresh_id
from incidents.ids import ChatId, IncidentId
from incidents.transaction import Transaction


async def bring_card(tx: Transaction, id: IncidentId, chat_id: ChatId, topic_id: int | None) -> None:
    """Send a fresh card into this chat; the copy that stands there is followed no more."""
    await tx.copies.forget(id, chat_id)
    await tx.outbox.refresh_here(id, chat_id, topic_id)
    await refresh_id(tx, id)
