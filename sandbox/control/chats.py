"""/control/tg/chats, chat, commands: what stands in people's chats, read only."""

from sandbox.errors import Json, no
from sandbox.telegram.state import HERE, PRIVATE, Chat, Document, Message, Photo
from sandbox.telegram.view import chat_view, sender_view
from sandbox.town import Town


def commands(town: Town) -> list[Json]:
    """List what the menu button of the first bot offers to anybody, each command once."""
    for bot in town.telegram.bots.values():
        named = {command["command"]: dict(command) for known in bot.commands.values() for command in known or ()}
        return list(named.values())
    return []


def _menu(town: Town, item: Chat) -> list[Json]:
    """What the menu button of the first bot offers in a chat: the narrowest scope that was set, in any language."""
    kinds = "all_private_chats" if item.type == PRIVATE else "all_group_chats"
    for bot in town.telegram.bots.values():
        for scope in (f"chat:{item.id}", kinds, "default"):
            for (where, _language), known in bot.commands.items():
                if where == scope:
                    return [dict(command) for command in known or ()]
    return []


def chats(town: Town) -> list[Json]:
    """List the chats: people's own with the bot, then groups."""
    for user in town.telegram.users.values():
        town.telegram.private(user)
    found = sorted(town.telegram.chats.values(), key=lambda chat: (chat.type != PRIVATE, chat.id))
    return [_chat(town, item) | {"messages": len(item.messages)} for item in found]


def _chat(town: Town, item: Chat) -> Json:
    shown = chat_view(item, town.telegram) | {"commands": _menu(town, item)}
    if item.type == PRIVATE:
        user = town.telegram.users[item.id]
        blocked = bool(user.blocked)
        return shown | {"started": bool(user.started), "blocked": blocked, "pinned": user.pinned, "job": user.job, "members": [item.id]}
    return shown | {
        "bot_status": item.bot_status,
        "members": sorted(item.members),
        "topics": [{"id": number, "name": name} for number, name in item.topics.items()],
        "inside": item.bot_status in HERE,
    }


def chat(town: Town, text: str) -> Json:
    """Show a chat with all its messages, deleted ones too."""
    number = int(text) if text.lstrip("-").isdecimal() else 0
    if number in town.telegram.users:
        town.telegram.private(town.telegram.users[number])
    found = town.telegram.chats.get(number)
    if found is None:
        no(f"нет чата {text}")
    messages = [_message(message) for message in found.messages.values()]
    return {"chat": _chat(town, found), "messages": messages}


def _message(message: Message) -> Json:
    return {
        "message_id": message.id,
        "from": sender_view(message),
        "kind": message.kind,
        "date": message.date,
        "edit_date": message.edit_date,
        "text": message.text,
        "html": message.html,
        "entities": message.entities,
        "buttons": message.keyboard or [],
        "reply_keyboard": message.reply_keyboard,
        "reply_to_message_id": message.reply_to.id if message.reply_to else None,
        "message_thread_id": message.thread_id,
        "photos": [_photo(message.photo)] if message.photo else [],
        "document": _document(message.document) if message.document else None,
        "media_group_id": message.media_group_id,
        "deleted": message.deleted,
        "silent": message.silent,
        "edits": message.edits,
        "extra": message.extra,
    }


def _photo(photo: Photo) -> Json:
    return {
        "file_id": photo.file_id,
        "name": photo.name,
        "width": photo.width,
        "height": photo.height,
        "bytes": len(photo.content),
        "url": f"/control/tg/photo/{photo.file_id}",
    }


def _document(document: Document) -> Json:
    return {
        "file_id": document.file_id,
        "name": document.name,
        "bytes": len(document.content),
        "url": f"/control/tg/document/{document.file_id}",
    }
