"""A rumour: whether it is one decides who has the card."""

from dataclasses import replace

from incidents.desk.effect import ActCall, Change, Effect
from incidents.desk.routing.reroute import reroute
from incidents.errors import DomainError
from incidents.incident import Act
from incidents.intake.rumours import BECAUSE
from incidents.reading import DangerGrade


async def _rumour(call: ActCall) -> Change:
    """«Слух»: the approver checks it, the department loses it."""
    if call.before.danger_grade is DangerGrade.NOW:
        raise DomainError("Опасное сейчас слухом не считаем: сначала проверить на месте. Опасности нет? Нажмите «Не опасно»")
    former = call.before.department_id
    after = replace(
        call.after,
        rumour=True,
        department_id=None,
        proposed_id=former or call.before.proposed_id,
        holder_id=None,
        accepted_at=None,
        postponed_until=None,
        doubt=None,
        reminded=(),
        route_because=BECAUSE,
    )
    after = call.policy.with_deadlines(after, now=call.now, clock_from=call.before.clock_from)
    return Change(incident=after, because=BECAUSE, data={"from": former})


async def _not_rumour(call: ActCall) -> Change:
    """«Это не слух»: the rules say whose it is."""
    after = replace(call.after, rumour=False, holder_id=None, accepted_at=None, postponed_until=None, proposed_id=None, reminded=())
    after = await reroute(call.tx, call.policy, after, "это не слух", now=call.now)
    return Change(incident=after, because=f"это не слух: {call.by.title}", data={"department": after.department_id})


EFFECTS: dict[Act, Effect] = {Act.RUMOUR: _rumour, Act.NOT_RUMOUR: _not_rumour}
