"""The town around the rows: departments, rules, people, walls; and the base itself."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from benchmarks.growth.base import DISTRICT, RATE, Around, Person, grow
from benchmarks.growth.load import vacuum
from benchmarks.growth.topics import TOWNS
from bot.config.district import PACKAGE_DATA, District, load_district
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import open_storage
from bot.storage.engine.transaction import Tx
from incidents.ids import ChatId, DepartmentId, OfficialId
from incidents.official import ROLE_TITLES, Official, Role
from incidents.posts import Network

NOW = datetime(2026, 11, 24, 8, 13, tzinfo=UTC)
"""Tuesday, 11:13 in Moscow: people are at work, no summary or digest is due."""

OTHERS = (Role.COORDINATOR, Role.COORDINATOR, Role.DUTY, Role.HEAD, Role.APPROVER)


@cache
def district() -> District:
    """The sample district."""
    return load_district(PACKAGE_DATA / "districts" / "konakovo")


def make(url: str, *, older: int, month: int = RATE, counted: bool = True) -> None:
    """A migrated base with all of it; `counted` as the bot does at its start."""
    migrate(url)
    grow(url, asyncio.run(_furnish(url)), older=older, month=month)
    if counted:
        asyncio.run(_count(url))


async def _count(url: str) -> None:
    storage = await open_storage(url, DISTRICT)
    await storage.count_again()
    await storage.close()
    if not storage.is_embedded:
        await vacuum(url)  # the server does it by itself within minutes


async def _furnish(url: str) -> Around:
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            people: dict[DepartmentId, Person] = {}
            for n, department in enumerate(district().departments):
                await tx.departments.put(department)
                people[department.id] = await enrol(tx, 2000 + n, Role.EXECUTOR, department.id)
                await enrol(tx, 3000 + n, Role.CHIEF, department.id)
            coordinator, *_ = [await enrol(tx, 1000 + n, role) for n, role in enumerate(OTHERS)]
            await tx.rules.put(district().rules)
            sources = {}
            for n, (town, name, *_) in enumerate(TOWNS, start=1):
                made = await tx.sources.add(Network.VK, f"-{n}", f"Подслушано {name}", town)
                await tx.sources.save(replace(made, cursor="1", baseline_at=datetime(2020, 1, 1, tzinfo=UTC), last_ok_at=NOW))
                sources[town] = made.id
            return Around(people=people, coordinator=coordinator, sources=sources, policy=district().policy, now=NOW)
    finally:
        await storage.close()


async def enrol(tx: Tx, user_id: int, role: Role, department: DepartmentId | None = None) -> Person:
    """Somebody of this role, in the bot already."""
    new = Official(
        id=OfficialId(0), district_id=DISTRICT, role=role, department_id=department, user_id=ChatId(user_id), title=ROLE_TITLES[role]
    )
    kept = await tx.officials.enrol(new)
    return Person(id=kept.id, user_id=user_id)
