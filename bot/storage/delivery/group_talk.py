"""Group talk: only what is meant for the bot is kept.

A bot that is an administrator is sent every word of its group (docs/limits.md). What is not meant for it is dropped at the door, before the
first commit: it stands in no table, no log and no backup.
"""

from collections.abc import Mapping
from typing import Any

from incidents.people.role_commands import known

GROUPS = frozenset({"group", "supergroup", "channel"})
START = "start"
"""Answered in any chat, without a row in the table of commands."""

_OTHERS = frozenset({"reply_to_message", "quote", "external_reply"})
_WORDS = ("message", "edited_message", "channel_post", "edited_channel_post")
Json = Mapping[str, Any]  # Any: raw JSON of Telegram


def is_talk(raw: Json, bot_id: int, username: str | None = None) -> bool:
    """Whether it is talk of a group that is none of the bot's business. Of a chat that is a source it is what people write to be read.

    `username` is the bot's own; until it is known, a command to any bot may be one to ours.
    """
    message = said_in_group(raw)
    if message is None:
        return False
    if _is_to_another(message, username):
        return True
    return not (_is_command(message) or _is_reply_to(message, bot_id))


def said_in_group(raw: Json) -> Json | None:
    """The message of a group or a channel that an update carries."""
    message = next((raw[kind] for kind in _WORDS if isinstance(raw.get(kind), Mapping)), None)
    return message if message is not None and _is_in_group(message) else None


def is_command_of_ours(message: Json, username: str | None) -> bool:
    """Whether it begins with a command that the bot knows, and not with one to another bot."""
    return _is_command(message) and not _is_to_another(message, username)


def without_others_words(raw: Json) -> Json:
    """The update without the message that a command in a group was a reply to: those are words of somebody else."""
    message = raw.get("message")
    if not isinstance(message, Mapping) or not _is_in_group(message) or not _is_command(message):
        return raw
    return {**raw, "message": {name: value for name, value in message.items() if name not in _OTHERS}}


def _is_in_group(message: Json) -> bool:
    chat = message.get("chat")
    return isinstance(chat, Mapping) and str(chat.get("type")) in GROUPS


def _is_to_another(message: Json, username: str | None) -> bool:
    """«/help@another_bot»: a name that other bots share, and the words behind it are not for ours."""
    first = _first_word(message)
    command, at, bot = first.partition("@")
    return username is not None and command.startswith("/") and at != "" and bot.lower() != username.lower()


def _first_word(message: Json) -> str:
    text = message.get("text")
    return text.split(maxsplit=1)[0] if isinstance(text, str) and text.strip() else ""


def _is_command(message: Json) -> bool:
    """Whether it begins with a command of ours: those of other bots are talk too."""
    first = _first_word(message)
    return known(first) is not None or first.partition("@")[0] == f"/{START}"


def _is_reply_to(message: Json, bot_id: int) -> bool:
    """Whether it answers a message of the bot; in a topic every message is a reply to the line that opened it."""
    answered = message.get("reply_to_message")
    if not isinstance(answered, Mapping) or "forum_topic_created" in answered:
        return False
    sender = answered.get("from")
    return isinstance(sender, Mapping) and sender.get("id") == bot_id
