"""The door of updates: to a chat's source, or to the inbox.

Both are committed before Telegram is told that it was taken.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.storage.delivery.group_talk import is_command_of_ours, said_in_group
from bot.storage.delivery.lanes import number_of
from bot.storage.engine.transaction import Tx
from collectors.telegram.pushed import bare
from incidents.ids import ChatId
from incidents.posts import Network
from incidents.sources.pushed import Pushed

Json = Mapping[str, Any]  # Any: raw JSON of Telegram
ALWAYS = ("message", "edited_message", "callback_query", "my_chat_member")
OF_CHANNELS = ("channel_post", "edited_channel_post")


async def wanted_updates(tx: Tx) -> tuple[str, ...]:
    """The kinds of updates to ask for: posts of channels only where a channel is read."""
    return ALWAYS + (OF_CHANNELS if any(each.is_channel for each in await tx.source_chats.standing()) else ())


async def take_in(tx: Tx, bot_id: int, updates: Sequence[Json], *, at: datetime, username: str | None) -> None:
    """Keep updates in their order."""
    read = await _read(tx, updates)
    if not read and not any(_moved_to(update) for update in updates):
        await tx.inbox.add(bot_id, updates, at=at, username=username)
        return
    rest = []
    for update in updates:
        message, number = said_in_group(update) if isinstance(update, Mapping) else None, number_of(update)
        chat_id = message["chat"].get("id") if message is not None else None
        moved_to = _moved_to(update)
        if moved_to is not None and isinstance(chat_id, int) and await tx.source_chats.in_chat(ChatId(chat_id)) is not None:
            await tx.supergroups.chat_moved(ChatId(chat_id), moved_to)
            read |= {moved_to: read[chat_id]} if chat_id in read else {}
            continue
        if message is None or number is None or not isinstance(chat_id, int) or chat_id not in read:
            rest.append(update)
            continue
        if is_command_of_ours(message, username):
            rest.append(update)
            continue
        if _is_before(message, read[chat_id]):
            continue
        row = Pushed(network=Network.TELEGRAM, source=str(chat_id), external_id=f"{bot_id}:{number}", raw=bare(update))
        await tx.pushed.add([row], at=at)
    await tx.inbox.add(bot_id, rest, at=at, username=username)


def _moved_to(update: Json) -> ChatId | None:
    """The supergroup that a group became, where the update tells of it."""
    message = said_in_group(update) if isinstance(update, Mapping) else None
    new = message.get("migrate_to_chat_id") if message is not None else None
    return ChatId(new) if isinstance(new, int) else None


def _is_before(message: Json, announced_at: datetime) -> bool:
    """Whether it was written before the chat was told that it is read: whoever changes such words later did not write them to us."""
    written = message.get("date")  # an edit keeps it; whole seconds
    return isinstance(written, int) and written < int(announced_at.timestamp())


async def _read(tx: Tx, updates: Sequence[Json]) -> dict[int, datetime]:
    """The chats that are read and since when, if any of the updates is of a group at all: a press asks the database for nothing more."""
    if not any(isinstance(update, Mapping) and said_in_group(update) is not None for update in updates):
        return {}
    return {each.chat_id: each.changed_at for each in await tx.source_chats.standing()}
