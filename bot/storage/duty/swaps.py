"""Table `shift_swap`: one person on duty asks another to take a shift."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Index, String, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.people.officials import official
from incidents.duty import store
from incidents.duty.roster import Swap, SwapState
from incidents.errors import NotFound

shift_swap = Table(
    "shift_swap",
    metadata,
    key(),
    district(),
    Column("shift_id", KEY, nullable=False),  # no foreign key: a shift that was taken away is no reason to keep or to lose the request
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("to_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("instead_id", KEY),
    Column("state", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Index("ix_shift_swap_state", "district_id", "state"),
    sqlite_autoincrement=True,
)

_SAME = ("shift_id", "by_id", "to_id", "instead_id", "state", "asked_at", "settled_at")


def swap_of(row: type_row) -> Swap:
    """A row as the domain's value."""
    return Swap(**{name: row._mapping[name] for name in ("id", *_SAME) if name != "state"}, state=SwapState(row.state))


class Swaps(Rows, store.Swaps):
    """Shifts that change hands."""

    @override
    async def add(self, new: Swap) -> Swap:
        row = {name: getattr(new, name) for name in _SAME} | {"district_id": self.district_id}
        return swap_of((await self._all(insert(shift_swap).values(row).returning(shift_swap)))[0])

    @override
    async def get(self, id: int) -> Swap:
        this = select(shift_swap).where(shift_swap.c.district_id == self.district_id, shift_swap.c.id == id)
        row = await self._first(this.with_for_update())
        if row is None:
            raise NotFound("Этой просьбы больше нет. График: /duty")
        return swap_of(row)

    @override
    async def asked(self) -> Sequence[Swap]:
        mine = select(shift_swap).where(shift_swap.c.district_id == self.district_id, shift_swap.c.state == SwapState.ASKED)
        return [swap_of(row) for row in await self._all(mine.order_by(shift_swap.c.id))]

    @override
    async def save(self, after: Swap) -> None:
        this = (shift_swap.c.district_id == self.district_id, shift_swap.c.id == after.id)
        await self._run(update(shift_swap).where(*this).values(state=after.state, settled_at=after.settled_at))
