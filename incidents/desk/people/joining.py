"""Join by a one-time link; switch officials' chats off and on."""

from dataclasses import replace
from datetime import datetime

from incidents.audience import audience
from incidents.deadlines.messages import BackAgain
from incidents.desk.people.crossing import ask_to_move
from incidents.desk.people.tell_who_came import announce
from incidents.desk.refresh import refresh
from incidents.errors import DomainError, Forbidden
from incidents.ids import ChatId, OfficialId
from incidents.messages import ChatDead, Welcome
from incidents.official import IN_DEPARTMENT, Invitation, Official, title_of
from incidents.people.messages import Joined
from incidents.recipients import coordinators
from incidents.transaction import Transaction

MOST_LISTED = 30
"""So many of what came meanwhile are named by their ids; a list shows fewer, /my all."""

BLOCKED = "Вам закрыли доступ, ссылка его не откроет. Вернуть может координатор в списке /people. Напишите ему"
TOO_OLD = "Эта ссылка сделана раньше, чем вам закрыли доступ, и не откроет его. Попросите у координатора новую"


class BadInvite(DomainError):
    """The link was used, is too old, or was never made."""

    default = "Ссылка уже использована или устарела. Попросите у координатора новую, она живёт сутки"


class LinkRefused(Forbidden):
    """The link lets others in, not whoever was dismissed or blocked after it was made."""


async def open_link(tx: Transaction, code_hash: str, *, user_id: ChatId, now: datetime, name: str = "") -> Official | None:
    """Make a newcomer an official and spend the link. An active official is asked first: None, and the link stays open.

    Raises BadInvite, LinkRefused, and DomainError for whom the link would change nothing.
    """
    id = await tx.invitations.by_code(code_hash)
    if id is None:
        raise BadInvite
    await tx.officials.lock()
    invitation = await tx.invitations.get(id)
    if not invitation.is_open(now):
        raise BadInvite
    known = await tx.officials.by_user(user_id)
    if known is not None:
        await ask_to_move(tx, known, invitation)
        return None
    _check_return(await tx.officials.dismissed_by_user(user_id), invitation)
    return await _join(tx, invitation, user_id=user_id, now=now, name=name)


def _check_return(former: Official | None, invitation: Invitation) -> None:
    if former is not None and former.blocked:
        raise LinkRefused(BLOCKED)
    if former is not None and former.left_at is not None and invitation.created_at <= former.left_at:
        raise LinkRefused(TOO_OLD)


async def _join(tx: Transaction, invitation: Invitation, *, user_id: ChatId, now: datetime, name: str) -> Official:
    """The newcomer gets a welcome and what already waits for them; the coordinators hear who came."""
    titles = {d.id: d.title for d in await tx.departments.all()}
    department = titles.get(invitation.department_id, invitation.department_id) if invitation.department_id else None
    official = await tx.officials.enrol(
        Official(
            id=OfficialId(0),
            district_id=tx.district_id,
            role=invitation.role,
            department_id=invitation.department_id,
            user_id=user_id,
            title=title_of(invitation.role, department),
            name=name,
            enrolled_at=now,
        )
    )
    await tx.invitations.save(replace(invitation, used_at=now, used_by=official.id))
    data = {"role": invitation.role, "department": invitation.department_id, "invitation": invitation.id}
    await tx.audit.add("enrolled", user_id=user_id, at=now, data=data)
    await tx.outbox.say(user_id, Welcome(official=official.id))
    await show_open_cards(tx, official)
    await announce(tx, official, Joined(official=official.id, invitation=invitation.id))
    return official


async def show_open_cards(tx: Transaction, official: Official) -> None:
    """Cards that wait for somebody like them come to a newcomer (and to one who is reachable again)."""
    officials, departments = await tx.officials.all(), await tx.departments.all()
    for incident in await tx.incidents.unfinished():
        chats = {r.chat_id for r in audience(incident, officials=officials, departments=departments)}
        if official.user_id in chats:
            await refresh(tx, incident)


async def come_back(tx: Transaction, official: Official) -> None:
    """The official's chat takes messages again: dangers come as cards, all else that is new as one list."""
    await show_open_cards(tx, official)
    missed = await tx.outbox.hold_back(official.user_id)
    if missed:
        await tx.outbox.say(official.user_id, BackAgain(incidents=tuple(missed[-MOST_LISTED:]), total=len(missed)))


async def mark_unreachable(tx: Transaction, official: Official) -> None:
    """The official's chat takes nothing: what only they would have got goes to others, and the coordinators are told."""
    await tx.officials.set_reachable(official.user_id, reachable=False)
    if official.role in IN_DEPARTMENT:
        waiting = await tx.incidents.held_by(official=official.id, department=official.department_id)
    else:  # doubts, dangers and orders are of no department
        waiting = await tx.incidents.unfinished()
    for incident in waiting:
        await refresh(tx, incident)
    for other in coordinators(await tx.officials.all(), but={official.id}):
        await tx.outbox.say(other.user_id, ChatDead(official=official.id))
