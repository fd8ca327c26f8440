"""The outbox as the desk writes it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.delivery.board_tables import board
from bot.storage.delivery.chats import alive, is_dead
from bot.storage.delivery.copies import card_copy, standing_of
from bot.storage.delivery.outbox import FRESH, ONE_PENDING_NOW, OutboxKind, Turn, outbox
from bot.storage.engine.built_once import built_once
from bot.storage.engine.notices import Queue
from bot.storage.engine.table import Rows
from bot.storage.engine.types import database_moment
from incidents import delivery
from incidents.audience import Recipient
from incidents.danger.board import EDITED_EVERY
from incidents.danger.messages import DangerBoard
from incidents.deadlines.reminders import OF_THE_DANGER, Reminder
from incidents.delivery import Envelope, Say, outbox_row
from incidents.ids import AnswerId, ChatId, DistrictId, IncidentId, PostId
from incidents.intake.messages import PlaceInNewText
from incidents.outbox_message import OutboxMessage
from incidents.reading import DangerGrade

_NEW = insert(outbox).values(created_at=database_moment(0.0))


@built_once
def grade_of(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    """How dangerous it is."""
    return select(incident.c.danger_grade).where(incident.c.district_id == district_id, incident.c.id == id)


class Outbox(Rows, delivery.Outbox):
    """What the desk wants said."""

    erases = False
    _pressed_in: Collection[ChatId] = ()

    def answers(self, chats: Collection[ChatId]) -> None:
        """Somebody has pressed there: what this transaction says in these chats goes before all else there."""
        self._pressed_in = chats

    def _turn(self, chat_id: ChatId) -> Turn:
        if chat_id in self._pressed_in:
            return Turn.ANSWER
        return Turn.ERASURE if self.erases else Turn.OTHERS

    @override
    async def refresh_cards(
        self, id: IncidentId, recipients: Sequence[Recipient], *, not_before: datetime | None = None, urgent: bool = False
    ) -> None:
        chats: dict[ChatId, dict[str, Any]] = {
            chat: {"topic_id": topic, "sound": False} for chat, topic in await self._standing(id)
        }  # Any: columns
        for one in recipients:
            former = chats.get(one.chat_id, {})
            topic = one.topic_id if one.topic_id is not None else former.get("topic_id")
            chats[one.chat_id] = {"topic_id": topic, "sound": one.sound or former.get("sound", False)}
        is_danger = await self._scalar(grade_of(district_id=self.district_id, id=id)) == DangerGrade.NOW
        await self._refresh(id, chats, not_before=not_before, urgent=urgent or is_danger)

    @override
    async def refresh_here(self, id: IncidentId, chat_id: ChatId, topic_id: int | None, *, sound: bool = False) -> None:
        await self._refresh(id, {chat_id: {"topic_id": topic_id, "sound": sound}}, not_before=None, urgent=True)

    async def _refresh(self, id: IncidentId, chats: Mapping[ChatId, Mapping[str, Any]], **shared: object) -> None:  # Any: columns
        own = {"district_id": self.district_id, "kind": OutboxKind.CARD, "incident_id": id}
        rows = [
            {**FRESH, **own, **shared, "retry_at": None, "error": None, "chat_id": chat, "turn": self._turn(chat), **chats[chat]}
            for chat in sorted(chats)
        ]
        if rows:
            await self._with(ONE_PENDING_NOW, rows)
            self.wake(Queue.OUTBOX)  # what waits for its hour, too: the courier looks when the next one is due

    @override
    async def say(self, to: ChatId, what: OutboxMessage, **envelope: Unpack[Envelope]) -> None:
        await self.put(outbox_row(to, what, envelope))

    @override
    async def refresh_board(self, chat_id: ChatId) -> None:
        waits = (
            outbox.c.district_id == self.district_id,
            outbox.c.chat_id == chat_id,
            outbox.c.state == "pending",
            outbox.c.code.in_(DangerBoard.codes),
        )
        stands = select(board.c.topic_id, board.c.shown_at).where(board.c.district_id == self.district_id, board.c.chat_id == chat_id)
        row = await self._first(stands)
        # It waits here and not at the courier, who would book a moment of the chat for what is not sent then.
        not_before = row.shown_at + EDITED_EVERY if row is not None and row.shown_at is not None else None
        # A row that waits is touched, so that no courier takes it before this is committed; one that is being sent is followed by another.
        if await self._run(update(outbox).where(*waits).values(not_before=not_before)):
            self.wake(Queue.OUTBOX)
        elif row is not None:
            await self.say(chat_id, DangerBoard(), topic_id=row.topic_id, not_before=not_before)

    @override
    async def take_back(self, chat_id: ChatId, codes: Collection[str]) -> None:
        waits = (outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id, outbox.c.state == "pending")
        await self._run(delete(outbox).where(*waits, outbox.c.code.in_(codes)))

    async def put(self, say: Say) -> None:
        """Put a message as it is kept: its code may be of a program before this one."""
        words = {"topic_id": say.topic_id, "incident_id": say.incident_id, "code": say.code}
        urgent = say.code in {*OF_THE_DANGER, Reminder.DANGER_ASKED, *PlaceInNewText.codes, *DangerBoard.codes}
        await self._put(
            OutboxKind.SAY, say.chat_id, **words, sound=say.sound, not_before=say.not_before, urgent=urgent, params=dict(say.params)
        )

    async def send_photos(self, incident_id: IncidentId, chat_id: ChatId, post_id: PostId, *, topic_id: int | None = None) -> None:
        """Put a post's photos into the outbox, to follow the card in the chat."""
        await self._put(OutboxKind.PHOTOS, chat_id, incident_id=incident_id, post_id=post_id, topic_id=topic_id)

    @override
    async def follow_with_photos(self, id: IncidentId, post: PostId) -> None:
        for chat, topic in await self._standing(id):
            await self.send_photos(id, chat, post, topic_id=topic)

    @override
    async def send_answer_photos(self, incident_id: IncidentId, chat_id: ChatId, answer_id: AnswerId) -> None:
        await self._put(OutboxKind.PHOTOS, chat_id, incident_id=incident_id, params={"answer": answer_id})

    async def _put(self, kind: OutboxKind, chat_id: ChatId, **columns: object) -> None:
        own = {"district_id": self.district_id, "kind": kind, "chat_id": chat_id, "turn": self._turn(chat_id)}
        await self._with(_NEW, {**FRESH, **own, **columns})
        self.wake(Queue.OUTBOX)

    async def _standing(self, id: IncidentId) -> list[tuple[ChatId, int | None]]:
        rows = await self._all(standing_of(district_id=self.district_id, id=id))
        return [(row.chat_id, row.topic_id) for row in rows]

    @override
    async def mark_alive(self, chat_id: ChatId) -> None:
        if await self._run(alive(district_id=self.district_id, chat_id=chat_id)):
            self.wake(Queue.OUTBOX)  # what waited for it

    @override
    async def forget_chat(self, chat_id: ChatId) -> None:
        await self._run(delete(card_copy).where(card_copy.c.district_id == self.district_id, card_copy.c.chat_id == chat_id))
        waits = (outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id, outbox.c.state == "pending")
        await self._run(delete(outbox).where(*waits))

    @override
    async def hold_back(self, chat_id: ChatId) -> Sequence[IncidentId]:
        waits = (outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id, outbox.c.state == "pending")
        copy = select(card_copy.c.chat_id).where(
            card_copy.c.district_id == self.district_id,
            card_copy.c.chat_id == chat_id,
            card_copy.c.incident_id == outbox.c.incident_id,
        )
        first = (*waits, outbox.c.kind == OutboxKind.CARD, ~outbox.c.urgent, ~copy.exists())
        ids = [row.incident_id for row in await self._all(select(outbox.c.incident_id).where(*first).order_by(outbox.c.incident_id))]
        await self._run(delete(outbox).where(*waits, outbox.c.incident_id.in_(ids)))
        return ids

    async def count_waiting(self) -> int:
        """How many rows wait or are being sent, in chats that take anything."""
        return await self._outbox_count(outbox.c.state.in_(("pending", "claimed")), ~is_dead(outbox.c.district_id, outbox.c.chat_id))

    async def _outbox_count(self, *where: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(outbox).where(outbox.c.district_id == self.district_id, *where)
        return int(await self._scalar(counted))
