"""Who has it: accept, «не наше», route."""

from dataclasses import dataclass, replace
from typing import ClassVar

from incidents.acts.holder_time import IN_DOUBT
from incidents.danger.messages import Entrusted
from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.desk.routing.reading_corrections import correct
from incidents.desk.second_questions import has_second_question
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged
from incidents.ids import DepartmentId, OfficialId
from incidents.incident import Act, Doubt, Incident, Status
from incidents.lifecycle import step
from incidents.official import Mode
from incidents.reading import DangerGrade
from incidents.recipients import colleagues
from incidents.rights import MAX_RETURNS
from incidents.routing.likely_departments import staffed
from incidents.routing.reading_corrections import CorrectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Choice):
    """Whose they say it is; None: they do not know."""

    of: ClassVar[Act] = Act.RETURN
    department_id: DepartmentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Choice):
    """The department that gets it."""

    of: ClassVar[Act] = Act.ASSIGN
    nothing: ClassVar[str | None] = "Такого отдела у нас нет"
    refusal: ClassVar[type[DomainError]] = NotFound
    department_id: DepartmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrust(Choice):
    """The colleague who holds it from now on."""

    of: ClassVar[Act] = Act.ENTRUST
    nothing: ClassVar[str | None] = "Этого человека в отделе больше нет. Выберите другого"
    refusal: ClassVar[type[DomainError]] = DomainError
    colleague: OfficialId


async def _accept(call: ActCall) -> Change:
    waits = call.before.doubt is Doubt.QUESTIONS and call.before.department_id is not None  # a danger is taken, the rest is not decided yet
    after = replace(call.after, holder_id=call.by.id, accepted_at=call.now, doubt=Doubt.QUESTIONS if waits else None)
    return Change(incident=after, because=f"приняли: {call.by.title}")


async def _return(call: ActCall) -> Change:
    """«Не наше»: to the department that they name; the second time, or where they name none, to the coordinator."""
    if call.before.returns >= MAX_RETURNS:
        raise Forbidden("Возвращали уже дважды, теперь отдел выбирает координатор. Напишите координатору")
    is_free = call.before.is_doubted  # the bot was not sure of the department: it is not theirs to count
    returns = call.before.returns + (not is_free)
    named = call.chosen(Return).department_id
    title = None if named is None else await _known(call, named)
    if named is not None and named == call.before.department_id:
        raise Unchanged("Карточка и так у этого отдела. Выберите другой или «Не знаю чьё»")
    data: dict[str, str | int | None] = {"named": named, "from": call.before.department_id, **({IN_DOUBT: 1} if is_free else {})}
    if named is None or returns >= MAX_RETURNS or await _mode(call, named) is not Mode.OWN:
        guess = f", по их мнению: {title}" if title else ""
        after = _moved(call, None, because=f"вернули: {call.by.title}{guess}")
        after = replace(after, returns=returns, doubt=Doubt.ROUTE)
        return Change(incident=after, because=after.route_because, data=data)
    if named not in staffed(await call.tx.officials.all()):
        raise DomainError("В этом отделе пока никого нет. Выберите другой или «Не знаю чьё»: решит координатор")
    after = _moved(call, named, because=f"передали коллеги ({call.by.title})")
    after = replace(after, returns=returns, doubt=None, status=step(call.after.status, Act.ASSIGN))
    return Change(incident=after, because=f"передали: {title}", data=data)


async def _assign(call: ActCall) -> Change:
    wanted = call.chosen(Assign).department_id
    title, mode = await _known(call, wanted), await _mode(call, wanted)
    if mode is Mode.TRIAL and call.before.danger_grade is not DangerGrade.NOW:
        return await _sort_by_hand(call, wanted, title)
    if wanted == call.before.department_id and (call.before.doubt is Doubt.QUESTIONS or await has_second_question(call.tx, call.before)):
        return Change(incident=replace(call.before, doubt=None), because=f"все вопросы одному отделу: {title}")
    if wanted == call.before.department_id and call.before.status is Status.ASSIGNED:
        raise Unchanged
    by_hand = wanted if call.before.doubt is Doubt.TRIAL else call.before.sorted_id
    return Change(
        incident=replace(_moved(call, wanted, because="по решению координатора"), doubt=None, sorted_id=by_hand),
        because=f"передали: {title}",
    )


async def _sort_by_hand(call: ActCall, wanted: DepartmentId, title: str) -> Change:
    """The department learns: what the coordinator would have done is kept beside the bot's route, the card goes nowhere."""
    before = call.before
    if before.status is not Status.NEW:
        raise DomainError("У этого отдела учебная неделя, карточки ему не уходят. Выберите другой отдел или закончите её: /modes")
    if before.sorted_id == wanted:
        raise Unchanged("Так и записано, отделу не ушло: учебная неделя")
    if before.proposed_id is not None:
        kind = CorrectionKind.DEPARTMENT
        await correct(call.tx, before, kind, before=before.sorted_id or before.proposed_id, after=wanted, by=call.by, now=call.now)
    because = f"учебная неделя, выбрали руками: {title}"
    after = replace(before, doubt=Doubt.TRIAL, sorted_id=wanted)
    return Change(incident=after, because=because, data={"department": wanted, "trial": before.proposed_id})


async def _mode(call: ActCall, department: DepartmentId) -> Mode:
    return next((d.mode for d in await call.tx.departments.all() if d.id == department), Mode.OWN)


async def _known(call: ActCall, department: DepartmentId) -> str:
    title = next((d.title for d in await call.tx.departments.all() if d.id == department), None)
    if title is None:
        raise NotFound("Такого отдела у нас нет")
    return title


def _moved(call: ActCall, department: DepartmentId | None, *, because: str) -> Incident:
    """In other hands: nobody has accepted it, and the time to accept runs anew."""
    after = replace(
        call.after, department_id=department, holder_id=None, accepted_at=None, route_because=because, reminded=(), rumour=False
    )
    return call.policy.with_deadlines(after, now=call.now, clock_from=call.before.clock_from)


async def _entrust(call: ActCall) -> Change:
    """«Поручить другому»: a colleague of the department holds it from now on and is told."""
    wanted = call.chosen(Entrust).colleague
    there = [each for each in colleagues(call.before, await call.tx.officials.all(), but=call.by) if each.id == wanted]
    if not there:
        raise DomainError("Этого человека в отделе больше нет. Выберите другого")
    if call.before.holder_id == there[0].id and call.before.status is Status.ACCEPTED:
        raise Unchanged
    was_accepted = call.before.accepted_at if call.before.status is Status.ACCEPTED else None  # by another: their moment stays
    after = replace(call.after, holder_id=there[0].id, accepted_at=was_accepted or call.now, doubt=None)
    await call.tx.outbox.say(there[0].user_id, Entrusted(incident=call.before.id, by=call.by.id), under=call.before.id)
    return Change(incident=after, because=f"поручили: {there[0].title}", data={"to": there[0].id, "from": call.before.holder_id})


EFFECTS: dict[Act, Effect] = {Act.ACCEPT: _accept, Act.RETURN: _return, Act.ASSIGN: _assign, Act.ENTRUST: _entrust}
