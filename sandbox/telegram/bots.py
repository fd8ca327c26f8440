"""getMe, getUpdates and the commands of the menu."""

import re

from sandbox.errors import Json, TelegramError, bad_request
from sandbox.telegram.call import Call
from sandbox.telegram.view import bot_view

LIMIT = 100
MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION = 256
BY_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_me(call: Call) -> Json:
    """Tell about the bot itself."""
    return bot_view(call.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": call.bot.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(call: Call) -> list[Json]:
    """Give what is new; see UpdateQueue."""
    if call.bot.webhook is not None:
        raise TelegramError(409, BY_WEBHOOK)
    allowed = call.get("allowed_updates")
    if allowed is not None:
        call.bot.queue.allowed = list(allowed)
    limit = min(max(call.get("limit", LIMIT), 1), LIMIT)
    wait = max(0, call.get("timeout", 0))
    return await call.bot.queue.get(call.get("offset", 0), limit, wait, call.town.now())


def _scope(call: Call) -> tuple[str, str]:
    scope: Json = call.get("scope") or {"type": "default"}
    where = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return where, str(call.get("language_code") or "")


async def set_my_commands(call: Call) -> bool:
    """Keep the commands of a scope; refuse names, descriptions and chats as Telegram does (BotCommand, setMyCommands)."""
    commands: list[Json] = call.get("commands") or []
    scope: Json = call.get("scope") or {}
    if len(commands) > MOST_COMMANDS:
        bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not COMMAND.fullmatch(each["command"].removeprefix("/")):
            bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"].strip()) <= DESCRIPTION:
            bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram = call.town.telegram
    if "chat_id" in scope and scope["chat_id"] not in telegram.chats and scope["chat_id"] not in telegram.users:
        bad_request("chat not found")
    call.bot.commands[_scope(call)] = commands
    return True


async def get_my_commands(call: Call) -> list[Json]:
    """Give the commands of a scope."""
    return call.bot.commands.get(_scope(call), [])


async def delete_my_commands(call: Call) -> bool:
    """Forget the commands of a scope."""
    call.bot.commands.pop(_scope(call), None)
    return True
