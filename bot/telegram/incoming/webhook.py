"""The webhook: updates by POST, committed before Telegram is answered."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NoReturn

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramNetworkError, TelegramNotFound, TelegramUnauthorizedError
from aiohttp import web

from bot.clock import Clock
from bot.config.settings import Settings
from bot.health.illness import Illness
from bot.health.line import Line, LineBroken
from bot.health.presses import NOT_KEPT, Presses
from bot.http_server import BODY_PATIENCE, Handler, Strangers, runner_of
from bot.storage.delivery.lanes import number_of
from bot.storage.engine.storage import Storage
from bot.telegram.incoming.door import take_in, wanted_updates
from bot.telegram.incoming.poller import BACK_OFF, LOOK_WHAT, Poller
from bot.username import BotName

LOG = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LOOK_AGAIN = 30.0  # real seconds: whether the webhook is still ours
Json = dict[str, Any]  # Any: raw JSON of Telegram


class WebhookBroken(LineBroken):
    """Telegram cannot bring updates."""

    def __init__(self, because: str, illness: Illness = Illness.DEAF) -> None:
        super().__init__(because, illness)


class Webhook:
    """The listening side, and the order to Telegram to bring updates here.

    Any path is taken, for a proxy in front may change it, but those of `others`: the paths of other networks.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        bot: Bot,
        *,
        url: str,
        secret: str,
        host: str,
        port: int,
        nudge: Callable[[], None],
        presses: Presses,
        name: BotName | None = None,
        others: Mapping[str, Handler] | None = None,
    ) -> None:
        self._name = name or BotName()
        """`secret` must not be empty: without it anybody could send updates. `port` 0 means any free one."""
        if not secret:
            raise ValueError("a webhook without a secret takes updates from anybody")
        self._storage, self._clock, self._bot, self._nudge, self._presses = storage, clock, bot, nudge, presses
        self._url, self._secret, self._host, self._port = url, secret, host, port
        self._fresh = True  # the first time it is set even if it stands: the secret may be another
        self._wanted: tuple[str, ...] | None = None  # not known yet: Telegram goes on with what was asked for before
        self._strangers = Strangers(LOG, "Webhook: запросов с чужим секретом отклонено: %d (401)")
        self._others = others or {}
        self._answers: asyncio.TaskGroup | None = None  # to presses, while it runs
        self.line = Line(LOG, "Webhook: снова в порядке")
        self.port: int | None = None  # where it listens, once it does

    async def run(self) -> None:
        """Listen until cancelled. A broken line is said once when it breaks and once when it is back."""
        runner = runner_of({**self._others, "/{path:.*}": self._take})
        await runner.setup()
        async with asyncio.TaskGroup() as self._answers:
            try:
                await self._until_done(lambda: self._listen(runner))
                await self._wants_another()
                while True:
                    await self._until_done(self._set)
                    await self._rest()
            finally:
                self.port = None
                await runner.cleanup()

    async def _rest(self) -> None:
        """Until it is to be looked at again; at once where other kinds of updates are wanted now."""
        for _ in range(round(LOOK_AGAIN / LOOK_WHAT)):
            await asyncio.sleep(LOOK_WHAT)
            if await self._wants_another():
                return

    async def _wants_another(self) -> bool:
        try:
            async with asyncio.timeout(LOOK_WHAT), self._storage.transaction() as tx:
                wanted = await wanted_updates(tx)
        except Exception:  # a database that is away tells of itself when something is to be kept
            LOG.debug("what updates are wanted is not known", exc_info=True)
            return False
        self._fresh |= wanted != self._wanted
        self._wanted = wanted
        return self._fresh

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while True:
            try:
                await step()
            except WebhookBroken as error:
                failures += 1
                self.line.broke(error)
                await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF)) - 1])
                continue
            return

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise WebhookBroken(f"Webhook: не могу слушать {self._host}:{self._port} ({why}); проверьте HTTP__HOST и HTTP__PORT") from None
        self.port = runner.addresses[0][1]

    async def _set(self) -> None:
        """Set it if it is not there, or not ours any more; say what Telegram complains of."""
        try:
            there = await self._bot.get_webhook_info(request_timeout=10)
            if there.url != self._url or self._fresh:
                wanted = None if self._wanted is None else list(self._wanted)
                await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=wanted, request_timeout=10)
                self._fresh = False
        except TelegramNetworkError as error:
            raise WebhookBroken(f"Webhook не поставлен, Telegram не отвечает: {type(error).__name__}", Illness.MESSENGER) from None
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise WebhookBroken(f"Webhook не поставлен, Telegram не узнал токен: {error.message}", Illness.TOKEN) from None
        except TelegramAPIError as error:
            raise WebhookBroken(f"Webhook не поставлен, Telegram отказал: {error.message}") from None
        except (AiogramError, OSError, TimeoutError) as error:
            raise WebhookBroken(f"Webhook не поставлен, Telegram не отвечает: {type(error).__name__}", Illness.MESSENGER) from None
        if there.last_error_message and there.pending_update_count:
            raise WebhookBroken(f"Webhook: Telegram не может доставить: {there.last_error_message}")
        self.line.is_back()

    async def _take(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            self._strangers.knocked()
            return web.Response(status=401)
        try:
            async with asyncio.timeout(BODY_PATIENCE):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        update = _update(body)
        if update is None:
            LOG.warning("Webhook: пришло не обновление, отклонено (400)")
            return web.Response(status=400)
        assert self._answers is not None
        self._presses.arm(self._answers, update)
        try:
            async with self._storage.transaction(person_waits=True) as tx:
                await take_in(tx, self._bot.id, [update], at=self._clock.now(), username=self._name.value)
        except Exception:
            self._presses.settle(self._answers, update, NOT_KEPT)
            raise
        self._presses.kept(update)
        self._nudge()
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret.encode())


def _update(body: bytes) -> Json | None:
    """Read an update; None for whatever is none. What JSON does not know (NaN) is refused: a database would choke on it later."""
    try:
        value = json.loads(body, parse_constant=refuse)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
    return value if isinstance(value, dict) and number_of(value) is not None else None


def refuse(constant: str) -> NoReturn:
    """NaN and Infinity are no JSON. Raises ValueError."""
    raise ValueError(constant)


def updates_of(
    settings: Settings,
    storage: Storage,
    clock: Clock,
    bot: Bot,
    nudge: Callable[[], None],
    presses: Presses,
    name: BotName,
    *,
    others: Mapping[str, Handler] | None = None,
) -> Poller | Webhook:
    """The webhook, if the settings want one, else the poller. `others`: what else the webhook's port takes, by path."""
    telegram, http = settings.telegram, settings.http
    url, secret = telegram.webhook_url, telegram.webhook_secret
    if url is not None and secret is not None:
        word = secret.get_secret_value()
        return Webhook(
            storage,
            clock,
            bot,
            url=url,
            secret=word,
            host=http.host,
            port=http.port,
            nudge=nudge,
            presses=presses,
            name=name,
            others=others,
        )
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else None
    return Poller(storage, clock, token=bot.token, api_base=telegram.api_base, proxy=proxy, nudge=nudge, presses=presses, name=name)
