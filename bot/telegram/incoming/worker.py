"""The inbox worker: one row, one transaction.

State, effect and «done» are one commit. The press is answered after it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from aiogram import Bot, Dispatcher
from pydantic import ValidationError

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.config.logs import INCIDENT
from bot.health.meters import Meters
from bot.health.presses import Presses
from bot.storage.delivery.inbox import InboxRow
from bot.storage.engine.notices import Queue
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.telegram.incoming.fsm import JOINED
from bot.telegram.incoming.older_copy import take_older_away
from bot.telegram.incoming.updates import Unparsed, chat_of, check_numbers, from_user, incident_of, is_block
from bot.unreadable_rows import set_unreadable_aside
from bot.wakeups import Nudge
from handlers.kit.context import Context
from handlers.kit.masking import mask
from incidents.delivery import Say
from incidents.desk.people.joining import come_back
from incidents.desk.people.strangers import first_today
from incidents.errors import DomainError, Forbidden, StaleVersion, Stranger
from incidents.messages import DeadLetter, Refusal
from incidents.official import Official
from incidents.policy import Policy

LOG = logging.getLogger(__name__)

Show = Callable[[Sequence[Say]], Awaitable[str | None]]
"""Shows the screens that answer an update; gives back what to say instead, None where all stand."""

STALE_AFTER = 15.0  # real seconds: Telegram forgot the press, there is nobody to answer
AFTER_FAILURE = 1.0  # real seconds: the database failed, so nothing can be taken


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
        presses: Presses,
        *,
        takes_private: bool = False,
        meters: Meters | None = None,
        show: Show | None = None,
    ) -> None:
        """`show`: sends screens at once; without it they wait in the outbox like everything else."""
        self._storage, self._clock, self._dispatcher, self._bot, self._show = storage, clock, dispatcher, bot, show
        self._policies, self._nudge, self._takes_private = Policies(policy), nudge, takes_private
        self._presses, self._meters = presses, meters or Meters()
        self.beat: Callable[[], None] = lambda: None  # whoever wants to know that it turns

    async def run(self) -> None:
        """Work until cancelled; a failing database cancels no answer to presses."""
        async with asyncio.TaskGroup() as answers:
            while True:
                try:
                    async with self._nudge.stop.begun():
                        is_any = await self.step(answers)
                    if not is_any:
                        await self._nudge.inbox.wait()
                except Exception as error:
                    LOG.exception("the inbox cannot be worked on, it waits")
                    if not await set_unreadable_aside(self._storage, Queue.INBOX, error, now=self._clock.now()):
                        await asyncio.sleep(AFTER_FAILURE)

    async def step(self, answers: asyncio.TaskGroup) -> bool:
        """Take one row; False when there was none."""
        self.beat()
        row: InboxRow | None = None
        try:
            async with self._storage.transaction(person_waits=True) as tx:
                now = self._clock.now()
                row = await tx.inbox.next(now=now)
                if row is None:
                    self._nudge.inbox.due_at = await tx.inbox.next_moment(now=now)
                    return False
                INCIDENT.set(incident_of(row.raw))
                self._presses.arm(answers, row.raw)
                context = await self._feed(tx, row)
                await tx.inbox.done(row)
        except DomainError as error:
            assert row is not None
            context = await self._refused(row, error)
        except (ValidationError, Unparsed) as error:
            assert row is not None
            LOG.warning("update %s does not parse: %s", row.update_id, type(error).__name__)
            self._meters.failed("update", "unparsed")
            await self._set_aside(row, "does not parse")
            context = None
        except StaleVersion:
            context = None  # somebody else changed the incident meanwhile: the row is still there, run it again
        except Exception as error:
            if row is None:  # the database itself failed before a row was taken
                raise
            LOG.exception("update %s failed", row.update_id)
            self._meters.failed("update", "defect")
            await self._failed(row, type(error).__name__)
            context = None
        self._nudge.outbox.set()
        self._nudge.posts.set()
        self._nudge.sources.set()
        assert row is not None
        if context is not None and context.screens:
            answers.create_task(self._answer(answers, row, context))
        else:
            self._toast(answers, row, context)
        return True

    async def _answer(self, answers: asyncio.TaskGroup, row: InboxRow, context: Context) -> None:
        """Show the screens, then answer the press. What a command asked for and cannot be shown now waits in the outbox."""
        assert self._show is not None
        try:
            with self._nudge.stop.under_way():
                instead = await self._show(context.screens)
            if instead is not None and "callback_query" not in row.raw:
                async with self._storage.transaction(person_waits=True) as tx:
                    await _who(tx, row)  # what somebody asked for goes first from there too
                    await _keep(tx, context)
                self._nudge.outbox.set()
            elif instead is not None:
                context.toast, context.alert = instead, False
        except Exception:  # the update's effect stands, and the other answers go on
            LOG.exception("update %s was not answered", row.update_id)
        self._toast(answers, row, context)

    def _toast(self, answers: asyncio.TaskGroup, row: InboxRow, context: Context | None) -> None:
        if context is None or self._is_stale(row):
            self._presses.disarm(row.raw)
        else:
            self._presses.settle(answers, row.raw, context.toast, alert=context.alert)

    def _is_stale(self, row: InboxRow) -> bool:
        return (self._clock.now() - row.received_at).total_seconds() / self._clock.speed > STALE_AFTER

    async def _feed(self, tx: Tx, row: InboxRow) -> Context:
        check_numbers(row.raw)
        chat_id = chat_of(row.raw)
        official = await _who(tx, row)
        if not is_block(row.raw):
            if chat_id is not None:
                await tx.outbox.mark_alive(chat_id)
            if official is not None and not official.reachable:
                official = await _back(tx, official)
        context = Context(
            tx=tx,
            policy=await self._policies.read(tx),
            now=self._clock.now(),
            official=official,
            takes_private=self._takes_private,
            masked=mask,
        )
        token = JOINED.set(tx)
        try:
            await self._dispatcher.feed_raw_update(self._bot, row.raw, ctx=context)
        finally:
            JOINED.reset(token)
        if official is not None:
            await take_older_away(tx, row.raw)
        if self._show is None:
            await _keep(tx, context)
        return context

    async def _refused(self, row: InboxRow, error: DomainError) -> Context:
        """The act changed nothing (its transaction is rolled back); the person reads why, the log keeps who tried."""
        now = self._clock.now()
        async with self._storage.transaction(person_waits=True) as tx:
            user_id = from_user(row.raw)
            official = await _who(tx, row)
            what, is_told = type(error).__name__.lower(), "callback_query" not in row.raw
            if official is None and user_id is not None:  # a wrong code, a former official: one sentence and one line a day
                is_told = await first_today(tx, what, user_id=user_id, now=now) and is_told
            elif isinstance(error, Forbidden | Stranger):
                await tx.audit.add(what, user_id=user_id, at=now, data={"update": row.update_id})
            if is_told and user_id is not None:
                await tx.outbox.say(user_id, Refusal(text=error.user_text))
            if official is not None:
                await take_older_away(tx, row.raw)
            await tx.inbox.done(row)
            return Context(tx=tx, policy=await self._policies.read(tx), now=now, official=official, toast=error.user_text)

    async def _failed(self, row: InboxRow, error: str) -> None:
        async with self._storage.transaction(person_waits=True) as tx:
            tries = await tx.inbox.failed(row, error, now=self._clock.now())
            if tries >= tx.inbox.MAX_TRIES:
                await alert_coordinators(tx, DeadLetter())
        self._nudge.inbox.set_in(2**row.tries / self._clock.rate)

    async def _set_aside(self, row: InboxRow, error: str) -> None:
        async with self._storage.transaction(person_waits=True) as tx:
            await tx.inbox.set_aside(row, error)


async def _keep(tx: Tx, context: Context) -> None:
    """Screens go into the outbox."""
    for each in context.screens:
        await tx.outbox.put(each)
    context.screens.clear()


async def _who(tx: Tx, row: InboxRow) -> Official | None:
    """The official who presses or writes: what is said to them goes first. A stranger's flood goes before nothing."""
    user_id = from_user(row.raw)
    official = await tx.officials.by_user(user_id) if user_id is not None else None
    if official is not None:
        tx.outbox.answers({official.user_id, chat_of(row.raw) or official.user_id})
    return official


async def _back(tx: Tx, official: Official) -> Official:
    """Somebody whose chat took nothing writes again: what waits for them comes, as one list."""
    official = replace(official, reachable=True)
    await tx.officials.set_reachable(official.user_id, reachable=True)
    await tx.outbox.mark_alive(official.user_id)
    await come_back(tx, official)
    return official
