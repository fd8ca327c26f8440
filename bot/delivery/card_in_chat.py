"""What is written once a card or its photos are delivered.

The incident is locked before anything that names it is written: the foreign key takes a weaker lock on the same row, and two cards of one
incident that were delivered side by side would wait for each other.
"""

import hashlib

from bot.delivery.photos import photo_albums
from bot.storage.delivery.copies import Copy
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.desk.refresh import leave_chat, may_stand, take_photos_away
from incidents.messages import Delete
from incidents.messenger import Done, Message


async def card_stands(tx: Tx, row: OutboxRow, former: Copy | None, number: int, shown: str, *, erasure: int) -> None:
    """Keep the copy, photos follow a first one; a chat that lost the card while it was being sent gets the last edit at once.

    `erasure`: the last one when the card was read; words that were erased since then stand in it, so it is written anew.
    """
    id = row.incident_id
    assert id is not None
    incident = await tx.incidents.get(id)
    copy = Copy(incident_id=id, chat_id=row.chat_id, topic_id=row.topic_id, message_id=number, shown=shown, photos_sent=True)
    await tx.copies.save(copy)
    if not await may_stand(tx, incident, row.chat_id):
        await leave_chat(tx, row.chat_id, {id: number})
        return
    if await tx.erasures.last_id() > erasure:
        tx.outbox.erases = True
        await tx.outbox.refresh_here(id, row.chat_id, row.topic_id)
    if former is None or not former.photos_sent:
        await photo_albums.follow(tx, row)


async def photos_stand(tx: Tx, row: OutboxRow, sent: Done) -> None:
    """Know the photos of a card; where it was lost or the post was erased while they were being sent they go at once."""
    messages = sent.album or ((sent.message_id,) if sent.message_id is not None else ())
    if row.incident_id is None or row.post_id is None or not messages:
        return
    if (await tx.posts.get(row.post_id)).post.is_erased:
        for photo in messages:
            await tx.outbox.say(row.chat_id, Delete(photo=True), edit=photo, sound=False)
        return
    incident = await tx.incidents.get(row.incident_id)
    await tx.copies.keep_photos(row.incident_id, row.chat_id, messages)
    if not await may_stand(tx, incident, row.chat_id):
        await take_photos_away(tx, row.chat_id, row.incident_id)


def fingerprint(message: Message) -> str:
    """What a chat shows, as a hash: an edit that changes nothing is not sent."""
    return hashlib.sha256(repr((message.html, message.rows)).encode()).hexdigest()
