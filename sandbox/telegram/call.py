"""One call of a bot: who asks, with what parameters.

And the questions every method asks.
"""

import math
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Json, TelegramError, bad_request, forbidden
from sandbox.params import Upload
from sandbox.telegram.state import PRIVATE, Bot, Chat, Message
from sandbox.town import Town


@dataclass(frozen=True, slots=True)
class Call:
    """Checked parameters of a call by a known bot."""

    town: Town
    bot: Bot
    values: Json
    files: dict[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        """Give a parameter, or the default if it is absent."""
        return self.values.get(name, default)

    def chat(self) -> Chat:
        """Find the chat that the call names."""
        wanted = self.get("chat_id")
        telegram = self.town.telegram
        if isinstance(wanted, int) and wanted in telegram.users:
            return telegram.private(telegram.users[wanted])
        chat = telegram.chats.get(wanted) if isinstance(wanted, int) else None
        if chat is None:
            bad_request("chat not found")
        return chat

    def writable_chat(self) -> Chat:
        """Find the chat and refuse if the bot may not write there."""
        chat = self.chat()
        if chat.type == PRIVATE:
            user = self.town.telegram.users[chat.id]
            if self.bot.id in user.blocked:
                forbidden("bot was blocked by the user")
            if self.bot.id not in user.started:
                forbidden("bot can't initiate conversation with a user")
        else:
            _must_be_inside(chat)
        return chat

    def may_send(self, chat: Chat, what: str = "messages") -> None:
        """Refuse what members of the group may not send, and what comes too soon in slow mode; administrators may all."""
        if chat.type == PRIVATE or chat.bot_status == "administrator":
            return
        if not chat.forbidden.isdisjoint({"can_send_messages", f"can_send_{what}"}):
            bad_request(f"not enough rights to send {'text messages' if what == 'messages' else what} to the chat")
        now = self.town.now()
        wait = chat.slow_mode - (now - chat.spoke.get(self.bot.id, -math.inf))
        if wait > 0:
            seconds = math.ceil(wait)
            raise TelegramError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        chat.spoke[self.bot.id] = now

    def message(self, chat: Chat, message_id: object, missing: str) -> Message:
        """Find a message that this bot can see."""
        message = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is None or message.deleted or message.bot_id not in {None, self.bot.id}:
            bad_request(missing)
        return message

    def thread(self, chat: Chat) -> int | None:
        """Check message_thread_id."""
        thread_id: int | None = self.get("message_thread_id")
        if thread_id is not None and thread_id not in chat.topics:
            bad_request("message thread not found")
        if thread_id in chat.closed_topics and chat.bot_status != "administrator":
            bad_request("TOPIC_CLOSED")
        return thread_id

    def replied(self, chat: Chat) -> Message | None:
        """Find the message that reply_parameters name."""
        wish: Json = self.get("reply_parameters") or {}
        if not wish:
            return None
        if wish.get("message_id") is None:
            bad_request('can\'t find field "message_id"')
        message = chat.messages.get(wish["message_id"])
        if message is not None and not message.deleted:
            return message
        if not wish.get("allow_sending_without_reply"):
            bad_request("message to be replied not found")
        return None


def _must_be_inside(chat: Chat) -> None:
    if chat.migrated_to is not None:
        words = "group chat was upgraded to a supergroup chat"
        bad_request(words, {"migrate_to_chat_id": chat.migrated_to})
    if chat.bot_status == "kicked":
        forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot_status == "left":
        forbidden(f"bot is not a member of the {chat.type} chat")
