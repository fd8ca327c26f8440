"""`otklik run` as a process of its own over a grown base, with the sandbox as Telegram and nothing else of the world.

More departments than the district has, an executor each: the people whose phones are looked at. Everybody has opened the bot already.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, select, update

from benchmarks.growth.base import DISTRICT, reminded
from benchmarks.growth.town import NOW, district, enrol
from benchmarks.machine import Cores, cpu, tree
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, running_sandbox
from bot.demo.town import BOT_TOKEN
from bot.storage.acts.incidents import incident, values_of
from bot.storage.delivery.copies import card_copy
from bot.storage.engine.storage import Storage, open_storage
from incidents.ids import ChatId, DepartmentId, IncidentId
from incidents.incident import OPEN, Status
from incidents.official import Department, Role

sys.path.insert(0, str(Path(__file__).resolve().parent))

from kill_nine import Bot, bot_of

FIRST = 5000
"""User ids of the executors who are looked at, one after another."""

REST = 0.15  # of a core: the start is over
PATIENCE = 120.0  # real seconds


@dataclass(frozen=True, slots=True)
class World:
    """The running bot, its base, its Telegram."""

    control: Control
    storage: Storage
    bot: Bot
    setting: DemoClock

    def real(self, moment: str) -> float:
        """Unix seconds of what the sandbox wrote down."""
        return (self.setting.anchor or 0.0) + (datetime.fromisoformat(moment) - self.setting.origin).total_seconds()

    def cores(self) -> Cores:
        """From here on."""
        assert self.bot.pid is not None
        return Cores.of(self.bot.pid)

    async def rests(self) -> None:
        """Wait until the models are loaded and nothing is done for three seconds."""
        assert self.bot.pid is not None
        quiet, end = 0, time.monotonic() + PATIENCE
        while quiet < 3 and time.monotonic() < end:  # noqa: PLR2004 - seconds
            before = sum(map(cpu, tree(self.bot.pid)))
            await asyncio.sleep(1)
            quiet = quiet + 1 if sum(map(cpu, tree(self.bot.pid))) - before < REST else 0

    async def calls(self, after: int) -> list[dict]:
        """What the bot has asked Telegram since the call of this number, oldest first."""
        found: list[dict] = []
        while some := (await self.control.get("log", after=found[-1]["n"] if found else after, limit=500))["calls"]:
            found += some
        return [each for each in found if each["api"] == "telegram"]


async def furnish(url: str, chats: int) -> Sequence[ChatId]:
    """So many departments with an executor each; gives their chats."""
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            for n in range(chats):
                await tx.departments.put(Department(id=DepartmentId(f"d{n:02}"), district_id=DISTRICT, title=f"отдел {n + 1}"))
                await enrol(tx, FIRST + n, Role.EXECUTOR, DepartmentId(f"d{n:02}"))
    finally:
        await storage.close()
    return [ChatId(FIRST + n) for n in range(chats)]


async def hand_out(url: str, chats: Sequence[ChatId], count: int) -> Mapping[IncidentId, ChatId]:
    """The newest open incidents wait to be accepted in these chats, in turn; nobody has a card yet.

    What their deadlines ring, before and after they are accepted, was said: else the bot tells two coordinators of hundreds.
    """
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            open_ones = select(incident.c.id).where(incident.c.district_id == DISTRICT, incident.c.status.in_(OPEN))
            ids = [IncidentId(row.id) for row in await tx._all(open_ones.order_by(incident.c.id.desc()).limit(count))]
            for n, id in enumerate(ids):
                await tx._run(delete(card_copy).where(card_copy.c.district_id == DISTRICT, card_copy.c.incident_id == id))
                department = DepartmentId(f"d{n % len(chats):02}")
                one = replace(await tx.incidents.get(id), department_id=department, holder_id=None, danger_grade=None)
                for status in (Status.ACCEPTED, Status.ASSIGNED):
                    one = reminded(district().policy, replace(one, status=status), NOW)
                mine = (incident.c.district_id == DISTRICT, incident.c.id == id)
                await tx._run(update(incident).where(*mine).values(values_of(one)))
    finally:
        await storage.close()
    return {id: chats[n % len(chats)] for n, id in enumerate(ids)}


@asynccontextmanager
async def world(url: str, group: Sequence[int] = ()) -> AsyncIterator[World]:
    """Started and at rest; `group`: ids of groups that the bot is in."""
    storage = await open_storage(url, DISTRICT)
    setting = DemoClock(NOW.astimezone(UTC), 1.0, time.time())
    try:
        async with storage.transaction() as tx:
            people = [official.user_id for official in await tx.officials.all()]
        described = {
            "bots": [{"token": BOT_TOKEN, "username": "otklik_bot", "name": "Отклик"}],
            "users": [{"id": id, "first_name": "Сотрудник", "last_name": str(id), "started": True} for id in people],
            "chats": [
                {"id": id, "type": "supergroup", "title": f"Группа {-id}", "members": people[:3], "bot_status": "administrator"}
                for id in group
            ],
        }
        async with running_sandbox(port=0, origin=setting.origin, speed=1.0, anchor=setting.anchor or 0.0) as control:
            await control.post("reset", **described)
            async with bot_of(_environment(control.port, url, setting)) as bot:
                await bot.start()
                made = World(control, storage, bot, setting)
                await made.rests()
                yield made
    finally:
        await storage.close()


def _environment(port: int, url: str, clock: DemoClock) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "__" not in name}
    return {
        **own,
        "TELEGRAM__TOKEN": BOT_TOKEN,
        "TELEGRAM__API_BASE": f"http://127.0.0.1:{port}",
        "DATABASE__URL": url,
        "DISTRICT__PROFILE": str(district().folder),
        "DEMO__CLOCK": f"{clock.origin.isoformat()}|{clock.speed}|{clock.anchor}",
        "LOG__LEVEL": "INFO",
    }
