"""Which tables tell of an incident; what stood there before.

Most cards have no note, no promise, no mass event, and nobody asks for them then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, or_, select
from typing_extensions import override

from bot.storage.acts.incidents import Incidents, incident, incident_of
from bot.storage.acts.notes import delay, note
from bot.storage.acts.undo import undo
from bot.storage.acts.voice_parts import voice_part
from bot.storage.acts.voice_table import heard, voice
from bot.storage.answers.answers import answer
from bot.storage.answers.reactions import reaction
from bot.storage.approval.approvals import approval
from bot.storage.delivery.outbox import PHOTOS_WITHHELD, outbox
from bot.storage.engine.built_once import built_once
from bot.storage.engine.types import KEY, Moment
from bot.storage.engine.values import body_of
from bot.storage.intake.contacts import contact
from bot.storage.intake.mass import mass
from bot.storage.promises.promises import promise
from bot.storage.region.region import Region, region_list, region_row
from bot.storage.sameness.similar_pairs import similar_pair
from bot.storage.works.works import works
from incidents.ids import DistrictId, IncidentId
from incidents.incident import Incident, RejectReason
from incidents.incident_store import CardPart

_OF_INCIDENT: Sequence[tuple[CardPart, Table]] = (
    (CardPart.ANSWERS, answer),
    (CardPart.APPROVALS, approval),
    (CardPart.DELAYS, delay),
    (CardPart.MASS, mass),
    (CardPart.NOTES, note),
    (CardPart.PROMISES, promise),
    (CardPart.REACTIONS, reaction),
    (CardPart.SIMILAR, similar_pair),
    (CardPart.UNDO, undo),
)


_CALLED_BACK = exists().where(
    and_(answer.c.district_id == contact.c.district_id, answer.c.post_id == contact.c.post_id),
    answer.c.by_phone,
    answer.c.created_at >= contact.c.at,
)
"""Somebody has called back since it was written down."""

_INCIDENT, _SINCE = bindparam("of_incident", type_=KEY), bindparam("since", type_=Moment())
_ASKED: dict[DistrictId, Select[Any]] = {}  # Any: a row
"""The question of each district of the process: making it anew costs as much as asking it, and every card asks it."""


def _earlier(
    district_id: DistrictId, id: IncidentId, place_id: str | None, place: object, since: datetime, until: datetime
) -> Select[Any]:  # Any: a row
    """What stood at the very same place, thanks left out, newest first."""
    there = (incident.c.district_id == district_id, incident.c.place_id == place_id, incident.c.place == place)
    before = (incident.c.id != id, incident.c.opened_at >= since, incident.c.opened_at <= until)
    no_thanks = or_(incident.c.reject_reason.is_(None), incident.c.reject_reason != RejectReason.THANKS)
    those = select(incident).where(*there, *before, incident.c.merged_into.is_(None), no_thanks)
    return those.order_by(incident.c.opened_at.desc(), incident.c.id.desc())


_earlier_at = built_once(_earlier)


class IncidentsOfCards(Incidents):
    """Incidents, and what there is to tell of one."""

    @override
    async def earlier_at(self, of: Incident, *, since: datetime) -> Sequence[Incident]:
        ask = _earlier if of.place_id is None else _earlier_at
        place, until = body_of(of.place), of.opened_at
        asked = ask(district_id=self.district_id, id=of.id, place_id=of.place_id, place=place, since=since, until=until)
        return [incident_of(row) for row in await self._all(asked)]

    @override
    async def card_parts(self, of: Incident) -> frozenset[CardPart]:
        question = _ASKED.get(self.district_id)
        if question is None:
            question = _ASKED[self.district_id] = self._asked()
        row = (await self._with(question, {"of_incident": of.id, "since": of.published_at})).first()
        assert row is not None
        return frozenset(part for part in CardPart if row._mapping[part])

    def _asked(self) -> Select[Any]:  # Any: a row
        asked = {said: self._about(table) for said, table in _OF_INCIDENT}
        asked |= {
            CardPart.PARTS: self._parts(),
            CardPart.REGION: self._region(),
            CardPart.WORKS: self._works(),
            CardPart.CONTACTS: self._contacts(),
            CardPart.CALLS: self._contacts(~_CALLED_BACK),
        }
        asked[CardPart.LOST_PHOTOS] = self._lost_photos()
        columns: list[Any] = [question.label(said) for said, question in asked.items()]  # Any: a row's
        return select(*columns)

    def _about(self, table: Table) -> ColumnElement[bool]:
        return exists().where(table.c.district_id == self.district_id, table.c.incident_id == _INCIDENT)

    def _parts(self) -> ColumnElement[bool]:
        """Its voices are parts of posts, or a post of its voices was parted."""
        same_post = and_(voice.c.district_id == voice_part.c.district_id, voice.c.post_id == voice_part.c.post_id)
        parted = exists().where(voice.c.district_id == self.district_id, voice.c.incident_id == _INCIDENT, same_post)
        return or_(self._about(voice_part), parted)

    def _contacts(self, *waits: ColumnElement[bool]) -> ColumnElement[bool]:
        """Somebody is to be called back about what is told here."""
        same_post = and_(heard.c.district_id == contact.c.district_id, heard.c.post_id == contact.c.post_id)
        return exists().where(contact.c.district_id == self.district_id, same_post, heard.c.incident_id == _INCIDENT, *waits)

    def _region(self) -> ColumnElement[bool]:
        """The district writes the region's numbers."""
        listed = [exists().where(table.c.district_id == self.district_id) for table in (region_row, region_list)]
        return or_(*listed, self.beside(Region).used().exists())

    def _lost_photos(self) -> ColumnElement[bool]:
        """The network gave no photos; what was given up is little, and is looked through."""
        given_up = (outbox.c.district_id == self.district_id, outbox.c.state == "dead", outbox.c.error == PHOTOS_WITHHELD)
        return exists().where(*given_up, outbox.c.incident_id == _INCIDENT, outbox.c.post_id.is_not(None))

    def _works(self) -> ColumnElement[bool]:
        """Works lasted longer than the first post: some may explain it."""
        return exists().where(works.c.district_id == self.district_id, works.c.until > _SINCE)
