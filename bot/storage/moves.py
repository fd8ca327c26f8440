"""A group that became a supergroup: everything that names the chat names the new one."""

from sqlalchemy import ColumnElement, Table, delete, select, update

from bot.storage.chats import chat
from bot.storage.copies import card_copy, card_message
from bot.storage.departments import department
from bot.storage.joined import Joined
from bot.storage.outbox import OutboxKind, outbox
from incidents.ids import ChatId


class Moves(Joined):
    """The one act that touches a chat everywhere."""

    async def chat_moved(self, old: ChatId, new: ChatId) -> None:
        """Rewrite copies, messages, outbox and departments; where the new chat has its own already, the old one's goes."""
        there = outbox.alias("there")
        pending = (outbox.c.kind == OutboxKind.CARD, outbox.c.state == "pending")
        twin = select(there.c.id).where(there.c.district_id == self.district_id, there.c.chat_id == new)
        of_card = twin.where(there.c.kind == OutboxKind.CARD, there.c.state == "pending", there.c.incident_id == outbox.c.incident_id)
        await self._run(delete(outbox).where(*self._in(outbox, old), *pending, of_card.exists()))
        await self._drop_twins(card_copy, "incident_id", old, new)
        await self._drop_twins(card_message, "message_id", old, new)
        for table in (outbox, card_copy, card_message, department):
            await self._run(update(table).where(*self._in(table, old)).values(chat_id=new))
        await self._run(delete(chat).where(*self._in(chat, old)))

    async def _drop_twins(self, table: Table, key: str, old: ChatId, new: ChatId) -> None:
        there = table.alias("there")
        twin = select(there.c.chat_id).where(there.c.district_id == self.district_id, there.c.chat_id == new)
        await self._run(delete(table).where(*self._in(table, old), twin.where(there.c[key] == table.c[key]).exists()))

    def _in(self, table: Table, chat_id: ChatId) -> tuple[ColumnElement[bool], ...]:
        return table.c.district_id == self.district_id, table.c.chat_id == chat_id
