"""What people do with their phones: type, press, block a bot."""

import itertools
import time
from dataclasses import replace

from sandbox.errors import Json, no
from sandbox.telegram.state import CHANNEL, PRIVATE, Bot, Chat, Document, Message, Photo, Press, User
from sandbox.telegram.text import formatted
from sandbox.telegram.view import bot_view, chat_view, message_view, out_of_reach, standing, user_view
from sandbox.town import Town

FIRST_SUPERGROUP = 1_000_000_000_000
_presses = itertools.count(time.time_ns() // 1000)  # not repeated after a restart


def put_message(
    town: Town,
    user: User,
    chat: Chat,
    bot: Bot,
    text: str,
    *,
    kind: str = "text",
    photo: Photo | None = None,
    document: Document | None = None,
    reply_to: Message | None = None,
    thread_id: int | None = None,
    is_anonymous: bool = False,
) -> tuple[Message, int | None]:
    """Put a person's message into a chat, or a post into a channel, and show it to the bots that may see it.

    Gives the message and the id of the update that `bot` got (None if it sees nothing).
    """
    plain, entities = formatted(text, None, None)
    message = Message(
        id=chat.next_id(),
        chat=chat,
        date=int(town.now()),
        sender_user=user,
        bot_id=bot.id if chat.type == PRIVATE else None,
        kind=kind,
        text=plain,
        entities=entities,
        photo=photo,
        document=document,
        reply_to=reply_to,
        thread_id=thread_id,
        as_chat=chat if is_anonymous or chat.type == CHANNEL else None,
    )
    chat.messages[message.id] = message
    if chat.type == PRIVATE:
        user.started.add(bot.id)
        return message, _tell(town, bot, message)
    told = _tell_all(town, message)
    if chat.type == CHANNEL:
        _discuss(town, message)
    return message, told.get(bot.id)


def _tell_all(town: Town, message: Message, *, edited: bool = False) -> dict[int, int | None]:
    """Show a message of a group or a channel to every bot that may see it; gives the update of each."""
    kind = "channel_post" if message.chat.type == CHANNEL else "message"
    kind = f"edited_{kind}" if edited else kind
    return {bot.id: _tell(town, bot, message, kind) for bot in town.telegram.bots_of(message.chat) if _sees(bot, message)}


def _discuss(town: Town, post: Message) -> None:
    """Repeat a channel's post in the group where it is talked about."""
    group = town.telegram.chats.get(post.chat.discussion or 0)
    if group is None:
        return
    copied = replace(post, id=group.next_id(), chat=group, copy_of=post, as_chat=None, reply_to=None)
    group.messages[copied.id] = copied
    _tell_all(town, copied)


def edit_message(town: Town, user: User, message: Message, bot: Bot, text: str) -> int | None:
    """Change the words of one's own message; the bots that saw it are told. Gives the id of the update that `bot` got."""
    if message.sender_user is not user:
        no("изменить можно только своё сообщение")
    message.text, message.entities = formatted(text, None, None)
    message.edit_date = int(town.now())
    if message.chat.type == PRIVATE:
        return _tell(town, bot, message, "edited_message")
    return _tell_all(town, message, edited=True).get(bot.id)


def _tell(town: Town, bot: Bot, message: Message, kind: str = "message") -> int | None:
    return bot.queue.put(kind, message_view(message, town.telegram), town.now())


def _sees(bot: Bot, message: Message) -> bool:
    """Tell whether a bot is shown a message of a group or a channel: an administrator, or one without privacy mode, sees all."""
    if message.chat.bot_status == "administrator" or (bot.reads_all and message.chat.type != CHANNEL):
        return True
    if message.reply_to is not None and message.reply_to.sender_bot is bot:
        return True
    units = message.text.encode("utf-16-le")
    for entity in message.entities:
        begin, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        word = units[begin:end].decode("utf-16-le").lower()
        name = f"@{bot.username.lower()}"
        if entity["type"] == "mention" and word == name:
            return True
        if entity["type"] == "bot_command" and ("@" not in word or word.endswith(name)):
            return True
    return False


def press(town: Town, user: User, message: Message, data: str, *, is_old: bool = False) -> Press:
    """Press a button; the bot gets a callback query with the full message. `is_old`: Telegram does not show it to the bot any more."""
    bot = message.sender_bot
    if bot is None:
        no("у сообщения человека кнопок нет")
    now = town.now()
    made = Press(str(next(_presses)), bot, user, message, data, now)
    town.telegram.presses[made.id] = made
    query: Json = {
        "id": made.id,
        "from": user_view(user),
        "message": out_of_reach(message, town.telegram) if is_old else message_view(message, town.telegram),
        "chat_instance": str(abs(message.chat.id) + 7_000_000_000),
        "data": data,
    }
    bot.queue.put("callback_query", query, now)
    town.journal.count("telegram", "callbacks")
    return made


def button_data(message: Message, label: str) -> str:
    """Find the data behind a button's text."""
    buttons = [button for row in message.keyboard or [] for button in row]
    for button in buttons:
        if button["text"] == label and "callback_data" in button:
            return str(button["callback_data"])
        if button["text"] == label:
            no(f"кнопка «{label}» ничего не сообщает боту: это ссылка или действие телефона")
    names = ", ".join(f"«{button['text']}»" for button in buttons) or "кнопок нет"
    return no(f"под сообщением {message.id} нет кнопки «{label}»: {names}")


def block(town: Town, user: User, bot: Bot, *, blocked: bool) -> None:
    """Block or unblock a bot; the bot is told by my_chat_member."""
    if blocked == (bot.id in user.blocked):
        return
    (user.blocked.add if blocked else user.blocked.discard)(bot.id)
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    _tell_status(town, bot, town.telegram.private(user), user, (before, after))


def status_changed(town: Town, chat: Chat, before: str, by: int | None = None) -> None:
    """Tell the bots that their standing in a group has changed; `by`: who changed it, the first of its people if nobody is named."""
    someone = town.telegram.users.get(by or 0) or next((town.telegram.users[number] for number in sorted(chat.members)), None)
    for bot in town.telegram.bots.values():
        _tell_status(town, bot, chat, someone, (before, chat.bot_status))


def migrate(town: Town, chat: Chat) -> Chat:
    """Make a group a supergroup: a new id, the same people; the bots are told in both chats."""
    telegram = town.telegram
    number = -FIRST_SUPERGROUP - abs(chat.id) % FIRST_SUPERGROUP
    while number in telegram.chats:
        number -= 1
    new = telegram.chats[number] = Chat(number, "supergroup", chat.title, members=set(chat.members), bot_status=chat.bot_status)
    someone = next((telegram.users[member] for member in sorted(chat.members)), None)
    notes: tuple[tuple[Chat, Json], ...] = ((chat, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": chat.id}))
    for place, extra in notes:
        message = Message(place.next_id(), place, int(town.now()), sender_user=someone, kind="service", extra=extra)
        place.messages[message.id] = message
        for bot in telegram.bots_of(place):
            _tell(town, bot, message)
    chat.migrated_to = new.id
    return new


def _tell_status(town: Town, bot: Bot, chat: Chat, by: User | None, statuses: tuple[str, str]) -> None:
    change = {
        "chat": chat_view(chat, town.telegram),
        "from": user_view(by) if by else bot_view(bot),
        "date": int(town.now()),
        "old_chat_member": standing(bot_view(bot), statuses[0], can_delete=chat.can_delete, in_channel=chat.type == CHANNEL),
        "new_chat_member": standing(bot_view(bot), statuses[1], can_delete=chat.can_delete, in_channel=chat.type == CHANNEL),
    }
    bot.queue.put("my_chat_member", change, town.now())
