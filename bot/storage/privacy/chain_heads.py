"""Table `chain_head`: nightly digests of the log; the log read through."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Date, Integer, String, Table, and_, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.acts.events import event, event_of
from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import Moment
from incidents.ids import IncidentId
from incidents.incident import Event
from incidents.privacy.chain_check import ChainHead, Head

chain_head = Table(
    "chain_head",
    metadata,
    district(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("until", Moment, nullable=False),
    Column("incidents", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("digest", String, nullable=False),
)

AT_ONCE = 200  # incidents whose logs are read in one question

Lines = list[tuple[int, Event, str]]
"""Numbers of lines, what they say, their seals."""


def chain_head_of(row: type_row) -> ChainHead:
    """A row as the domain's value."""
    return ChainHead(day=row.day, until=row.until, incidents=row.incidents, lines=row.lines, digest=row.digest)


class ChainHeads(Rows):
    """Digests of the district's log."""

    async def heads(self, until: datetime) -> Sequence[Head]:
        """The last line of every incident before a moment, in the order of incidents."""
        mine = (event.c.district_id == self.district_id, event.c.at < until)
        last = select(event.c.incident_id, func.max(event.c.line).label("line")).where(*mine).group_by(event.c.incident_id).subquery()
        this = and_(event.c.incident_id == last.c.incident_id, event.c.line == last.c.line)
        rows = select(event.c.incident_id, event.c.line, event.c.seal).join(last, this).where(event.c.district_id == self.district_id)
        return [Head(incident=row.incident_id, line=row.line, seal=row.seal) for row in await self._all(rows.order_by(event.c.incident_id))]

    async def keep(self, one: ChainHead) -> None:
        """The first digest of a night stays."""
        values = {"day": one.day, "until": one.until, "incidents": one.incidents, "lines": one.lines, "digest": one.digest}
        await self._run(insert(chain_head).values({**values, "district_id": self.district_id}).on_conflict_do_nothing())

    async def all(self) -> Sequence[ChainHead]:
        """Oldest first."""
        mine = select(chain_head).where(chain_head.c.district_id == self.district_id)
        return [chain_head_of(row) for row in await self._all(mine.order_by(chain_head.c.day))]

    async def logs_after(self, last: IncidentId) -> Sequence[tuple[IncidentId, int, Lines]]:
        """Some incidents after this one, how often each was changed, its log, an empty one too: nobody waits for the writer long."""
        some = select(incident.c.id, incident.c.version).where(incident.c.district_id == self.district_id, incident.c.id > last)
        changes = {IncidentId(row.id): int(row.version) for row in await self._all(some.order_by(incident.c.id).limit(AT_ONCE))}
        logs: dict[IncidentId, Lines] = {id: [] for id in changes}
        mine = select(event).where(event.c.district_id == self.district_id, event.c.incident_id.in_(changes))
        for row in await self._all(mine.order_by(event.c.incident_id, event.c.line)):
            logs[row.incident_id].append((row.line, event_of(row), row.seal))
        return [(id, changes[id], log) for id, log in logs.items()]
