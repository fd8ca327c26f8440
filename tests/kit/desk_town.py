"""A town for tests of one edge: the real storage and district, a clock that stands still, people of every role, and words for acts."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.config.district import PACKAGE_DATA, District, load_district
from bot.storage.delivery.outbox import OutboxKind, OutboxRow, outbox, outbox_row_of
from bot.storage.engine.engine import is_sqlite
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.people.audit import audit
from bot.ticks.context import Around
from bot.wakeups import Nudge
from incidents.answers.values import Answer
from incidents.desk.act import act
from incidents.desk.answers import draft_answer, send_answer
from incidents.desk.intake.take_in import take_in
from incidents.desk.outcome import Outcome
from incidents.ids import AnswerId, ChatId, DepartmentId, DistrictId, IncidentId, OfficialId
from incidents.incident import Act, Incident
from incidents.official import ROLE_TITLES, Official, Role
from incidents.policy import Policy
from incidents.posts import Network, Post, Source, StoredPost
from incidents.reading import Reading
from tests.kit.choices import choice_of
from tests.kit.values.samples import at, reading

DISTRICT = DistrictId("konakovo")
HOUSING, ROADS = DepartmentId("housing"), DepartmentId("roads")
TEXT = "На Белавинской опять вода на дороге, не пройти и не проехать"
START = at(9, 14)
"""Tuesday, 24 November 2026, 9:14 in Moscow: working time."""


class StillClock:
    """Time passes only when somebody sleeps or a test moves it."""

    def __init__(self, moment: datetime = START, speed: float = 1.0) -> None:
        self.moment, self.speed = moment, speed
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    @property
    def rate(self) -> float:
        return self.speed

    def pace(self) -> float:
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.move(seconds=max(0.0, seconds))
        await asyncio.sleep(0)

    def move(self, **span: float) -> None:
        self.moment += timedelta(**span)


@cache
def konakovo() -> District:
    return load_district(PACKAGE_DATA / "districts" / "konakovo")


@dataclass
class DeskTown:
    """What people do in it; every act is a transaction of its own."""

    storage: Storage
    clock: StillClock
    people: dict[str, Official]
    source: Source
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def policy(self) -> Policy:
        return konakovo().policy

    def around(self, **changes: Any) -> Around:  # Any: fields of Around
        """What a tick sees; the summary goes out at 7:30."""
        fields: dict[str, Any] = {
            **{"storage": self.storage, "clock": self.clock, "policy": self.policy, "nudge": Nudge()},
            **{"timezone": self.policy.calendar.timezone, "summary_at": time(7, 30), "decrees": konakovo().decrees},
        }
        return Around(**{**fields, **changes})

    def who(self, name: str) -> Official:
        return self.people[name]

    def chat(self, name: str) -> ChatId:
        return self.people[name].user_id

    async def enrol(self, name: str, role: Role, department: DepartmentId | None = None, **more: Any) -> Official:  # Any: fields
        async with self.storage.transaction() as tx:
            self.people[name] = await tx.officials.enrol(an_official(len(self.people) + 1, role, department, **more))
        return self.people[name]

    async def write(self, text: str = TEXT, **fields: Any) -> StoredPost:  # Any: fields of a Post
        async with self.storage.transaction() as tx:
            return await put_post(tx, self.source, next(self.numbers), self.clock.now(), text, **fields)

    async def take(self, post: StoredPost, read: Reading | None = None) -> Outcome:
        async with self.storage.transaction() as tx:
            return await take_in(tx, self.policy, post, read or reading(), now=self.clock.now())

    async def open(self, text: str = TEXT, **read: Any) -> Incident:  # Any: fields of a Reading
        """A new incident of one post."""
        outcome = await self.take(await self.write(text), reading(**read))
        assert outcome.incident is not None
        return outcome.incident

    async def act(self, id: IncidentId, what: Act, by: str, **choice: Any) -> Outcome:  # Any: fields of a Choice
        async with self.storage.transaction() as tx:
            chosen = choice_of(what, **choice) if choice else None
            return await act(tx, self.policy, id, what, by=self.people[by], now=self.clock.now(), choice=chosen)

    async def draft(self, id: IncidentId, by: str, text: str = "Починим сегодня до вечера") -> Answer:
        async with self.storage.transaction() as tx:
            guid = f"guid{next(self.numbers)}"
            return await draft_answer.create_draft(tx, id, text, by=self.people[by], guid=guid, now=self.clock.now())

    async def send(self, id: AnswerId, by: str, message_id: int | None = None) -> Answer:
        async with self.storage.transaction() as tx:
            return await send_answer.send(tx, self.policy, id, by=self.people[by], now=self.clock.now(), message_id=message_id)

    async def sent(self, id: IncidentId, by: str, text: str = "Починим сегодня до вечера", message_id: int | None = None) -> Answer:
        """An answer in its 60 seconds."""
        return await self.send((await self.draft(id, by, text)).id, by, message_id)

    async def incident(self, id: IncidentId) -> Incident:
        async with self.storage.transaction() as tx:
            return await tx.incidents.get(id)

    async def answer(self, id: AnswerId) -> Answer:
        async with self.storage.transaction() as tx:
            return await tx.answers.get(id)

    async def acts(self, id: IncidentId) -> list[Act]:
        async with self.storage.transaction() as tx:
            return [event.act for event in await tx.log.of(id)]

    async def rows(self, *states: str) -> Sequence[OutboxRow]:
        """Rows of the outbox in these states (pending ones, if none is named)."""
        async with self.storage.transaction() as tx:
            found = await tx._all(everywhere(select(outbox).where(outbox.c.state.in_(states or ("pending",))).order_by(outbox.c.id)))
            return [outbox_row_of(row) for row in found]

    async def says(self, code: str | None = None) -> list[tuple[str, ChatId]]:
        """What waits to be said: code and chat."""
        return [(row.code or "", row.chat_id) for row in await self.rows() if row.kind is OutboxKind.SAY and code in {None, row.code}]

    async def cards(self, id: IncidentId) -> set[ChatId]:
        """Chats where the card will be refreshed."""
        return {row.chat_id for row in await self.rows() if row.kind is OutboxKind.CARD and row.incident_id == id}

    async def sweep_outbox(self) -> None:
        """Forget what waits, so that what comes next is seen alone."""
        async with self.storage.transaction() as tx:
            await tx._run(everywhere(outbox.delete()))

    async def audited(self) -> list[tuple[str, ChatId | None]]:
        async with self.storage.transaction() as tx:
            return [(row.what, row.user_id) for row in await tx._all(everywhere(select(audit).order_by(audit.c.id)))]


def an_official(number: int, role: Role, department: DepartmentId | None = None, **more: Any) -> Official:  # Any: fields of an Official
    known: dict[str, Any] = {"user_id": ChatId(1000 + number), "title": f"{ROLE_TITLES[role]} {number}"}
    return Official(**{**known, "id": OfficialId(0), "district_id": DISTRICT, "role": role, "department_id": department, **more})


async def put_post(tx: Tx, source: Source, number: int, now: datetime, text: str, **fields: Any) -> StoredPost:  # Any: fields of a Post
    known: dict[str, Any] = {"network": Network.VK, "external_id": f"wall-1_{number}", "url": f"https://vk.com/wall-1_{number}"}
    post = Post(**{**known, "text": text, "author_id": str(number), "published_at": now, **fields})
    await tx.door.receive(source, post, at=now, history=False)
    return next(stored for stored in await tx.unread.next(1000) if stored.post.external_id == post.external_id)


_FURNISHED: dict[str, tuple[bytes, dict[str, Official], Source]] = {}
"""The town as it stands at first: the file of the first test is the template of the others."""


@asynccontextmanager
async def desk_town(url: str, *, speed: float = 1.0) -> AsyncIterator[DeskTown]:
    """Executors of roads (ann, peter) and housing (olga), chief of roads, coordinator, duty, head, observer. `url`: migrated and empty."""
    people, source = await (_from_template(url) if is_sqlite(make_url(url)) else _furnish(url))
    storage = await open_storage(url, DISTRICT)
    try:
        if storage.is_embedded:
            await _hurry(storage)
        yield DeskTown(storage, StillClock(speed=speed), dict(people), source)
    finally:
        await storage.close()


async def _from_template(url: str) -> tuple[dict[str, Official], Source]:
    file = Path(make_url(url).database or "")
    if "town" in _FURNISHED:
        await asyncio.to_thread(file.write_bytes, _FURNISHED["town"][0])
    else:
        people, source = await _furnish(url)
        _FURNISHED["town"] = (await asyncio.to_thread(file.read_bytes), people, source)
    return _FURNISHED["town"][1:]


async def _furnish(url: str) -> tuple[dict[str, Official], Source]:
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            for department in konakovo().departments:
                await tx.departments.put(department)
            await tx.rules.put(konakovo().rules)
            source = await tx.sources.add(Network.VK, "-1", "Подслушано Конаково", "s-konakovo")
            roles = {
                "ann": (Role.EXECUTOR, ROADS),
                "peter": (Role.EXECUTOR, ROADS),
                "olga": (Role.EXECUTOR, HOUSING),
                "chief": (Role.CHIEF, ROADS),
                "coordinator": (Role.COORDINATOR, None),
                "duty": (Role.DUTY, None),
                "head": (Role.HEAD, None),
                "observer": (Role.OBSERVER, None),
            }
            return {name: await tx.officials.enrol(an_official(n, *role)) for n, (name, role) in enumerate(roles.items(), start=1)}, source
    finally:
        await storage.close()


async def _hurry(storage: Storage) -> None:
    """The disk need not be waited for: no test here pulls the plug."""
    async with storage._engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute("PRAGMA synchronous=OFF")
