"""Table `sought`: each official's last search; and the search itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Select, Table, and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.readable import readable
from bot.storage.acts.voices import heard, same_post
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Words
from bot.storage.intake.posts import post
from incidents.acts import store
from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.official import Official
from incidents.places.find_text import FindQuery

sought = Table(
    "sought",
    metadata,
    district(primary_key=True),
    Column("official_id", KEY, ForeignKey("official.id"), primary_key=True, autoincrement=False),
    Column("words", Words, nullable=False),
)


def _heard(stem: str) -> ColumnElement[bool]:
    """A resident's post of the incident has the word."""
    of_incident = and_(heard.c.district_id == incident.c.district_id, heard.c.incident_id == incident.c.id)
    said = select(heard.c.post_id).join(post, same_post())
    return said.where(of_incident, post.c.folded.contains(stem, autoescape=True)).exists()


class Search(Rows, store.Search):
    """Finding incidents."""

    @override
    async def keep(self, official_id: OfficialId, words: str) -> None:
        new = insert(sought).values(district_id=self.district_id, official_id=official_id, words=words)
        same = [sought.c.district_id, sought.c.official_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"words": new.excluded.words}))

    @override
    async def last(self, official_id: OfficialId) -> str | None:
        this = (sought.c.district_id == self.district_id, sought.c.official_id == official_id)
        words: str | None = await self._scalar(select(sought.c.words).where(*this))
        return words

    @override
    async def find(self, request: FindQuery, *, reader: Official, limit: int) -> Sequence[Incident]:
        if request.number is not None:
            exact = await self._rows_found(self._searched(reader).where(incident.c.number == request.number))
            if exact:
                return exact
        if not request.stems:
            return []
        each = [or_(incident.c.folded.contains(stem, autoescape=True), _heard(stem)) for stem in request.stems]
        return await self._rows_found(self._searched(reader).where(*each).order_by(incident.c.id.desc()).limit(limit))

    def _searched(self, reader: Official) -> Select[Any]:  # Any: a row
        return select(incident).where(incident.c.district_id == self.district_id, *readable(reader))

    async def _rows_found(self, question: Select[Any]) -> Sequence[Incident]:  # Any: a row
        return [incident_of(row) for row in await self._all(question)]
