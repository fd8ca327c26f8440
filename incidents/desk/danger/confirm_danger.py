"""Effects of a danger's acts: known, confirmed, denied, safe.

The head hears of it when it is confirmed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from incidents.danger.danger_marks import head_may_hear, marks
from incidents.danger.messages import DangerConfirmed, DangerOver
from incidents.deadlines.reminders import OF_THE_DANGER, is_ladder_stopped, with_ladder_stopped
from incidents.desk.ask_danger import turn_into_button, with_danger_decided
from incidents.desk.danger_rises import ring, with_danger_now
from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.errors import Unchanged, WrongStep
from incidents.incident import Act
from incidents.official import Role
from incidents.outbox_message import OutboxMessage
from incidents.reading import DangerGrade
from incidents.recipients import in_role


@dataclass(frozen=True, slots=True, kw_only=True)
class Know(Choice):
    """How it is known."""

    of: ClassVar[Act] = Act.DANGER_KNOWN
    by_voice: bool = False  # «Есть ответ»: reached by telephone


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Choice):
    """How bad it is."""

    of: ClassVar[Act] = Act.DANGER_CONFIRMED
    hurt: bool | None = None  # whether people are hurt
    cut_off: bool = False  # nobody gets to the settlement; whether people are hurt is not known then


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Choice):
    """The answer to «Опасно?»; None: it is not dangerous."""

    of: ClassVar[Act] = Act.DANGER_GRADED
    grade: DangerGrade | None = None


_GRADES = {DangerGrade.NOW: "опасно сейчас", DangerGrade.RISK: "есть риск", None: "не опасно"}


async def _graded(call: ActCall) -> Change:
    """A danger rings everybody who must know, as any that grows; the rest goes where it was going."""
    grade = call.chosen(Grade).grade
    after = await with_danger_decided(call.tx, call.policy, call.after, grade, now=call.now)
    if grade is DangerGrade.NOW:
        after = await with_danger_now(call.tx, call.policy, replace(after, danger_grade=None), now=call.now)
        await ring(call.tx, after, but=call.by.user_id)
    await turn_into_button(call.tx, after, grade, by=call.by)
    return Change(incident=after, because=f"{_GRADES[grade]}: {call.by.title}", data={"grade": grade})


async def _known(call: ActCall) -> Change:
    """«Знаем, работаем» and «Есть ответ»: somebody does something, the ladder calls nobody any more.

    A ladder that climbs anew (the card went to another department, it is open again) is stopped by saying it anew.
    """
    by_voice = call.chosen(Know).by_voice
    said = marks(await call.tx.log.of(call.before.id)).known
    if is_ladder_stopped(call.before) and said is not None and said.by == call.by.id and said.by_voice == by_voice:
        raise Unchanged
    because = "есть ответ по телефону" if by_voice else f"знают, работают: {call.by.title}"
    return Change(incident=with_ladder_stopped(call.after), because=because, data={"voice": int(by_voice)})


async def _confirmed(call: ActCall) -> Change:
    chosen = call.chosen(Confirm)
    hurt, cut_off = chosen.hurt, chosen.cut_off
    if hurt is None and not cut_off:
        raise WrongStep("Отметьте, есть ли пострадавшие")
    said = marks(await call.tx.log.of(call.before.id)).confirmed
    if said is not None and (said.hurt, said.cut_off) == (hurt, cut_off):
        raise Unchanged
    moment = head_may_hear(call.now.astimezone(call.policy.calendar.timezone), grave=bool(hurt) or cut_off)
    told = DangerConfirmed(incident=call.before.id, hurt=bool(hurt), cut_off=cut_off)
    await _tell_heads(call, told, sound=True, not_before=moment)
    data = {"hurt": None if hurt is None else int(hurt), "cut_off": int(cut_off)}
    return Change(incident=call.after, because=f"подтвердили: {call.by.title}", data=data)


async def _denied(call: ActCall) -> Change:
    """Not confirmed, or no danger at all: the ordinary clock, from the same start."""
    if marks(await call.tx.log.of(call.before.id)).confirmed is not None:
        await _tell_heads(call, DangerOver(incident=call.before.id), sound=False)
    left = tuple(code for code in call.after.reminded if code not in OF_THE_DANGER)
    calm = replace(call.after, danger_grade=None, reminded=left, rung_at=None)
    timely = call.policy.with_deadlines(calm, now=call.now, clock_from=call.before.clock_from)
    return Change(incident=replace(timely, assigned_at=call.before.assigned_at), because=f"не опасно: {call.by.title}")


async def _safe(call: ActCall) -> Change:
    """The danger is over, the resident still waits: the time to answer stays."""
    if marks(await call.tx.log.of(call.before.id)).confirmed is not None:
        await _tell_heads(call, DangerOver(incident=call.before.id), sound=False)
    return Change(incident=replace(with_ladder_stopped(call.after), danger_grade=None), because=f"уже безопасно: {call.by.title}")


async def _tell_heads(call: ActCall, what: OutboxMessage, *, sound: bool, not_before: datetime | None = None) -> None:
    for official in in_role(await call.tx.officials.all(), Role.HEAD, but={call.by.id}):
        if official.reachable:
            await call.tx.outbox.say(official.user_id, what, sound=sound, not_before=not_before)


EFFECTS: dict[Act, Effect] = {
    Act.DANGER_KNOWN: _known,
    Act.DANGER_CONFIRMED: _confirmed,
    Act.DANGER_DENIED: _denied,
    Act.DANGER_GRADED: _graded,
    Act.SAFE: _safe,
}
