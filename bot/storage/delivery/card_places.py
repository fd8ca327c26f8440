"""Where cards stand: over `card_copy` and what waits in `outbox`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, delete, not_, select
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.readable import readable
from bot.storage.delivery.copies import card_copy, card_photo, standing_of
from bot.storage.delivery.outbox import OutboxKind, outbox
from bot.storage.engine.built_once import built_once
from bot.storage.engine.table import Rows
from incidents import delivery
from incidents.ids import ChatId, IncidentId
from incidents.official import Official

_AT_ONCE = 500  # ids in one statement


@built_once
def waiting_of(district_id: str, id: IncidentId) -> Select[Any]:  # Any: a row
    """Chats that wait for the card."""
    waits = (outbox.c.district_id == district_id, outbox.c.incident_id == id)
    return select(outbox.c.chat_id).where(*waits, outbox.c.state == "pending", outbox.c.kind == OutboxKind.CARD)


class CardPlaces(Rows, delivery.CardPlaces):
    """Chats of cards."""

    @override
    async def of(self, id: IncidentId) -> Mapping[ChatId, int | None]:
        pending = await self._all(waiting_of(district_id=self.district_id, id=id))
        places: dict[ChatId, int | None] = {row.chat_id: None for row in pending}
        standing = await self._all(standing_of(district_id=self.district_id, id=id))
        return places | {row.chat_id: row.message_id for row in standing}

    @override
    async def in_chat(self, chat_id: ChatId, *, unreadable_by: Official | None = None) -> Mapping[IncidentId, int]:
        here = select(card_copy.c.incident_id, card_copy.c.message_id).join(incident, incident.c.id == card_copy.c.incident_id)
        here = here.where(
            card_copy.c.district_id == self.district_id, incident.c.district_id == self.district_id, card_copy.c.chat_id == chat_id
        )
        if unreadable_by is not None:
            if not (theirs := readable(unreadable_by)):
                return {}
            here = here.where(not_(and_(*theirs)))
        return {row.incident_id: row.message_id for row in await self._all(here.order_by(card_copy.c.message_id.desc()))}

    @override
    async def take_away(self, chat_id: ChatId, ids: Collection[IncidentId]) -> None:
        for some in (list(ids)[i : i + _AT_ONCE] for i in range(0, len(ids), _AT_ONCE)):
            stands = (card_copy.c.district_id == self.district_id, card_copy.c.chat_id == chat_id)
            await self._run(delete(card_copy).where(*stands, card_copy.c.incident_id.in_(some)))
            waits = (outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id, outbox.c.state == "pending")
            kinds = outbox.c.kind.in_((OutboxKind.CARD, OutboxKind.PHOTOS))
            await self._run(delete(outbox).where(*waits, kinds, outbox.c.incident_id.in_(some)))

    @override
    async def take_photos(self, chat_id: ChatId, id: IncidentId) -> Sequence[int]:
        these = (card_photo.c.district_id == self.district_id, card_photo.c.incident_id == id, card_photo.c.chat_id == chat_id)
        rows = await self._all(select(card_photo.c.message_id).where(*these).order_by(card_photo.c.message_id))
        await self._run(delete(card_photo).where(*these))
        return [row.message_id for row in rows]
