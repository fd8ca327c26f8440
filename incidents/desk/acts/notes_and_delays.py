"""Effects of notes and delay reasons."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incidents.acts.delays import DELAY_WORDS, REASON_LIMIT, Delay, DelayReason
from incidents.acts.notes import Note
from incidents.acts.undo import Undo
from incidents.desk.effect import ActCall, Change, Choice, Effect, UndoEffect
from incidents.errors import fit
from incidents.incident import Act
from incidents.transaction import Transaction

NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(Choice):
    """What colleagues are to know."""

    of: ClassVar[Act] = Act.NOTE
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainDelay(Choice):
    """Why it takes longer."""

    of: ClassVar[Act] = Act.DELAY_REASON
    nothing: ClassVar[str | None] = "Выберите причину"
    delay: DelayReason
    words: str | None = None  # a reason in their own words


async def _note(call: ActCall) -> Change:
    text = fit(call.chosen(WriteNote).words, NOTE_LIMIT)
    note = await call.tx.notes.add(Note(id=0, incident_id=call.before.id, by=call.by.id, at=call.now, text=text))
    return Change(incident=call.after, because="заметка своим", data={"note": note.id})


async def _delay(call: ActCall) -> Change:
    chosen = call.chosen(ExplainDelay)
    reason = chosen.delay
    words = fit(chosen.words, REASON_LIMIT) if reason is DelayReason.OTHER else None
    delay = await call.tx.delays.add(Delay(id=0, incident_id=call.before.id, by=call.by.id, at=call.now, reason=reason, words=words))
    because = "причина задержки" if words else f"причина задержки: {DELAY_WORDS[reason]}"
    return Change(incident=call.after, because=because, data={"delay": delay.id})


async def _undo_delay(tx: Transaction, undo: Undo, _now: datetime) -> None:
    id = undo.data.get("delay")
    if isinstance(id, int):
        await tx.delays.take_back(id)


EFFECTS: dict[Act, Effect] = {Act.NOTE: _note, Act.DELAY_REASON: _delay}
UNDOES: dict[Act, UndoEffect] = {Act.DELAY_REASON: _undo_delay}
