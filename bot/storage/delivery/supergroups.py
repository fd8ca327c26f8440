"""A group that became a supergroup: rewrite its chat id everywhere."""

from sqlalchemy import ColumnElement, Table, delete, select, update

from bot.storage.acts.incidents import incident
from bot.storage.delivery.board_tables import board, board_row
from bot.storage.delivery.chats import chat
from bot.storage.delivery.copies import card_copy, card_photo
from bot.storage.delivery.given_up import WholeOutbox
from bot.storage.delivery.outbox import FRESH, ONE_PENDING_NOW, OutboxKind, outbox
from bot.storage.engine.table import Rows
from bot.storage.people.departments import department
from bot.storage.sources.chats import source_chat
from bot.storage.sources.pushed import pushed
from bot.storage.sources.sources import source
from incidents.ids import ChatId
from incidents.incident import UNFINISHED
from incidents.posts import Network
from incidents.sources.chats import ChatKind, ChatState

UNDECIDED = (ChatState.NEW, ChatState.LEFT, ChatState.REFUSED)


class Supergroups(Rows):
    """The one act that touches a chat everywhere."""

    async def chat_moved(self, old: ChatId, new: ChatId) -> None:
        """Departments and what waits name the new chat; every card that stood in the old one and is open comes to the new one, silently.

        Copies do not move with their message ids: a supergroup counts from 1 again, so that an old number may be another card's.
        Which card an old message was stays known under the old chat: people press old keyboards.
        """
        stood = select(card_copy.c.incident_id, card_copy.c.topic_id).join(incident, incident.c.id == card_copy.c.incident_id)
        mine = (incident.c.district_id == self.district_id, incident.c.status.in_(UNFINISHED))
        ids = await self._all(stood.where(*self._in(card_copy, old), *mine).order_by(incident.c.id))
        there = outbox.alias("there")
        pending = (outbox.c.kind == OutboxKind.CARD, outbox.c.state == "pending")
        twin = select(there.c.id).where(there.c.district_id == self.district_id, there.c.chat_id == new)
        of_card = twin.where(there.c.kind == OutboxKind.CARD, there.c.state == "pending", there.c.incident_id == outbox.c.incident_id)
        await self._run(delete(outbox).where(*self._in(outbox, old), *pending, of_card.exists()))
        for table in (outbox, department):
            await self._run(update(table).where(*self._in(table, old)).values(chat_id=new))
        await self._source_moved(old, new)
        await self._run(update(board).where(*self._in(board, old)).values(chat_id=new, message_id=None))
        await self._run(update(board_row).where(*self._in(board_row, old)).values(chat_id=new))
        await self.beside(WholeOutbox).refresh_board(new)
        for table in (card_copy, card_photo):
            await self._run(delete(table).where(*self._in(table, old)))
        await self._run(delete(chat).where(*self._in(chat, old)))
        own = {**FRESH, "district_id": self.district_id, "kind": OutboxKind.CARD, "chat_id": new, "sound": False}
        for row in ids:
            again = {"incident_id": row.incident_id, "topic_id": row.topic_id, "not_before": None, "retry_at": None, "error": None}
            await self._with(ONE_PENDING_NOW, {**own, **again})

    async def _source_moved(self, old: ChatId, new: ChatId) -> None:
        """A chat that is read is read on: its row, its source and what waits to be read are the new one's.

        The bot may have been asked about the new one already, as about a chat that nobody knows.
        """
        known = await self._first(select(source_chat.c.id).where(*self._in(source_chat, old)))
        if known is None:
            return
        await self._run(delete(source_chat).where(*self._in(source_chat, new), source_chat.c.state.in_(UNDECIDED)))
        if await self._first(select(source_chat.c.id).where(*self._in(source_chat, new))) is not None:
            return
        await self._run(
            update(source_chat).where(*self._in(source_chat, old)).values(chat_id=new, kind=ChatKind.SUPERGROUP, checked_at=None)
        )
        own = (source.c.district_id == self.district_id, source.c.network == Network.TELEGRAM, source.c.external_id == str(old))
        await self._run(update(source).where(*own).values(external_id=str(new)))
        rows = (pushed.c.district_id == self.district_id, pushed.c.network == Network.TELEGRAM, pushed.c.source == str(old))
        await self._run(update(pushed).where(*rows).values(source=str(new)))

    def _in(self, table: Table, chat_id: ChatId) -> tuple[ColumnElement[bool], ...]:
        return table.c.district_id == self.district_id, table.c.chat_id == chat_id
