"""Base class of the table modules: shared connection and district id.

And turns by name.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Executable, Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.notices import Queue, telling
from bot.storage.engine.one_trip import executed_here, learn
from bot.storage.engine.reworded import Reworded
from bot.storage.engine.schema import counter
from bot.storage.engine.shielded import unbroken
from incidents.errors import NotFound
from incidents.ids import DistrictId

type_row = Row[Any]  # Any: columns of a Core row have no static types; each module turns rows into values in one function

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]  # Any: columns

T = TypeVar("T", bound="Rows")


@built_once
def turn(district_id: DistrictId, name: str) -> Executable:
    """The district's counter, locked."""
    return select(counter.c.value).where(counter.c.district_id == district_id, counter.c.name == name).with_for_update()


NEXT_NUMBER = (
    insert(counter)
    .on_conflict_do_update(index_elements=[counter.c.district_id, counter.c.name], set_={"value": counter.c.value + 1})
    .returning(counter.c.value)
)
"""The next number of a district's counter, which begins with the value given."""


class Rows:
    """The questions and changes of one table, on the one connection of a transaction."""

    locks = True
    """Whether what is asked for by its number stays as it is until the end of the transaction."""

    def __init__(
        self, connection: AsyncConnection, district_id: DistrictId, woken: set[Queue] | None = None, reworded: Reworded | None = None
    ) -> None:
        self._connection = connection
        self._is_embedded = connection.dialect.name == "sqlite"
        self.woken: set[Queue] = set() if woken is None else woken
        """Where something is due by what this transaction wrote."""
        self.reworded = Reworded() if reworded is None else reworded
        self.district_id = district_id
        """Whose rows these are."""

    def beside(self, table: type[T]) -> T:
        """Another table of the same transaction."""
        return table(self._connection, self.district_id, self.woken, self.reworded)

    def wake(self, queue: Queue) -> None:
        """Something is due in the queue now, or will be: its worker hears of it with the commit, in whatever process it is."""
        self.woken.add(queue)

    async def tell_others(self) -> None:
        """The last statement of a transaction: its notices. On SQLite the storage wakes its own queues."""
        if self.woken and not self._is_embedded:
            await self._run(telling(frozenset(self.woken), self.district_id))

    async def _all(self, statement: Executable | Asked) -> Sequence[type_row]:
        return (await self._execute(statement)).all()

    async def _first(self, statement: Executable | Asked) -> type_row | None:
        return (await self._execute(statement)).first()

    async def _one(self, statement: Executable | Asked) -> type_row:
        """The first row. Raises NotFound where there is none."""
        row = await self._first(statement)
        if row is None:
            raise NotFound
        return row

    async def _scalar(self, statement: Executable | Asked) -> Any:  # Any: see type_row
        return (await self._execute(statement)).scalar()

    async def _run(self, statement: Executable | Asked) -> int:
        """Execute; gives back how many rows it touched."""
        return (await self._execute(statement)).rowcount

    async def _execute(self, statement: Executable | Asked) -> CursorResult[Any]:  # Any: see type_row
        """A statement of SQLite that was broken off half-way would keep the file locked even after its connection is closed.

        It is short, so it runs to its end. PostgreSQL cancels a statement itself, and it may wait long for a lock.
        """
        if not isinstance(statement, Asked):
            step = self._connection.execute(statement)
            return await (unbroken(step) if self._is_embedded else step)
        if not self._is_embedded:
            return await self._connection.execute(statement.statement, statement.values)
        if (found := await executed_here(self._connection, statement)) is None:
            found = await unbroken(self._connection.execute(statement.statement, statement.values))
            learn(self._connection, statement)
        return found

    async def _first_after(self, now: datetime, moment: ColumnElement[datetime], *where: ColumnElement[bool]) -> datetime | None:
        """The first of these moments that is still to come."""
        found: datetime | None = await self._scalar(select(func.min(moment)).where(*where, moment > now))
        return found

    async def _next(self, name: str) -> int:
        """The next number of the district's counter: without gaps, since a rollback gives it back."""
        return int(await self._scalar(Asked(NEXT_NUMBER, {"district_id": self.district_id, "name": name, "value": 1})))

    async def _take_turn(self, name: str) -> None:
        """Until the transaction ends, whoever takes this turn in the district waits. On SQLite there is one writer anyway."""
        mine = turn(district_id=self.district_id, name=name)
        if await self._first(mine) is None:  # once in the life of a base
            await self._run(insert(counter).values(district_id=self.district_id, name=name, value=0).on_conflict_do_nothing())
            await self._first(mine)

    async def _with(self, statement: Executable, values: Values) -> CursorResult[Any]:  # Any: see type_row
        """Execute with the values of its parameters, or once for each row of them.

        A statement with rows inside is compiled for each execution, which costs more than executing it.
        """
        step = self._connection.execute(statement, values)
        return await (unbroken(step) if self._is_embedded else step)


class Lazy(Generic[T]):
    """A table of a transaction, made when it is first asked for: most transactions ask few of them."""

    def __init__(self, table: type[T]) -> None:
        self._table = table

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, tx: Rows, _owner: type) -> T:
        made = tx.__dict__[self._name] = tx.beside(self._table)
        return made
