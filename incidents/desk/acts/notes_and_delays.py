"""What is put down beside a card: a note for colleagues, a reason of delay."""

from datetime import datetime

from incidents.acts.notes_and_requests import DELAY_WORDS, REASON_LIMIT, Delay, DelayReason, Note
from incidents.acts.undo import Undo
from incidents.desk.effect import Call, Change, Effect, UndoEffect
from incidents.errors import WrongStep, fit
from incidents.incident import Act
from incidents.transaction import Transaction

NOTE_LIMIT = 1000


async def _note(call: Call) -> Change:
    text = fit(call.choice.words, NOTE_LIMIT)
    note = await call.tx.add_note(Note(id=0, incident_id=call.before.id, by=call.by.id, at=call.now, text=text))
    return Change(incident=call.after, because="заметка своим", data={"note": note.id})


async def _delay(call: Call) -> Change:
    reason = call.choice.delay
    if reason is None:
        raise WrongStep("Выберите причину")
    words = fit(call.choice.words, REASON_LIMIT) if reason is DelayReason.OTHER else None
    delay = await call.tx.add_delay(Delay(id=0, incident_id=call.before.id, by=call.by.id, at=call.now, reason=reason, words=words))
    because = "причина задержки" if words else f"причина задержки: {DELAY_WORDS[reason]}"
    return Change(incident=call.after, because=because, data={"delay": delay.id})


async def _undo_delay(tx: Transaction, undo: Undo, _now: datetime) -> None:
    id = undo.data.get("delay")
    if isinstance(id, int):
        await tx.take_back_delay(id)


EFFECTS: dict[Act, Effect] = {Act.NOTE: _note, Act.DELAY_REASON: _delay}
UNDOES: dict[Act, UndoEffect] = {Act.DELAY_REASON: _undo_delay}
