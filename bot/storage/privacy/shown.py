"""Table `shown`: which message of ours shows which post or incident."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.delivery.copies import card_message
from bot.storage.engine.batches import batches
from bot.storage.engine.noticed import CONTACT, INCIDENT, POST, Noticed
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Moment
from bot.storage.intake.contacts import contact
from bot.storage.intake.posts import post
from incidents.ids import ChatId
from incidents.posts import ERASED
from incidents.privacy.values import Extent

shown = Table(
    "shown",
    metadata,
    district(primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("what", String, primary_key=True),  # post | incident | contact
    Column("key", KEY, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Index("ix_shown_what_key", "district_id", "what", "key"),
    Index("ix_shown_at", "district_id", "at"),
)

Place = tuple[ChatId, int]
"""A chat, and a message in it."""


class Shown(Rows):
    """Messages beside cards: lists, questions, previews, reminders. Cards are known by their copies."""

    async def keep(self, chat_id: ChatId, message_id: int, read: Noticed, *, at: datetime) -> None:
        """The message was made from these, and stands in the chat; what it was made from before is nothing to it any more."""
        await self.forget(chat_id, message_id)
        own = {"district_id": self.district_id, "chat_id": chat_id, "message_id": message_id, "at": at}
        rows = [{**own, "what": what, "key": key} for what, key in sorted(read)]
        if rows:
            await self._with(insert(shown).on_conflict_do_nothing(), rows)

    async def forget(self, chat_id: ChatId, message_id: int) -> None:
        """The message is gone."""
        this = (shown.c.chat_id == chat_id, shown.c.message_id == message_id)
        await self._run(delete(shown).where(shown.c.district_id == self.district_id, *this))

    async def has_erased(self, read: Noticed) -> bool:
        """Whether any of these posts was erased."""
        ids = [key for what, key in read if what == POST]
        gone = select(post.c.id).where(post.c.district_id == self.district_id, post.c.id.in_(ids), post.c.external_id.startswith(ERASED))
        return await self._first(gone.limit(1)) is not None

    async def places(self, reach: Extent) -> Sequence[Place]:
        """Messages that show anything of this. What read no post and speaks of an incident that others told of too stays."""
        found: set[Place] = set()
        for what, ids in ((POST, reach.posts), (INCIDENT, reach.alone)):
            for some in batches(ids):
                these = select(shown.c.chat_id, shown.c.message_id).where(shown.c.district_id == self.district_id, shown.c.what == what)
                found |= {(row.chat_id, row.message_id) for row in await self._all(these.where(shown.c.key.in_(some)))}
        return sorted(found)

    async def forget_contacts(self) -> Sequence[Place]:
        """Forget which messages show contacts that are kept no more; gives them back."""
        kept = select(contact.c.post_id).where(contact.c.district_id == shown.c.district_id, contact.c.post_id == shown.c.key)
        outlived = (shown.c.district_id == self.district_id, shown.c.what == CONTACT, ~kept.exists())
        rows = await self._all(select(shown.c.chat_id, shown.c.message_id).where(*outlived).distinct())
        await self._run(delete(shown).where(*outlived))
        return sorted((row.chat_id, row.message_id) for row in rows)

    async def of_chat(self, chat_id: ChatId) -> Sequence[Place]:
        """All messages of a chat that show anything."""
        here = select(shown.c.message_id).where(shown.c.district_id == self.district_id, shown.c.chat_id == chat_id).distinct()
        return [(chat_id, row.message_id) for row in await self._all(here.order_by(shown.c.message_id))]

    async def older_cards(self, reach: Extent, standing: Collection[Place]) -> Sequence[Place]:
        """Messages that were cards of these once, beside those that stand."""
        found: set[Place] = set()
        for some in batches(reach.incidents):
            mine = select(card_message.c.chat_id, card_message.c.message_id).where(card_message.c.district_id == self.district_id)
            found |= {(row.chat_id, row.message_id) for row in await self._all(mine.where(card_message.c.incident_id.in_(some)))}
        return sorted(found - set(standing))

    async def purge(self, before: datetime) -> int:
        """Forget what was shown before; gives back how many rows."""
        return await self._run(delete(shown).where(shown.c.district_id == self.district_id, shown.c.at < before))
