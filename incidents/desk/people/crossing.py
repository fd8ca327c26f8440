"""An official opens a link for another role: move or stay."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.people.moving import is_last_coordinator, move
from incidents.desk.people.tell_who_came import announce
from incidents.errors import DomainError, WrongStep
from incidents.ids import InvitationId
from incidents.official import Invitation, Official, Role
from incidents.people.messages import AskToMove, MovedByLink
from incidents.policy import Policy
from incidents.recipients import in_role
from incidents.transaction import Transaction

SAME = "Это и так ваша роль. Ссылка цела: её может открыть тот, для кого она сделана"
LAST = "Вы последний координатор, без вас карточки некому разбирать. Ссылка цела, её можно переслать"
CLOSED = "Эта ссылка уже не открывается: её использовали, отменили или прошли сутки. Ваша роль прежняя"


async def ask_to_move(tx: Transaction, official: Official, invitation: Invitation) -> None:
    """Ask the official. Raises DomainError where the move would change nothing or leave no coordinator. The link stays open."""
    if (invitation.role, invitation.department_id) == (official.role, official.department_id):
        raise DomainError(SAME)
    if invitation.role is not Role.COORDINATOR and await is_last_coordinator(tx, official):
        raise DomainError(LAST)
    await tx.invitations.save(replace(invitation, opened_by=official.id))
    await tx.outbox.say(official.user_id, AskToMove(official=official.id, invitation=invitation.id))


async def move_by_link(tx: Transaction, policy: Policy, id: InvitationId, *, by: Official, now: datetime) -> Official:
    """«Перейти»: spend the link and give its role. Raises WrongStep where it is not open to this official any more."""
    await tx.officials.lock()
    before, invitation = await tx.officials.get(by.id), await tx.invitations.get(id)
    if not before.active or not _is_for(before, invitation) or not invitation.is_open(now):
        raise WrongStep(CLOSED)
    told = await _coordinator_of(tx, before, invitation)
    after = await move(tx, policy, before, invitation.role, invitation.department_id, by=before, told=told, now=now)
    await tx.invitations.save(replace(invitation, used_at=now, used_by=after.id))
    await announce(tx, after, MovedByLink(official=after.id, invitation=id))
    return after


async def stay(tx: Transaction, id: InvitationId, *, by: Official) -> None:
    """«Остаться»: the link stays open for whom it was made."""
    invitation = await tx.invitations.get(id)
    if _is_for(by, invitation):
        await tx.invitations.save(replace(invitation, opened_by=None))


def _is_for(official: Official, invitation: Invitation) -> bool:
    """Only whoever opened the link with its code may press under the question: the number in a button is no secret."""
    return invitation.opened_by == official.id


async def _coordinator_of(tx: Transaction, official: Official, invitation: Invitation) -> Official | None:
    """Who reads what went over: whoever made the link, else any other coordinator."""
    others = in_role(await tx.officials.all(), Role.COORDINATOR, but={official.id})
    return next((each for each in others if each.id == invitation.created_by), others[0] if others else None)
