"""The watch over the bot: looks for illnesses and tells of them."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.health import state_file, systemd
from bot.health.alarm import Alarm
from bot.health.episodes import Episodes
from bot.health.illness import DATABASE, Illness, of_database
from bot.health.illness_messages import IllnessWords
from bot.health.illness_words import ailment_of, title
from bot.health.meters import Meters
from bot.health.pulse import Pulse
from bot.health.readiness import STARTING, wrong
from bot.health.signs import Sign
from bot.health.standstill import Standstill
from bot.storage.engine.storage import Storage
from bot.storage.health.unreadable import SetAside
from handlers.kit.rendering import Ailment
from incidents.messenger import Messenger
from incidents.official import Role
from incidents.posts import Source
from incidents.recipients import in_role

LOG = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds of the clock's pace
LEAST_PAUSE = 0.5  # real seconds: a fast scenario does not make a busy loop
WRITE_EVERY = timedelta(minutes=5)  # an idle bot too must notice that it cannot write
REPORT_EVERY = 5.0  # real seconds: the health file and systemd
NO_ANSWER = 90.0  # real seconds: a database that hangs raises nothing; a heavy tick may hold it for forty
GONE_FOR = timedelta(minutes=1)  # the open connection never sees the file that is put back: only a new process does
LATELY = 60.0  # real seconds: while the database fails, loops wait for it, and a restart would cure nothing
GONE = 75
"""The exit code: EX_TEMPFAIL, start again."""

_ROOM = ("health", {"room": "x" * 32_768})
"""A dialogue that nobody has: written and taken back, it needs pages of the file, so a full disk shows."""


class Health:
    """The health of this process; its loops beat in `pulse`."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messenger: Messenger,
        *,
        signs: Sequence[Sign],
        timezone: tzinfo,
        file: Path | None = None,
        call: str | None = None,
        meters: Meters | None = None,
        notify: Callable[..., object] | None = None,
    ) -> None:
        """`notify`: who tells systemd where it is not we alone."""
        self._notify = notify or _to_systemd
        self._storage, self._clock, self._signs, self._file = storage, clock, signs, file
        self.pulse, self._meters = Pulse(), meters or Meters()
        self.episodes = Episodes()
        self._alarm = Alarm(messenger, clock, self.episodes, IllnessWords(timezone, call))
        self._written_at: datetime | None = None
        self._missing_since: datetime | None = None  # SQLite's file
        self._asked_at: float | None = None  # the database, which has not answered yet
        self._failed_at = float("-inf")
        self._stuck: tuple[str, ...] = ()
        self._queues = {Illness.INBOX: Standstill(), Illness.OUTBOX: Standstill()}
        self._silent: Sequence[Source] = ()
        self._aside: Sequence[SetAside] = ()
        self._is_file_told = False
        self.is_deaf: Callable[[], bool] = lambda: False  # whether other processes are not heard
        self.is_over = False
        """The database's file is gone for good: the process must end."""
        storage.on_failure = self._database_failed

    async def run(self, tells: Collection[Illness]) -> None:
        """Watch until cancelled, or until the process must end (`is_over`).

        `tells`: the illnesses that this process tells the coordinators.
        """
        self._alarm.tells = tells
        if self._file is not None:
            known = await asyncio.to_thread(state_file.read, self._file, now=self._clock.now())
            self.episodes.remember(known.now_ill, known.told_at)
            self._alarm.addresses = self._alarm.addresses or known.coordinators
        self._notify("READY=1")
        async with asyncio.TaskGroup() as group:
            rounds = [group.create_task(self._again(each)) for each in (self.ask_database, self.look)]
            await self._report_until_over()
            for task in rounds:
                task.cancel()

    async def ask_database(self) -> None:
        """Read who the coordinators are; now and then try to write."""
        self._asked_at = time.monotonic()
        try:
            await self._ask_database()
        finally:
            self._asked_at = None

    async def _ask_database(self) -> None:
        is_in_place = await asyncio.to_thread(self._storage.is_in_place)
        now = self._clock.now()
        self._missing_since = None if is_in_place else self._missing_since or now
        if not is_in_place:
            self._seen(Illness.DATABASE_GONE, "файла базы нет на месте")
        is_ill = not DATABASE.isdisjoint(self.episodes.now_ill)
        writes = is_ill or self._written_at is None or now - self._written_at >= WRITE_EVERY
        async with self._storage.transaction() as tx:
            coordinators = [each.user_id for each in in_role(await tx.officials.all(), Role.COORDINATOR)]
            inbox, outbox = await tx.health.first_of_inbox(now=now), await tx.health.first_of_outbox(now=now)
            self._aside = await tx.unreadable.standing(now=now)
            self._silent = [each for each in await tx.sources.all() if each.is_broken and each.paused_at is None]
            if writes:
                await tx.dialogues.set_data(*_ROOM)
                await tx.dialogues.set_data(_ROOM[0], {})
        self._alarm.addresses = frozenset(coordinators)
        for kind, first in ((Illness.INBOX, inbox), (Illness.OUTBOX, outbox)):
            if self._queues[kind].saw(first.id if first is not None else None):
                self._seen(kind, "первое в очереди стоит")
            else:
                self.episodes.well(kind, at=now)
        if writes:
            self._written_at = now
            for kind in DATABASE:
                if is_in_place or kind is not Illness.DATABASE_GONE:
                    self.episodes.well(kind, at=self._clock.now())

    def kinds(self) -> Collection[Illness]:
        """What the bot is ill with."""
        return tuple(self.episodes.now_ill)

    def ailments(self) -> Sequence[Ailment]:
        """The same for /status."""
        return tuple(ailment_of(each) for each in self.episodes.now_ill.values())

    def is_split(self) -> bool:
        """Whether other processes do some of the parts: their illnesses are not known here."""
        return not self._alarm.tells_all()

    def wrong(self) -> list[dict[str, Any]]:  # Any: JSON
        """The same for /readyz, with parts that stand and sources that are silent."""
        starting = [] if self._written_at is not None or self.episodes.now_ill else [STARTING]
        return [
            *starting,
            *wrong(self.episodes.now_ill.values(), self.pulse.stuck(), self._silent, is_deaf=self.is_deaf(), aside=self._aside),
        ]

    def is_ready(self) -> bool:
        """Whether nothing keeps the bot from its work."""
        return not any(each["stops"] for each in self.wrong())

    async def look(self) -> None:
        """Look for signs, then tell what is to be told."""
        if self._asked_at is not None and time.monotonic() - self._asked_at > NO_ANSWER:
            self._seen(Illness.DATABASE_GONE, "база не отвечает")
        for sign in self._signs:
            found = sign.look()
            if isinstance(found, str):
                self._seen(sign.kind, found)
            elif found:
                self.episodes.well(sign.kind, at=self._clock.now())
        await self._alarm.round()

    @property
    def is_alive(self) -> bool:
        """Whether no part stands; while the database fails they wait for it."""
        return not self.pulse.stuck() or time.monotonic() - self._failed_at < LATELY

    async def report(self) -> None:
        """Tell systemd and the health file; who hangs feeds no watchdog."""
        stuck = self.pulse.stuck()
        if not self.is_alive and stuck != self._stuck:
            LOG.error("стоит: %s; systemd перезапустит бота, если следит за ним", ", ".join(stuck))
        self._stuck = stuck
        ill = "; ".join(title(kind) for kind in self.episodes.now_ill)
        status = ill or ("Стоит: " + ", ".join(stuck) if stuck else "Работает")
        self._notify(f"STATUS={status}", *["WATCHDOG=1"] * self.is_alive)
        if self._file is None:
            return
        try:
            await asyncio.to_thread(state_file.write, self._file, self._state())
        except OSError as error:
            if not self._is_file_told:
                LOG.warning("файл здоровья %s не записан: %s", self._file, error.strerror)
            self._is_file_told = True
        else:
            self._is_file_told = False

    async def _again(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Exception:
                LOG.exception("%s failed", step.__name__)
            await self._clock.sleep(max(LOOK_EVERY, LEAST_PAUSE * self._clock.rate))

    async def _report_until_over(self) -> None:
        every = min(REPORT_EVERY, (systemd.watchdog_seconds() or REPORT_EVERY * 3) / 3)
        while not self.is_over:
            await self.report()
            await asyncio.sleep(every)
            self.is_over = self._is_gone_for_good()
        LOG.critical("%s: процесс кончается с кодом %d, пусть его запустят снова", title(Illness.DATABASE_GONE), GONE)
        await self.report()
        self._notify("STOPPING=1")

    def _is_gone_for_good(self) -> bool:
        gone = self.episodes.now_ill.get(Illness.DATABASE_GONE)
        if gone is None or self._missing_since is None:
            return False
        is_said = gone.is_told and not self._alarm.is_on_its_way(gone.kind)
        return self._clock.now() - self._missing_since >= (GONE_FOR if is_said else GONE_FOR * 2)

    def _database_failed(self, error: Exception, began: bool) -> None:
        found = of_database(error, began=began)
        if found is not None:
            self._failed_at = time.monotonic()
            self._meters.failed("database", found[0])
            self._seen(*found)

    def _seen(self, kind: Illness, because: str) -> None:
        if self.episodes.seen(kind, because, at=self._clock.now()):
            LOG.error("%s (%s)", title(kind), because)

    def _state(self) -> dict[str, object]:
        ill = self.episodes.now_ill.values()
        return {
            "at": self._clock.now().isoformat(),
            "state": "stuck" if self._stuck else "ill" if ill else "well",
            "pid": os.getpid(),
            "ill": [state_file.as_json(each, is_told=each.is_told and not self._alarm.is_on_its_way(each.kind)) for each in ill],
            "stuck": list(self._stuck),
            "beats": {loop: round(age, 1) for loop, age in self.pulse.ages().items()},
            "told_at": {str(kind): at.isoformat() for kind, at in self.episodes.told_at.items()},
            "coordinators": sorted(self._alarm.addresses),
        }


def _to_systemd(*words: str) -> None:
    systemd.notify(*words)
