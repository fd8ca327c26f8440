"""Undelivered messages, gathered for the coordinators.

Into one message for as long as that one waits.
"""

from collections.abc import Sequence

from sqlalchemy import Select, select, update
from typing_extensions import override

from bot.storage.delivery.claims import Claims
from bot.storage.delivery.outbox import OutboxKind, OutboxRow, outbox, outbox_row_of
from bot.storage.engine.table import type_row
from incidents.delivery import NotSent
from incidents.ids import ChatId, IncidentId

NOT_SENT = "not_sent"
"""Code of the say that tells a coordinator; its parameter `rows` names what did not get through."""


def name_of(row: OutboxRow) -> str:
    """A row's name in `rows`: of a card its incident and chat, since its refresh may dissolve in a newer one."""
    return f"{row.incident_id}@{row.chat_id}" if row.kind is OutboxKind.CARD else str(row.id)


class WholeOutbox(Claims):
    """The outbox, with the rows that coordinators are told of."""

    async def add_not_sent(self, chat_id: ChatId, row: OutboxRow, *, at_once: bool) -> bool:
        """Name the row in the message that waits for the coordinator's chat. False: none waits there."""
        waits = (
            outbox.c.district_id == self.district_id,
            outbox.c.chat_id == chat_id,
            outbox.c.state == "pending",
            outbox.c.code == NOT_SENT,
        )
        last = select(outbox.c.id, outbox.c.params).where(*waits).order_by(outbox.c.id.desc()).limit(1)
        found = await self._first(last.with_for_update())
        if found is None:
            return False
        names = dict.fromkeys([*str(found.params.get("rows", "")).split(), name_of(row)])
        more = {"params": {"rows": " ".join(names)}, **({"not_before": None} if at_once else {})}
        return bool(await self._run(update(outbox).where(*waits, outbox.c.id == found.id).values(more)))

    @override
    async def not_sent(self, rows: str) -> Sequence[NotSent]:
        found = [await self._first(self._named(name)) for name in rows.split()]
        return [_not_sent_of(row) for row in found if row is not None and (row.state == "dead" or _is_tried(row))]

    async def given_up(self) -> Sequence[tuple[OutboxRow, str | None]]:
        """All rows that were given up, the oldest first, each with what the messenger said last."""
        dead = select(outbox).where(outbox.c.district_id == self.district_id, outbox.c.state == "dead").order_by(outbox.c.id)
        return [(outbox_row_of(row), row.error) for row in await self._all(dead)]

    def _named(self, name: str) -> Select[tuple[object, ...]]:
        incident, at, chat = name.partition("@")
        which = (outbox.c.incident_id == int(incident), outbox.c.chat_id == int(chat)) if at else (outbox.c.id == int(name),)
        kind = outbox.c.kind == OutboxKind.CARD if at else outbox.c.kind != OutboxKind.CARD
        return select(outbox).where(outbox.c.district_id == self.district_id, *which, kind).order_by(outbox.c.id.desc()).limit(1)


def _is_tried(row: type_row) -> bool:
    return bool(row.state != "done" and row.tries > 0)


def _not_sent_of(row: type_row) -> NotSent:
    lost = outbox_row_of(row)
    incident = lost.incident_id or lost.params.get("incident")
    return NotSent(
        chat_id=lost.chat_id,
        code=lost.code,
        incident_id=IncidentId(incident) if isinstance(incident, int) else None,
        post_id=lost.post_id,
        is_card=lost.kind is OutboxKind.CARD,
        is_photos=lost.kind is OutboxKind.PHOTOS,
        is_tried=row.state != "dead",
    )
