"""What is written when a card stands in a chat."""

from bot.delivery.photos import photo_albums
from bot.storage.delivery.copies import Copy
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.desk.refresh import leave_chat, may_stand


async def card_stands(tx: Tx, row: OutboxRow, former: Copy | None, number: int, shown: str) -> None:
    """Keep the copy, photos follow a first one; a chat that lost the card while it was being sent gets the last edit at once."""
    id = row.incident_id
    assert id is not None
    copy = Copy(incident_id=id, chat_id=row.chat_id, topic_id=row.topic_id, message_id=number, shown=shown, photos_sent=True)
    await tx.copies.save(copy)
    if not await may_stand(tx, await tx.incidents.get(id), row.chat_id):
        await leave_chat(tx, row.chat_id, {id: number})
    elif former is None or not former.photos_sent:
        await photo_albums.follow(tx, row)
