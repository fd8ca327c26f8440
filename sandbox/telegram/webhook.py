"""Webhooks: their methods, and the postman that brings updates.

In order, again until they are taken.
"""

import asyncio
import re
from typing import TYPE_CHECKING

import aiohttp

from sandbox.errors import Json, bad_request
from sandbox.telegram.state import Bot, Webhook

if TYPE_CHECKING:  # the town holds Telegram, Telegram's methods hold the town
    from sandbox.telegram.call import Call
    from sandbox.town import Town

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_MOST = 256
CONNECTIONS = range(1, 101)
TAKEN = range(200, 300)
PATIENCE = aiohttp.ClientTimeout(total=15.0)  # real seconds
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # real seconds before an update is brought again
REPLACED = "Conflict: terminated by setWebhook request"


async def set_webhook(call: "Call") -> bool:
    """Begin to bring updates to an address; an empty one takes the webhook away. Plain http is taken too: the town has no certificates."""
    url: str = call.get("url") or ""
    if not url:
        return await delete_webhook(call)
    secret: str = call.get("secret_token") or ""
    if not re.fullmatch(r"https?://[^/\s?#]+\S*", url):
        bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > SECRET_MOST:
        bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        bad_request("secret token contains unallowed characters")
    if (allowed := call.get("allowed_updates")) is not None:
        call.bot.queue.allowed = list(allowed)
    _drop_if_asked(call)
    most = min(max(call.get("max_connections", 40), CONNECTIONS.start), CONNECTIONS.stop - 1)
    call.bot.webhook = Webhook(url, secret, most)
    call.bot.queue.push_out(REPLACED)
    _call_postman(call)
    return True


async def delete_webhook(call: "Call") -> bool:
    """Stop bringing; what waits stays for getUpdates unless it is to be dropped."""
    _drop_if_asked(call)
    call.bot.webhook = None
    _call_postman(call)
    return True


def _drop_if_asked(call: "Call") -> None:
    if call.get("drop_pending_updates"):
        call.bot.queue.pending.clear()


def _call_postman(call: "Call") -> None:
    call.bot.queue.arrived.set()
    call.town.post.set()


async def get_webhook_info(call: "Call") -> Json:
    """Tell where updates go, how many wait and what went wrong the last time."""
    hook = call.bot.webhook
    shown: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(call.bot.queue.pending)}
    if hook is None:
        return shown
    shown |= {"url": hook.url, "max_connections": hook.max_connections}
    if call.bot.queue.allowed:
        shown["allowed_updates"] = call.bot.queue.allowed
    if hook.last_error is not None:
        shown |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    return shown


async def carry(town: "Town") -> None:
    """Carry updates until cancelled."""
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        while True:
            town.post.clear()
            for bot in town.telegram.bots.values():
                if bot.webhook is not None and not bot.webhook.served:
                    bot.webhook.served = True
                    group.create_task(_serve(town, bot, bot.webhook, session))
            await town.post.wait()


async def _serve(town: "Town", bot: Bot, hook: Webhook, session: aiohttp.ClientSession) -> None:
    """Bring the oldest update until it is taken, then the next one; end when the webhook is replaced."""
    failures = 0
    while bot.webhook is hook:
        bot.queue.arrived.clear()
        bot.queue.forget(town.now())
        if not bot.queue.pending:
            await bot.queue.arrived.wait()
            continue
        oldest = bot.queue.pending[0]
        why = await _bring(session, hook, oldest.body)
        if why is None:
            failures = 0
            if bot.queue.pending and bot.queue.pending[0] is oldest:
                bot.queue.pending.popleft()
            continue
        hook.last_error, hook.last_error_at = why, int(town.now())
        failures += 1
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])


async def _bring(session: aiohttp.ClientSession, hook: Webhook, update: Json) -> str | None:
    """Post one update; None when it was taken, else Telegram's words for what went wrong."""
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers, timeout=PATIENCE, allow_redirects=False) as answer:
            if answer.status in TAKEN:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except (aiohttp.ClientConnectorError, ConnectionRefusedError):
        return "Connection refused"
    except (aiohttp.ClientError, OSError, ValueError):
        return "SSL error or connection closed by the webhook"
