"""Enrolment by a one-time link, and the head's summary once a day."""

from datetime import date, datetime, time

from incidents.audience import audience
from incidents.desk.common import refresh
from incidents.errors import DomainError
from incidents.ids import ChatId, OfficialId
from incidents.leave import seats
from incidents.people import IN_DEPARTMENT, Official, Role, title_of
from incidents.ports import Say, Transaction

SUMMARY_JOB = "summary"
MOST_LISTED = 30
"""So many of what came meanwhile are named by their ids; a list shows fewer, /my all."""

FIX_AT, FIX_BY = time(10, 50), time(11)
"""While a source is silent: when what came late is counted, and what the summary promises (local time)."""


class BadInvite(DomainError):
    """The link was used, is too old, or was never made."""

    default = "Ссылка уже использована или устарела. Попросите у координатора новую, она живёт сутки"


async def enrol(tx: Transaction, code_hash: str, *, user_id: ChatId, now: datetime, name: str = "") -> Official:
    """Spend the link and make its bearer an official; they get a welcome and what already waits for them."""
    invite = await tx.use_invite(code_hash, at=now)
    if invite is None:
        raise BadInvite
    titles = {d.id: d.title for d in await tx.departments()}
    department = titles.get(invite.department_id, invite.department_id) if invite.department_id else None
    official = await tx.enrol(
        Official(
            id=OfficialId(0),
            district_id=tx.district_id,
            role=invite.role,
            department_id=invite.department_id,
            user_id=user_id,
            title=title_of(invite.role, department),
            name=name,
            enrolled_at=now,
        )
    )
    await tx.audit("enrolled", user_id=user_id, at=now, data={"role": invite.role, "department": invite.department_id})
    await tx.say(Say(chat_id=user_id, code="welcome", params={"official": official.id}))
    await hand_over(tx, official)
    return official


async def hand_over(tx: Transaction, official: Official) -> None:
    """Cards that wait for somebody like them come to a newcomer (and to one who is reachable again)."""
    officials, departments = await tx.officials(), await tx.departments()
    for incident in await tx.open_incidents():
        chats = {r.chat_id for r in audience(incident, officials=officials, departments=departments)}
        if official.user_id in chats:
            await refresh(tx, incident)


async def come_back(tx: Transaction, official: Official) -> None:
    """The official's chat takes messages again: dangers come as cards, all else that is new as one list."""
    await hand_over(tx, official)
    missed = await tx.hold_back(official.user_id)
    if missed:
        params: dict[str, int | str | None] = {"official": official.id, "incidents": " ".join(map(str, missed[-MOST_LISTED:]))}
        await tx.say(Say(chat_id=official.user_id, code="back_again", params={**params, "total": len(missed)}))


async def unreachable(tx: Transaction, official: Official) -> None:
    """The official's chat takes nothing: what only they would have got goes to others, and the coordinators are told."""
    if official.role in IN_DEPARTMENT:
        waiting = await tx.held_by(official=official.id, department=official.department_id)
    else:  # doubts, dangers and orders are of no department
        waiting = await tx.open_incidents()
    for incident in waiting:
        await refresh(tx, incident)
    for other in await tx.officials():
        if other.role is Role.COORDINATOR and other.reachable and other.id != official.id:
            await tx.say(Say(chat_id=other.user_id, code="chat_dead", params={"official": official.id}))


async def post_summary(tx: Transaction, *, day: date, since: datetime, until: datetime, now: datetime) -> bool:
    """Take the day's slot and post the summary to every head: True for the one run that did it. With no head it waits for one.

    `until` is local. While a source is silent the figures may grow: a correction is rendered at FIX_AT and goes if they did.
    """
    officials = await tx.officials()
    seat = seats(officials)
    heads = dict.fromkeys(seat.get(official.id, official) for official in officials if official.role is Role.HEAD)
    if not heads or not await tx.take_slot(SUMMARY_JOB, day, at=now):
        return False
    span = {"since": since.isoformat(), "until": until.isoformat()}
    fixed_at = datetime.combine(until.date(), FIX_AT, until.tzinfo)
    doubtful = now < fixed_at and any(source.is_broken for source in await tx.sources())
    fix = datetime.combine(until.date(), FIX_BY, until.tzinfo).isoformat() if doubtful else None
    for head in heads:
        await tx.say(Say(chat_id=head.user_id, code="summary", params={**span, "at": now.isoformat(), "fix": fix}))
        if doubtful:
            await tx.say(Say(chat_id=head.user_id, code="summary_correction", params=span, sound=False, not_before=fixed_at))
    return True
