"""Reports on orders: given, taken, asked about; and what is due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from incidents.desk.act import act
from incidents.desk.head.give_order import WORDS_LIMIT
from incidents.desk.outcome import note_event
from incidents.desk.refresh import refresh
from incidents.errors import WrongStep, fit
from incidents.head.lookups import incidents_to_let_go
from incidents.head.messages import Controlled, OrderDue, OrderGiven, OrderReport, OrderSilent, OrderTaken
from incidents.head.orders import Order
from incidents.incident import Act, Incident, Status
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.policy import Policy
from incidents.recipients import answerable, in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

ANEW = timedelta(hours=2)
"""Working time to report once more, after «Уточнить»."""

CONTROL_JOB = "control"


async def report(tx: Transaction, id: int, text: str | None, *, by: Official, now: datetime) -> Order:
    """The chief (or a colleague) reports; whoever ordered reads it at once."""
    order = await tx.orders.get(id)
    incident = await tx.incidents.get(order.incident_id)
    if not _is_theirs(by, incident):
        check_right(by, Right.REPORT)
    if order.settled_at is not None:
        raise WrongStep("Этот доклад уже приняли, больше ничего не нужно")
    order = replace(order, report=fit(text, WORDS_LIMIT), reported_by=by.id, reported_at=now)
    await tx.orders.save(order)
    await _log(tx, incident, "доложили", by=by, now=now, report=order.id)
    owner = await tx.officials.get(order.by)
    await tx.outbox.say(owner.user_id, OrderReport(order=order.id))
    return order


async def take(tx: Transaction, id: int, *, by: Official, now: datetime) -> Order:
    """«Принято»: whoever reported is told so."""
    order = await _reported(tx, id, by)
    await tx.orders.save(replace(order, settled_at=now))
    await _log(tx, await tx.incidents.get(order.incident_id), "доклад приняли", by=by, now=now, taken=order.id)
    await _tell_reporter(tx, order)
    return order


async def clarify(tx: Transaction, policy: Policy, id: int, words: str | None, *, by: Official, now: datetime) -> Order:
    """«Уточнить»: the same order once more, with a question."""
    order = await _reported(tx, id, by)
    await tx.orders.save(replace(order, settled_at=now))
    due_at = max(order.due_at, policy.calendar.add(now, ANEW))
    anew = Order(id=0, incident_id=order.incident_id, by=by.id, kind=order.kind, at=now, due_at=due_at, words=fit(words, WORDS_LIMIT))
    anew = await tx.orders.add(anew)
    incident = await tx.incidents.get(order.incident_id)
    await _log(tx, incident, "просят уточнить", by=by, now=now, order=anew.id)
    for official in answerable(incident, await tx.officials.all()):
        if official.id != by.id:
            await tx.outbox.say(official.user_id, OrderGiven(order=anew.id), under=incident.id)
    return anew


async def let_go(tx: Transaction, policy: Policy, id: int, *, by: Official, now: datetime) -> Order:
    """«Снять с контроля»: the report is enough, the card is watched no more."""
    order = await _reported(tx, id, by)
    await tx.orders.save(replace(order, settled_at=now))
    if (await tx.incidents.get(order.incident_id)).controlled_since is not None:
        await act(tx, policy, order.incident_id, Act.CONTROL, by=by, now=now)
    await _tell_reporter(tx, order)
    return order


async def remind_of_orders(tx: Transaction, *, now: datetime) -> Sequence[Order]:
    """What was not reported in time: those who were told hear it again, whoever ordered reads that it is late. Once an order."""
    late = await tx.orders.due(now)
    officials = await tx.officials.all()
    for order in late:
        await tx.orders.save(replace(order, reminded_at=now))
        incident = await tx.incidents.get(order.incident_id)
        if incident.status is Status.REJECTED:
            continue
        for official in answerable(incident, officials):
            if official.id != order.by:
                await tx.outbox.say(official.user_id, OrderDue(order=order.id), under=incident.id)
        owner = await tx.officials.get(order.by)
        if owner.active:
            await tx.outbox.say(owner.user_id, OrderSilent(order=order.id), sound=False)
    return late


async def post_controlled(tx: Transaction, *, day: date, now: datetime) -> bool:
    """H4, Monday: what each head watches. Nothing is watched, nothing is said."""
    heads = in_role(await tx.officials.all(), Role.HEAD)
    if not heads or not await tx.incidents.controlled() or not await tx.slots.take(CONTROL_JOB, day, at=now):
        return False
    for head in heads:
        await tx.outbox.say(head.user_id, Controlled(), sound=False)
    return True


async def let_settled_go(tx: Transaction, policy: Policy, *, by: Official, now: datetime) -> int:
    """«Снять закрытые»: gives back how many."""
    done = incidents_to_let_go(await tx.incidents.controlled(), now=now)
    for incident in done:
        await act(tx, policy, incident.id, Act.CONTROL, by=by, now=now)
    return len(done)


def _is_theirs(by: Official, incident: Incident) -> bool:
    own = by.role in IN_DEPARTMENT and by.department_id is not None and by.department_id == incident.department_id
    return own or by.id == incident.holder_id


async def _reported(tx: Transaction, id: int, by: Official) -> Order:
    order = await tx.orders.get(id)
    if by.id != order.by:
        check_right(by, Right.TAKE_REPORTS)
    if order.settled_at is not None:
        raise WrongStep("Этот доклад уже разобрали")
    if order.reported_at is None:
        raise WrongStep("По этому поручению ещё не доложили")
    return order


async def _tell_reporter(tx: Transaction, order: Order) -> None:
    if order.reported_by is not None:
        reporter = await tx.officials.get(order.reported_by)
        await tx.outbox.say(reporter.user_id, OrderTaken(order=order.id), sound=False)


async def _log(tx: Transaction, incident: Incident, because: str, *, by: Official, now: datetime, **data: int) -> None:
    await refresh(tx, await tx.incidents.save(incident, note_event(incident, because, now=now, by=by, **data)))
