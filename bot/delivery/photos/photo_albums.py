"""Photos of posts as a reply to their card; photos for approval."""

import asyncio
from datetime import datetime, timedelta

from bot.delivery.photos.photo_cache import Photos
from bot.delivery.undelivered import UPLOAD_TRIES
from bot.storage.delivery.outbox import PHOTOS_WITHHELD, OutboxRow
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.answers.answer_photos import PhotoState
from incidents.ids import AnswerId
from incidents.messenger import Delivery, Done, Messenger

FETCHING = 60.0  # real seconds for the photos of one post; what was got meanwhile is kept for the next try


async def follow(tx: Tx, row: OutboxRow) -> None:
    """Put the photos of all voices of the row's card into the outbox."""
    assert row.incident_id is not None
    for voice in await tx.voices.of(row.incident_id):
        post = await tx.posts.get(voice.post_id)
        if post.post.photos:
            await tx.outbox.send_photos(row.incident_id, row.chat_id, voice.post_id, topic_id=row.topic_id)


async def send(storage: Storage, messenger: Messenger, photos: Photos, row: OutboxRow) -> Delivery | None:
    """What the messenger said; None: the network gives no photo."""
    if row.post_id is None:
        return await _of_answer(storage, messenger, row)
    assert row.incident_id is not None
    async with storage.transaction() as tx:
        copy = await tx.copies.in_chat(row.incident_id, row.chat_id)
        post = await tx.posts.get(row.post_id)
    try:
        async with asyncio.timeout(FETCHING):
            files = await photos.fetch(post.post.photos)
    except TimeoutError:
        return None
    if not files:
        return None
    reply_to = copy.message_id if copy else None
    return await messenger.send_photos(row.chat_id, files, reply_to=reply_to, topic_id=row.topic_id)


async def _of_answer(storage: Storage, messenger: Messenger, row: OutboxRow) -> Delivery | None:
    """What would go out; None: it is not fetched yet."""
    answer = AnswerId(int(row.params["answer"] or 0))
    async with storage.transaction() as tx:
        shown = await tx.answer_photos.of(answer)
        found = [await tx.answer_photos.content(photo.id) for photo in shown]
        reply_to = (await tx.approval_messages.of(answer)).get(row.chat_id)
    files = [content for content in found if content is not None]
    if any(photo.state is PhotoState.WAITING for photo in shown):
        return None
    return await messenger.send_photos(row.chat_id, files, reply_to=reply_to) if files else Done()


async def give_up(storage: Storage, row: OutboxRow, *, now: datetime) -> None:
    """Photos that the network does not give are no alarm: the card has the link to the post, and says so."""
    async with storage.transaction() as tx:
        if row.tries + 1 >= UPLOAD_TRIES:
            if await tx.outbox.give_up(row, PHOTOS_WITHHELD) and row.post_id is not None and row.incident_id is not None:
                await tx.outbox.refresh_here(row.incident_id, row.chat_id, row.topic_id)
        else:
            await tx.outbox.put_back(row, until=now + timedelta(minutes=1), error=PHOTOS_WITHHELD, counts=True)
