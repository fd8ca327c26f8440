"""Figures of health: queues that stand, sends that nobody is sure of."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.answers.answers import answer
from bot.storage.delivery.chats import FARTHEST, is_deaf
from bot.storage.delivery.claims import is_being_sent_there
from bot.storage.delivery.inbox import FARTHEST as FARTHEST_TRY
from bot.storage.delivery.inbox import inbox
from bot.storage.delivery.inbox import is_time as is_update_time
from bot.storage.delivery.new_tries import is_time
from bot.storage.delivery.outbox import outbox
from bot.storage.delivery.slots import slot
from bot.storage.engine.table import Rows
from bot.storage.engine.types import database_moment
from incidents import delivery
from incidents.answers.values import AnswerState
from incidents.deadlines.reminders import UNACCEPTED
from incidents.delivery import Oldest
from incidents.reading import DangerGrade

UNSURE = (AnswerState.PUBLISHING, AnswerState.UNKNOWN)
"""The network was called, and nobody knows yet, or ever will, whether it took the answer."""


class HealthFigures(Rows, delivery.HealthFigures):
    """What shows from outside whether the parts do their work."""

    @override
    async def first_of_inbox(self, *, now: datetime) -> Oldest | None:
        mine = (inbox.c.district_id == self.district_id, inbox.c.state == "new", inbox.c.stranger.is_(False))
        due = is_update_time(now, now + FARTHEST_TRY)
        row = await self._first(select(inbox.c.id, inbox.c.received_at).where(*mine, due).order_by(inbox.c.id).limit(1))
        return None if row is None else Oldest(id=row.id, age=max(now - row.received_at, timedelta(0)))

    @override
    async def first_of_outbox(self, *, now: datetime) -> Oldest | None:
        mine = (outbox.c.district_id == self.district_id, outbox.c.state == "pending", outbox.c.tries == 0)
        due = (
            or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
            is_time(now, now + FARTHEST),
            ~is_deaf(outbox.c.district_id, outbox.c.chat_id, now, now + FARTHEST),
            ~is_being_sent_there(),
        )
        asked = select(outbox.c.id, outbox.c.created_at, outbox.c.not_before, database_moment(0.0).label("database_now"))
        row = await self._first(asked.where(*mine, *due).order_by(outbox.c.id).limit(1))
        if row is None:
            return None
        age = row.database_now - row.created_at if row.not_before is None else now - row.not_before
        return Oldest(id=row.id, age=max(age, timedelta(0)))

    @override
    async def count_unsure(self) -> int:
        return sum((await self.unsure()).values())

    async def unsure(self) -> Mapping[AnswerState, int]:
        """How many answers of each state nobody is sure of."""
        counted = select(answer.c.state, func.count().label("number")).where(
            answer.c.district_id == self.district_id, answer.c.state.in_(UNSURE)
        )
        rows = {row.state: row.number for row in await self._all(counted.group_by(answer.c.state))}
        return {state: rows.get(state, 0) for state in UNSURE}

    async def untaken_dangers(self) -> int:
        """How many dangers of now nobody has accepted."""
        dangers = (
            incident.c.district_id == self.district_id,
            incident.c.status.in_(UNACCEPTED),
            incident.c.danger_grade == DangerGrade.NOW,
        )
        return int(await self._scalar(select(func.count()).select_from(incident).where(*dangers)))

    async def taken_at(self, job: str, day: date) -> datetime | None:
        """When the day's run of a job was taken; None: not yet."""
        this = (slot.c.district_id == self.district_id, slot.c.job == job, slot.c.day == day)
        row = await self._first(select(slot.c.taken_at).where(*this))
        return None if row is None else row.taken_at
