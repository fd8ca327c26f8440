"""Tables `card_copy`, `card_message`, `card_photo`: where copies of cards stand.

And which card any message of ours was, and which photos followed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Select, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY
from incidents import delivery
from incidents.ids import ChatId, DistrictId, IncidentId

card_copy = Table(
    "card_copy",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey("incident.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", Integer),
    Column("message_id", BigInteger, nullable=False),
    Column("shown", String, nullable=False),
    Column("photos_sent", Boolean, nullable=False),
    Index("ix_card_copy_chat_id", "district_id", "chat_id"),
)

card_message = Table(
    "card_message",
    metadata,
    district(primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
)
"""Older messages of a card stay here: people reply to them and press them for years."""


card_photo = Table(
    "card_photo",
    metadata,
    district(primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
    Index("ix_card_photo_incident_id", "district_id", "incident_id", "chat_id"),
)
"""Photos that stand under a card: they go when the card goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A card as it stands in a chat. `shown` is a hash of the text and buttons that were sent last."""

    incident_id: IncidentId
    chat_id: ChatId
    topic_id: int | None
    message_id: int
    shown: str
    photos_sent: bool


def copy_of(row: type_row) -> Copy:
    """A row as a value."""
    return Copy(**{name: value for name, value in row._mapping.items() if name != "district_id"})


@built_once
def shown_in(district_id: DistrictId, chat_id: ChatId, message_id: int) -> Select[Any]:  # Any: a row
    """Whose card this message is or was."""
    this = (card_message.c.chat_id == chat_id, card_message.c.message_id == message_id)
    return select(card_message.c.incident_id).where(card_message.c.district_id == district_id, *this)


_NEW_COPY, _NEW_MESSAGE = insert(card_copy), insert(card_message)
_STAND = ("topic_id", "message_id", "shown", "photos_sent")
STANDS = _NEW_COPY.on_conflict_do_update(
    index_elements=[card_copy.c.district_id, card_copy.c.incident_id, card_copy.c.chat_id],
    set_={name: _NEW_COPY.excluded[name] for name in _STAND},
)
WAS_CARD = _NEW_MESSAGE.on_conflict_do_update(
    index_elements=[card_message.c.district_id, card_message.c.chat_id, card_message.c.message_id],
    set_={"incident_id": _NEW_MESSAGE.excluded.incident_id},
)
"""Where a card stands now, and that a message was a card."""


@built_once
def standing_of(district_id: str, id: IncidentId) -> Select[Any]:  # Any: a row
    """All copies of a card."""
    return select(card_copy).where(card_copy.c.district_id == district_id, card_copy.c.incident_id == id)


@built_once
def standing_in(district_id: str, incident_id: IncidentId, chat_id: ChatId) -> Select[Any]:  # Any: a row
    """The copy of a card in a chat."""
    here = (card_copy.c.district_id == district_id, card_copy.c.incident_id == incident_id, card_copy.c.chat_id == chat_id)
    return select(card_copy).where(*here)


class Copies(Rows, delivery.Copies):
    """Copies of cards."""

    async def in_chat(self, incident_id: IncidentId, chat_id: ChatId) -> Copy | None:
        """The copy that stands in a chat."""
        row = await self._first(standing_in(district_id=self.district_id, incident_id=incident_id, chat_id=chat_id))
        return None if row is None else copy_of(row)

    async def of(self, incident_id: IncidentId) -> Sequence[Copy]:
        """All copies of an incident's card."""
        return [copy_of(row) for row in await self._all(self._of(incident_id).order_by(card_copy.c.chat_id))]

    @override
    async def chats_of(self, id: IncidentId) -> Sequence[ChatId]:
        return [copy.chat_id for copy in await self.of(id)]

    async def save(self, copy: Copy) -> None:
        """Keep where the card stands now; the message it stood in before stays findable."""
        keys = {"district_id": self.district_id, "incident_id": copy.incident_id, "chat_id": copy.chat_id}
        await self._run(Asked(STANDS, {**keys, **{name: getattr(copy, name) for name in _STAND}}))
        await self._run(Asked(WAS_CARD, {**keys, "message_id": copy.message_id}))

    async def keep_photos(self, id: IncidentId, chat_id: ChatId, messages: Sequence[int]) -> None:
        """These photos stand under the card now."""
        rows = [{"district_id": self.district_id, "chat_id": chat_id, "message_id": each, "incident_id": id} for each in messages]
        new = insert(card_photo).values(rows)
        place = [card_photo.c.district_id, card_photo.c.chat_id, card_photo.c.message_id]
        await self._run(new.on_conflict_do_update(index_elements=place, set_={"incident_id": new.excluded.incident_id}))

    @override
    async def forget(self, id: IncidentId, chat_id: ChatId) -> None:
        this = (card_copy.c.incident_id == id, card_copy.c.chat_id == chat_id)
        await self._run(delete(card_copy).where(card_copy.c.district_id == self.district_id, *this))

    @override
    async def incident_at(self, chat_id: ChatId, message_id: int) -> IncidentId | None:
        id: IncidentId | None = await self._scalar(shown_in(district_id=self.district_id, chat_id=chat_id, message_id=message_id))
        return id

    def _of(self, incident_id: IncidentId) -> Select[Any]:  # Any: a row
        return select(card_copy).where(card_copy.c.district_id == self.district_id, card_copy.c.incident_id == incident_id)
