"""The head orders, asks to explain, watches."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from incidents.acts.undo import Undo
from incidents.desk.effect import ActCall, Change, Choice, Effect, UndoEffect
from incidents.errors import DomainError, fit
from incidents.head.messages import ControlChanged, OrderGiven
from incidents.head.orders import Order, OrderKind
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act
from incidents.official import Role
from incidents.recipients import answerable, in_role
from incidents.transaction import Transaction

WORDS_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOrder(Choice):
    """What to report, and until when."""

    of: ClassVar[Act] = Act.ORDER
    nothing: ClassVar[str | None] = "Выберите день"
    until: datetime
    order: OrderKind = OrderKind.ORDER
    words: str | None = None
    voice: str | None = None  # file id of the recording


async def _control(call: ActCall) -> Change:
    """📌 on and off."""
    since = None if call.before.controlled_since is not None else call.now
    if since is None:
        await _tell_heads(call.tx, call.before.id, by=call.by.id, on=False)
    because = "сняли с контроля" if since is None else "взяли на контроль"
    return Change(incident=replace(call.after, controlled_since=since), because=because, data={"controlled": int(since is not None)})


async def _tell_heads(tx: Transaction, id: IncidentId, *, by: OfficialId, on: bool) -> None:
    """What a head watches is taken off by somebody else, or put back: the head hears it."""
    for head in in_role(await tx.officials.all(), Role.HEAD, but={by}):
        if head.active:
            await tx.outbox.say(head.user_id, ControlChanged(incident=id, by=by, on=on), under=id, sound=False)


async def _uncontrol(tx: Transaction, kept: Undo, _now: datetime) -> None:
    if kept.before.controlled_since is not None and kept.by is not None:
        await _tell_heads(tx, kept.incident_id, by=kept.by, on=True)


async def _order(call: ActCall) -> Change:
    """The chief hears what to report and until when; what is ordered is watched."""
    chosen = call.chosen(GiveOrder)
    due_at = call.policy.ahead(chosen.until, now=call.now)
    words = fit(chosen.words, WORDS_LIMIT) if chosen.words else None
    told = [o for o in answerable(call.before, await call.tx.officials.all()) if o.id != call.by.id]
    if not told:
        raise DomainError("Поручить некому: в отделе никто не подключён. Позвоните координатору")
    order = Order(
        id=0,
        incident_id=call.before.id,
        by=call.by.id,
        kind=chosen.order,
        at=call.now,
        due_at=due_at,
        words=words,
        voice_file_id=chosen.voice,
    )
    order = await call.tx.orders.add(order)
    for official in told:
        await call.tx.outbox.say(official.user_id, OrderGiven(order=order.id), under=call.before.id)
    after = replace(call.after, controlled_since=call.before.controlled_since or call.now)
    how = "попросили объяснить" if chosen.order is OrderKind.EXPLAIN else "поручили голосом" if chosen.voice else "поручили"
    because = f"{how}, доложить до {call.policy.day(due_at)}"
    return Change(incident=after, because=because, data={"order": order.id})


EFFECTS: dict[Act, Effect] = {Act.CONTROL: _control, Act.ORDER: _order}
UNDOES: dict[Act, UndoEffect] = {Act.CONTROL: _uncontrol}
