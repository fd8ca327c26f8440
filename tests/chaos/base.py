"""What the database holds, on either engine, asked beside the bot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.answers.answers import answer
from bot.storage.delivery.copies import card_copy, card_message
from bot.storage.delivery.inbox import inbox
from bot.storage.delivery.outbox import outbox
from bot.storage.delivery.slots import slot
from bot.storage.engine.engine import make_engine, parse
from bot.storage.intake.posts import post

Rows = Sequence[Any]  # Any: rows of SQLAlchemy
WAITING = {
    "unread": (post, post.c.taken_at.is_(None) & post.c.set_aside_at.is_(None)),
    "inbox": (inbox, inbox.c.state == "new"),
    "answers": (answer, answer.c.state.in_(("scheduled", "publishing"))),
    "claimed": (outbox, outbox.c.state == "claimed"),
}


@dataclass(slots=True)
class Kept:
    """Everything that the judge looks at, as rows."""

    posts: Rows
    voices: Rows
    incidents: Rows
    events: Rows
    answers: Rows
    inbox: Rows
    outbox: Rows
    copies: Rows
    cards: Rows
    slots: Rows


class Base:
    """Questions to the database of a run."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    def at(cls, url: str) -> Self:
        """The database at an address."""
        return cls(make_engine(parse(url)))

    async def close(self) -> None:
        """Let go."""
        await self._engine.dispose()

    async def waiting(self, now: datetime) -> dict[str, int]:
        """What is under way: posts unread, updates unhandled, answers unpublished, rows lent or due."""
        due = (outbox.c.state == "pending") & _has_come(outbox.c.not_before, now) & _has_come(outbox.c.retry_at, now)
        async with self._engine.connect() as connection:
            asked = {**WAITING, "due": (outbox, due)}
            return {
                name: (await connection.execute(select(func.count()).select_from(table).where(where))).scalar_one()
                for name, (table, where) in asked.items()
            }

    async def progress(self) -> dict[str, int]:
        """Answers that stand and summaries that were posted."""
        async with self._engine.connect() as connection:
            answers = select(func.count()).select_from(answer).where(answer.c.state == "published")
            summaries = select(func.count()).select_from(slot).where(slot.c.job == "summary")
            return {
                "answers": (await connection.execute(answers)).scalar_one(),
                "summaries": (await connection.execute(summaries)).scalar_one(),
            }

    async def kept(self) -> Kept:
        """All rows."""
        async with self._engine.connect() as connection:

            async def rows(asked: Select[Any]) -> Rows:  # Any: rows
                found: Rows = (await connection.execute(asked)).all()
                return found

            return Kept(
                posts=await rows(select(post.c.id, post.c.external_id, post.c.taken_at, post.c.set_aside_at)),
                voices=await rows(select(voice.c.post_id, voice.c.incident_id)),
                incidents=await rows(select(incident.c.id, incident.c.number, incident.c.status)),
                events=await rows(select(event).order_by(event.c.incident_id, event.c.line)),
                answers=await rows(
                    select(
                        answer.c.id,
                        answer.c.author_id,
                        answer.c.text,
                        answer.c.state,
                        answer.c.kind,
                        answer.c.shares,
                        post.c.external_id.label("under"),
                    ).join(post, post.c.id == answer.c.post_id)
                ),
                inbox=await rows(select(inbox)),
                outbox=await rows(select(outbox)),
                copies=await rows(select(card_copy)),
                cards=await rows(select(card_message)),
                slots=await rows(select(slot)),
            )

    async def is_sound(self) -> bool:
        """Whether the file's own check finds nothing; a server is believed."""
        if self._engine.dialect.name != "sqlite":
            return True
        async with self._engine.connect() as connection:
            said: str = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar_one()
            return said == "ok"


def _has_come(column: Any, now: datetime) -> ColumnElement[bool]:  # Any: a column of moments
    return or_(column.is_(None), column <= now)
