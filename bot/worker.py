"""The inbox worker: one row, one transaction; state, effect and «done» are one commit. The press is answered after it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from pydantic import ValidationError

from bot.clock import Clock
from bot.delivery.twins import take_older_away
from bot.fsm import JOINED
from bot.nudge import Nudge
from bot.policies import Policies
from bot.storage import InboxRow, Storage, Tx
from handlers.context import Context
from handlers.people import chat_of, from_user, is_block
from incidents.desk.common import Policy
from incidents.desk.people import come_back
from incidents.errors import DomainError, Forbidden, StaleVersion, Stranger
from incidents.ids import ChatId
from incidents.people import Official, Role
from incidents.ports import Say

LOG = logging.getLogger(__name__)

BLANK_AFTER = 2.0  # real seconds: no commit by then, and the press gets a blank answer
STALE_AFTER = 15.0  # real seconds: Telegram forgot the press, there is nobody to answer
SLOW = "Записали, обновим карточку через минуту. Второй раз нажимать не нужно"


class Worker:
    """Takes rows in order per (chat, user) and feeds the dispatcher. Several may run: the database keeps lanes apart."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        dispatcher: Dispatcher,
        bot: Bot,
        policy: Policy,
        nudge: Nudge,
        *,
        takes_private: bool = False,
    ) -> None:
        self._storage, self._clock, self._dispatcher, self._bot = storage, clock, dispatcher, bot
        self._policies, self._nudge, self._takes_private = Policies(policy), nudge, takes_private

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as answers:
            while True:
                if not await self.step(answers):
                    await self._nudge.inbox.wait()

    async def step(self, answers: asyncio.TaskGroup) -> bool:
        """Take one row; False when there was none."""
        row: InboxRow | None = None
        blank: _Blank | None = None
        try:
            async with self._storage.transaction() as tx:
                row = await tx.inbox_next(now=self._clock.now())
                if row is None:
                    return False
                blank = _Blank(answers, partial(self._answer, row, SLOW, alert=False))
                context = await self._feed(tx, row)
                await tx.inbox_done(row)
        except DomainError as error:
            assert row is not None
            context = await self._refused(row, error)
        except ValidationError as error:
            assert row is not None
            LOG.warning("update %s does not parse: %s", row.update_id, type(error).__name__)
            await self._set_aside(row, "does not parse")
            context = None
        except StaleVersion:
            context = None  # somebody else changed the incident meanwhile: the row is still there, run it again
        except Exception as error:
            if row is None:  # the database itself failed before a row was taken
                raise
            LOG.exception("update %s failed", row.update_id)
            await self._failed(row, type(error).__name__)
            context = None
        finally:
            was_slow = blank is not None and blank.was_given()
        self._nudge.outbox.set()
        self._nudge.posts.set()
        self._nudge.sources.set()
        if context is not None and row is not None and not was_slow:
            answers.create_task(self._answer(row, context.toast, alert=context.alert))
        return True

    async def _feed(self, tx: Tx, row: InboxRow) -> Context:
        user_id, chat_id = from_user(row.raw), chat_of(row.raw)
        official = await tx.official_by_user(user_id) if user_id is not None else None
        if not is_block(row.raw):
            if chat_id is not None:
                await tx.chat_alive(chat_id)
            if official is not None and not official.reachable:
                official = await _back(tx, official)
        context = Context(
            tx=tx, policy=await self._policies.read(tx), now=self._clock.now(), official=official, takes_private=self._takes_private
        )
        token = JOINED.set(tx)
        try:
            await self._dispatcher.feed_raw_update(self._bot, row.raw, ctx=context)
        finally:
            JOINED.reset(token)
        if official is not None:
            await take_older_away(tx, row.raw)
        return context

    async def _refused(self, row: InboxRow, error: DomainError) -> Context:
        """The act changed nothing (its transaction is rolled back); the person reads why, the log keeps who tried."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            user_id = from_user(row.raw)
            official = await tx.official_by_user(user_id) if user_id is not None else None
            if isinstance(error, Forbidden | Stranger):
                await tx.audit(type(error).__name__.lower(), user_id=user_id, at=now, data={"update": row.update_id})
            if "callback_query" not in row.raw and user_id is not None:  # of strangers only those with a link get here
                await tx.say(Say(chat_id=user_id, code="refusal", params={"text": error.user_text}))
            if official is not None:
                await take_older_away(tx, row.raw)
            await tx.inbox_done(row)
            return Context(tx=tx, policy=await self._policies.read(tx), now=now, official=official, toast=error.user_text)

    async def _failed(self, row: InboxRow, error: str) -> None:
        async with self._storage.transaction() as tx:
            tries = await tx.inbox_failed(row, error, now=self._clock.now())
            if tries >= tx.MAX_TRIES:
                await alert_coordinators(tx, "dead_letter")

    async def _set_aside(self, row: InboxRow, error: str) -> None:
        async with self._storage.transaction() as tx:
            await tx.inbox_dead(row, error)

    async def _answer(self, row: InboxRow, toast: str | None, *, alert: bool) -> None:
        query = row.raw.get("callback_query")
        age = (self._clock.now() - row.received_at).total_seconds() / self._clock.speed
        if not isinstance(query, dict) or age > STALE_AFTER:
            return
        try:
            await self._bot.answer_callback_query(str(query.get("id")), text=toast, show_alert=alert, request_timeout=10)
        except (AiogramError, OSError, TimeoutError) as error:
            LOG.info("a press was not answered, its effect stands: %s", type(error).__name__)


class _Blank:
    """The answer to a press whose commit takes too long. Once it is on its way it is the only one."""

    def __init__(self, group: asyncio.TaskGroup, answer: Callable[[], Awaitable[None]]) -> None:
        self._is_given = False
        self._answer = answer
        self._task = group.create_task(self._wait())

    async def _wait(self) -> None:
        await asyncio.sleep(BLANK_AFTER)
        self._is_given = True
        await self._answer()

    def was_given(self) -> bool:
        """The update is handled: stop waiting. Whether the press has (or is getting) its answer already."""
        if not self._is_given:
            self._task.cancel()
        return self._is_given


async def _back(tx: Tx, official: Official) -> Official:
    """Somebody whose chat took nothing writes again: what waits for them comes, as one list."""
    official = replace(official, reachable=True)
    await tx.set_reachable(official.user_id, reachable=True)
    await tx.chat_alive(official.user_id)
    await come_back(tx, official)
    return official


async def alert_coordinators(tx: Tx, code: str, **params: Any) -> None:  # Any: ids and codes of any say
    """Tell every coordinator that something needs a person."""
    for official in await tx.officials():
        if official.role is Role.COORDINATOR:
            await tx.say(Say(chat_id=ChatId(official.user_id), code=code, params=params))
