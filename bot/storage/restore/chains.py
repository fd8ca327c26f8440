"""Verify the hash chains of all events in a database."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.acts.events import event, event_of
from incidents.event_chain import GENESIS, seal
from incidents.ids import IncidentId


async def broken_chain(connection: AsyncConnection) -> IncidentId | None:
    """The first incident whose log was changed or cut inside; None: all chains hold. It reads all districts."""
    rows = select(event).order_by(event.c.district_id, event.c.incident_id, event.c.line)
    previous, former, line = GENESIS, None, 0
    async with connection.stream(rows.execution_options(yield_per=1000)) as log:
        async for row in log:
            of = (row.district_id, row.incident_id)
            previous, line = (previous, line + 1) if of == former else (GENESIS, 1)
            sealed = seal(previous, row.incident_id, event_of(row))
            if row.line != line or sealed != row.seal:
                return IncidentId(row.incident_id)
            previous, former = sealed, of
    return None
