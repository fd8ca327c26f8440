"""The JSON that Telegram shows: users, chats and messages."""

from sandbox.errors import Json
from sandbox.telegram.state import CHANNEL, PRIVATE, Bot, Chat, Message, Photo, Telegram, User, Voice


def bot_view(bot: Bot) -> Json:
    """Show a bot as a User."""
    return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}


def user_view(user: User) -> Json:
    """Show a person as a User."""
    shown: Json = {"id": user.id, "is_bot": False, "first_name": user.first_name}
    if user.last_name:
        shown["last_name"] = user.last_name
    if user.username:
        shown["username"] = user.username
    return shown | {"language_code": "ru"}


def chat_view(chat: Chat, telegram: Telegram) -> Json:
    """Show a chat."""
    shown: Json = {"id": chat.id, "type": chat.type}
    if chat.type == PRIVATE:
        user = telegram.users[chat.id]
        names = {"first_name": user.first_name, "last_name": user.last_name}
        names["username"] = user.username
        return shown | {name: value for name, value in names.items() if value}
    shown["title"] = chat.title
    if chat.is_forum:
        shown["is_forum"] = True
    return shown


def sender_view(message: Message) -> Json:
    """Show who wrote a message."""
    if message.sender_bot is not None:
        return bot_view(message.sender_bot)
    if message.sender_user is None:
        return {}
    return user_view(message.sender_user)


def photo_view(photo: Photo) -> list[Json]:
    """Show a picture as a list of sizes, the largest last."""
    size = {"width": photo.width, "height": photo.height, "file_size": len(photo.content)}
    whole = {"file_id": photo.file_id, "file_unique_id": f"u{photo.file_id}"} | size
    small = {"file_id": f"{photo.file_id}s", "file_unique_id": f"us{photo.file_id}"}
    return [small | {"width": 90, "height": 67, "file_size": 1500}, whole]


def message_view(message: Message, telegram: Telegram, *, nested: bool = False) -> Json:
    """Show a message; a replied one is shown without its own reply."""
    shown: Json = {
        "message_id": message.id,
        **_writer(message, telegram),
        "chat": chat_view(message.chat, telegram),
        "date": message.date,
    }
    if message.edit_date is not None:
        shown["edit_date"] = message.edit_date
    if message.thread_id is not None:
        shown |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.reply_to is not None and not nested:
        shown["reply_to_message"] = message_view(message.reply_to, telegram, nested=True)
    if message.media_group_id:
        shown["media_group_id"] = message.media_group_id
    shown |= _content(message)
    if message.keyboard:
        shown["reply_markup"] = {"inline_keyboard": message.keyboard}
    return shown


def out_of_reach(message: Message, telegram: Telegram) -> Json:
    """Show a message that Telegram does not give to the bot any more (InaccessibleMessage): where it stood, its date is 0."""
    return {"chat": chat_view(message.chat, telegram), "message_id": message.id, "date": 0}


def _writer(message: Message, telegram: Telegram) -> Json:
    """Who wrote a message: a person or a bot, a channel, a group for its administrator, Telegram itself for a copy."""
    if message.chat.type == CHANNEL:
        return {"sender_chat": chat_view(message.chat, telegram)}
    if message.copy_of is not None:
        channel = chat_view(message.copy_of.chat, telegram)
        origin = {"type": "channel", "date": message.copy_of.date, "chat": channel, "message_id": message.copy_of.id}
        return {"from": SERVICE, "sender_chat": channel, "is_automatic_forward": True, "forward_origin": origin}
    if message.as_chat is not None:
        return {"from": ANONYMOUS, "sender_chat": chat_view(message.as_chat, telegram)}
    return {"from": sender_view(message)}


def _content(message: Message) -> Json:
    if message.kind == "sticker":
        return {"sticker": STICKER}
    if message.extra:
        return dict(message.extra)
    names = ("caption", "caption_entities") if message.photo or message.document or message.voice else ("text", "entities")
    shown: Json = {}
    if message.document:
        file = message.document
        own = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "file_name": file.name}
        shown["document"] = own | {"file_size": len(file.content)}
    if message.voice:
        shown["voice"] = _voice(message.voice)
    if message.photo:
        shown["photo"] = photo_view(message.photo)
    if message.text:
        shown[names[0]] = message.text
    if message.entities:
        shown[names[1]] = message.entities
    return shown


def _voice(voice: Voice) -> Json:
    return {
        "file_id": voice.file_id,
        "file_unique_id": f"u{voice.file_id}",
        "duration": voice.duration,
        "mime_type": "audio/ogg",
        "file_size": len(voice.content),
    }


SERVICE: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

STICKER: Json = {
    "file_id": "sticker1",
    "file_unique_id": "usticker1",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}

# What an administrator may or may not do: all these fields are required in the answer.
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def standing(user: Json, status: str, *, can_delete: bool = False, in_channel: bool = False) -> Json:
    """Make a ChatMember; `can_delete`: an administrator's right to delete messages. In a channel it is one to post, not to keep topics."""
    shown = {"user": user, "status": status}
    if status == "administrator":
        own = {"can_post_messages": True, "can_edit_messages": True} if in_channel else {"can_manage_topics": True}
        return shown | dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True, "can_delete_messages": can_delete} | own
    if status == "kicked":
        return shown | {"until_date": 0}
    return shown
