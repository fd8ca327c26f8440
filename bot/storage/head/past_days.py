"""Past days as ready rows, written in bulk.

For a town that had a life before the bot's first day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, insert, select, update

from bot.storage.acts.events import as_kept, event
from bot.storage.acts.incidents import incident, values_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.schema import counter
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post, post_revision
from incidents.event_chain import GENESIS, seal
from incidents.ids import IncidentId, SourceId
from incidents.incident import Event, Incident
from incidents.places.find_text import folded
from incidents.posts import Post

Row = Mapping[str, Any]  # Any: columns
REGION_FROM = 5_400_000  # numbers of the region's system, where all that is past was entered


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """One finished incident: what residents wrote, how it ended, its log. The ids in it are given anew."""

    source_id: SourceId
    posts: Sequence[Post]  # the first opened it
    incident: Incident
    log: Sequence[Event]


class PastDays(Rows):
    """Writes whole days at once, into a database that holds no later ones."""

    async def put(self, cases: Sequence[PastDay]) -> None:
        """All of them, numbered in their order; a hundred rows are one statement."""
        first_post, first = await self._free(post.c.id), await self._free(incident.c.id)
        number = await self._numbers(len(cases))
        posts, incidents, voices, lines = list[Row](), list[Row](), list[Row](), list[Row]()
        for n, case in enumerate(cases):
            id = IncidentId(first + n)
            own = {"district_id": self.district_id, "id": id, "number": number + n, "version": len(case.log)}
            self.reworded.anew.add(id)
            incidents.append({**values_of(case.incident), **own, "last_voice_at": case.posts[-1].published_at})
            for written in case.posts:
                number_of = first_post + len(posts)
                posts.append(self._post(number_of, case.source_id, written))
                voices.append(self._voice(number_of, id, written, case.incident.answered_at))
            lines.extend(self._log(id, case.log))
        revisions = [_revision(each) for each in posts]
        for table, rows in ((post, posts), (post_revision, revisions), (incident, incidents), (voice, voices), (event, lines)):
            await self._many(insert(table), rows)

    async def _many(self, statement: Insert, rows: Sequence[Row]) -> None:
        if rows:
            await self._connection.execute(statement, rows)

    async def _free(self, key: Any) -> int:  # Any: a column
        last = select(key).order_by(key.desc()).limit(1)
        return int(await self._scalar(everywhere(last)) or 0) + 1

    async def _numbers(self, count: int) -> int:
        """The first of so many numbers of incidents that are nobody's yet."""
        first = await self._next("incident")
        mine = (counter.c.district_id == self.district_id, counter.c.name == "incident")
        await self._run(update(counter).where(*mine).values(value=first + count - 1))
        return first

    def _post(self, id: int, source_id: SourceId, written: Post) -> Row:
        return {
            "id": id,
            "district_id": self.district_id,
            "source_id": source_id,
            "network": written.network,
            "external_id": written.external_id,
            "url": written.url,
            "text": written.text,
            "folded": folded(written.text),
            "author_id": written.author_id,
            "published_at": written.published_at,
            "photos": [],
            "likes": 0,
            "comments": 0,
            "by_owner": False,
            "is_history": True,
            "revision": 1,
            "detected_at": written.published_at,
            "taken_at": written.published_at,
            "tries": 0,
        }

    def _voice(self, post_id: int, id: IncidentId, written: Post, answered_at: datetime | None) -> Row:
        own = {"district_id": self.district_id, "post_id": post_id, "incident_id": id}
        joined = {"joined_at": written.published_at, "because": "то же место и тема", "answered_at": answered_at}
        return {**own, **joined, "region_number": str(REGION_FROM + post_id), "entered_at": answered_at}

    def _log(self, id: IncidentId, log: Sequence[Event]) -> Iterator[Row]:
        previous = GENESIS
        for line, happened in enumerate(map(as_kept, log), start=1):
            previous = seal(previous, id, happened)
            yield {
                "district_id": self.district_id,
                "incident_id": id,
                "line": line,
                "act": happened.act,
                "at": happened.at,
                "by_id": happened.by,
                "because": happened.because,
                "status_before": happened.status_before,
                "status_after": happened.status_after,
                "data": dict(happened.data),
                "seal": previous,
            }


def _revision(written: Row) -> Row:
    own = {name: written[name] for name in ("district_id", "text")}
    return {**own, "post_id": written["id"], "revision": 1, "seen_at": written["detected_at"]}
