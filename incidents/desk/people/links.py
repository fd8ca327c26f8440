"""Links for newcomers: made, sealed when sent, cancelled."""

from dataclasses import replace
from datetime import datetime, timedelta

from incidents.desk.people.moving import place_for
from incidents.errors import NotFound, Unchanged
from incidents.ids import DepartmentId, InvitationId
from incidents.official import IN_DEPARTMENT, Invitation, Official, Role
from incidents.people.messages import InvitationLink
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

LIFE = timedelta(hours=24)


async def invite(tx: Transaction, role: Role, department: DepartmentId | None, *, by: Official, now: datetime) -> Invitation:
    """Make a link for one person. It opens nothing until its message is sent: the code is made then."""
    check_right(by, Right.KEEP_PEOPLE)
    home, _title = await place_for(tx, role, department)
    draft = Invitation(
        id=InvitationId(0),
        district_id=tx.district_id,
        role=role,
        department_id=home,
        created_by=by.id,
        created_at=now,
        expires_at=now + LIFE,
    )
    made = await tx.invitations.add(draft)
    await tx.audit.add("invited", user_id=by.user_id, at=now, data={"role": role, "department": home, "invitation": made.id})
    await tx.outbox.say(by.user_id, InvitationLink(invitation=made.id), sound=False)
    return made


async def seal_invitation(tx: Transaction, id: InvitationId, code_hash: str, *, now: datetime) -> Invitation | None:
    """Store the hash of the code that is about to be sent; its life begins now. None where the link was cancelled meanwhile.

    A message that is sent again carries another code, and the former one opens nothing any more. Raises NotFound for a department
    that is gone.
    """
    made = await tx.invitations.get(id)
    if made.role in IN_DEPARTMENT and made.department_id not in {each.id for each in await tx.departments.all()}:
        raise NotFound
    if made.is_settled:
        return None
    sealed = replace(made, code_hash=code_hash, expires_at=now + LIFE)
    await tx.invitations.save(sealed)
    return sealed


async def cancel_invitation(tx: Transaction, id: InvitationId, *, by: Official, now: datetime) -> None:
    """Let the link open nothing any more, whoever made it."""
    check_right(by, Right.KEEP_PEOPLE)
    made = await tx.invitations.get(id)
    if not made.is_open(now):
        raise Unchanged("Эта ссылка уже не открывается: её использовали, отменили или прошли сутки")
    await tx.invitations.save(replace(made, cancelled_at=now))
    data: dict[str, int | str | None] = {"invitation": id, "role": made.role, "department": made.department_id}
    await tx.audit.add("invitation_cancelled", user_id=by.user_id, at=now, data=data)
