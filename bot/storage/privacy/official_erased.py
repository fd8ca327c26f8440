"""Erasing an official who left: name, phone, number in the messenger."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.storage.acts.find import sought
from bot.storage.deadlines.reminders import reminder
from bot.storage.delivery.board_tables import board, board_row
from bot.storage.delivery.chats import chat
from bot.storage.delivery.copies import card_copy, card_message, card_photo
from bot.storage.delivery.inbox import inbox
from bot.storage.delivery.outbox import outbox
from bot.storage.delivery.sounds import sound
from bot.storage.engine.table import Rows
from bot.storage.people.audit import audit
from bot.storage.people.officials import forget_values, official
from bot.storage.privacy.register import REGISTER
from bot.storage.privacy.shown import Place, Shown, shown
from bot.storage.tables.incoming_files import file_job
from incidents.ids import ChatId, OfficialId

NOBODYS = -(10**15)
"""Below every number that Telegram gives to people and chats."""

_IN_CHAT = (board, board_row, card_copy, card_message, card_photo, chat, sound, reminder, outbox, shown)
"""Tables that know the official by their chat."""


class OfficialEraser(Rows):
    """An official becomes a number of ours: what they did stays in the chain, under that number."""

    async def erase(self, id: OfficialId, *, at: datetime) -> Sequence[Place]:
        """Blank them; gives back the messages of ours in their chat. Raises NotFound."""
        row = await self._one(select(official).where(official.c.district_id == self.district_id, official.c.id == id).with_for_update())
        former, now = ChatId(row.user_id), NOBODYS - row.id
        places = await self._places(former) if former > 0 else []
        values = {"user_id": now, "name": "", "phone": "", "title": f"сотрудник {row.id}, данные стёрты", "left_at": row.left_at or at}
        this = (official.c.district_id == self.district_id, official.c.id == id)
        await self._run(update(official).where(*this).values({**values, "reachable": False, "menu": None, "deputy_id": None}))
        forget_values()
        await self._run(update(audit).where(audit.c.district_id == self.district_id, audit.c.user_id == former).values(user_id=now))
        for table in _IN_CHAT:
            await self._run(delete(table).where(table.c.district_id == self.district_id, table.c.chat_id == former))
        await self._run(delete(sought).where(sought.c.district_id == self.district_id, sought.c.official_id == id))
        over = (inbox.c.district_id == self.district_id, inbox.c.state != "new")
        await self._run(update(inbox).where(*over).values(dict(REGISTER["inbox"].blank)))
        files = (file_job.c.district_id == self.district_id, file_job.c.official_id == id)
        await self._run(update(file_job).where(*files).values(body=None, name="", file_id=""))
        return places

    async def _places(self, chat_id: ChatId) -> list[Place]:
        cards = select(card_message.c.message_id).where(card_message.c.district_id == self.district_id, card_message.c.chat_id == chat_id)
        found = {(chat_id, row.message_id) for row in await self._all(cards)}
        return sorted(found | set(await self.beside(Shown).of_chat(chat_id)))
