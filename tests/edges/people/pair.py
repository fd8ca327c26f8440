"""Two coordinators, and what each does in a transaction of its own at one moment."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.errors import DomainError
from incidents.official import Official, Role
from tests.kit.desk_town import an_official, konakovo

POLICY = konakovo().policy
Deed = Callable[[Tx], Awaitable[object]]


@dataclass
class Pair:
    """Two coordinators, and what each does in a transaction of its own."""

    storage: Storage
    first: Official
    second: Official

    async def at_once(self, one: Deed, other: Deed) -> list[str]:
        """The second deed begins when the first is done and not yet committed. Gives back what was refused."""
        refused: list[str] = []
        done = asyncio.Event()

        async def begin() -> None:
            async with self.storage.transaction() as tx:
                await one(tx)
                done.set()
                await asyncio.wait({later}, timeout=0.3)  # whoever waits for us cannot end before we do

        async def follow() -> None:
            await done.wait()
            try:
                async with self.storage.transaction() as tx:
                    await other(tx)
            except DomainError as error:
                refused.append(error.user_text)

        later = asyncio.ensure_future(follow())
        await begin()
        await later
        return refused

    async def coordinators(self) -> int:
        async with self.storage.transaction() as tx:
            return sum(each.role is Role.COORDINATOR for each in await tx.officials.all())


async def pair_in(storage: Storage) -> Pair:
    """Departments and two coordinators."""
    async with storage.transaction() as tx:
        for department in konakovo().departments:
            await tx.departments.put(department)
        first = await tx.officials.enrol(an_official(1, Role.COORDINATOR))
        second = await tx.officials.enrol(an_official(2, Role.COORDINATOR))
    return Pair(storage, first, second)
