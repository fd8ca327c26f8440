"""Moments that a clock which ran ahead wrote.

The highest hour that was seen stands in the table `counter`: whoever starts after the clock was set back knows it too.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.delivery.inbox import inbox
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import counter, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import database_moment
from bot.storage.health.moment_leads import SLACK, Now, leads_of, put_right
from bot.storage.intake.posts import post
from incidents.posts import Network

HIGHEST, BACK = "clock_highest", "clock_back"
"""Counters, in seconds: the latest hour that was seen; since when an earlier one is seen, 0: it is not."""

EVEN = timedelta(minutes=10)
"""So long a clock that was set back is waited for: what sets it may set it again."""

WITNESS = Network.VK
"""Its posts carry its own hour; what is brought by hand has ours, a feed any."""

_LATELY = 50


class WrongMoments(Rows):
    """What lies ahead of now and may not."""

    async def are_to_put_right(self, *, now: datetime) -> bool:
        """Note the hour; True when the clock was set back EVEN ago.

        Nobody with a clock of their own may say that it is slow now. A base of which nothing was noted yet counts as set back.
        """
        own = select(counter.c.name, counter.c.value).where(counter.c.district_id == self.district_id, counter.c.name.in_((HIGHEST, BACK)))
        hours = {row.name: row.value for row in await self._all(own)}
        second, back = int(now.timestamp()), hours.get(BACK, 0)
        if second >= hours.get(HIGHEST, second * 2) - SLACK.total_seconds():
            await self._note(max(second, hours[HIGHEST]), back=0)
            return False
        if not 0 < back <= second:
            await self._note(hours.get(HIGHEST, second * 2), back=second)
            return False
        return second - back >= EVEN.total_seconds() and not await self._is_slow(now)

    async def are_right(self, *, now: datetime) -> None:
        """All of them were put right: the hour counts from now on."""
        await self._note(int(now.timestamp()), back=0)

    async def put_right(self, name: str, *, now: datetime, today: date) -> int:
        """Put right the moments of a table; gives back how many rows changed.

        A second time there are none. `today`: the local date.
        """
        table, leads = metadata.tables[name], leads_of(name)
        if not leads:
            return 0
        right = Now(now, await self._scalar(select(database_moment(0.0))), today)
        floors = {each: lead.most if isinstance(lead.most, timedelta) else SLACK for each, lead in leads.items() if lead.most is not None}
        ahead = [table.c[each] > right.by(leads[each]) + floor for each, floor in floors.items()]
        keys = [column.name for column in table.primary_key if column.name != "district_id"]
        read = dict.fromkeys((*keys, *leads, *(lead.of for lead in leads.values() if lead.of), *(("code",) if name == "outbox" else ())))
        rows = select(*(table.c[each] for each in read)).where(table.c.district_id == self.district_id, or_(*ahead)).with_for_update()
        changes = []
        for row in await self._all(rows):
            if changed := put_right(leads, dict(row._mapping), right):
                kept = {each: changed.get(each, row._mapping[each]) for each in leads}
                changes.append({f"to_{each}": at for each, at in kept.items()} | {f"of_{each}": row._mapping[each] for each in keys})
        if changes:
            this = (table.c.district_id == self.district_id, *(table.c[each] == bindparam(f"of_{each}") for each in keys))
            await self._with(update(table).where(*this).values({each: bindparam(f"to_{each}") for each in leads}), changes)
            for queue in Queue:
                self.wake(queue)
        return len(changes)

    async def _is_slow(self, now: datetime) -> bool:
        """Whether a network or the messenger has written an hour that has not come yet."""
        own = (post.c.district_id == self.district_id, post.c.network == WITNESS, post.c.detected_at > now)
        if await self._first(select(post.c.id).where(*own, post.c.published_at > now + SLACK).limit(1)):
            return True
        came = select(inbox.c.raw).where(inbox.c.district_id == self.district_id, inbox.c.received_at > now)
        latest = (now + SLACK).timestamp()
        return any(_said_at(row.raw) > latest for row in await self._all(came.order_by(inbox.c.received_at.desc()).limit(_LATELY)))

    async def _note(self, highest: int, *, back: int) -> None:
        rows = [{"district_id": self.district_id, "name": name, "value": value} for name, value in ((HIGHEST, highest), (BACK, back))]
        new = insert(counter)
        same = [counter.c.district_id, counter.c.name]
        await self._with(new.on_conflict_do_update(index_elements=same, set_={"value": new.excluded.value}), rows)


def _said_at(raw: object) -> float:
    """The messenger's hour of a message; 0 where there is none."""
    message = raw.get("message") if isinstance(raw, dict) else None
    second = message.get("date") if isinstance(message, dict) else None
    return float(second) if isinstance(second, int) else 0.0
