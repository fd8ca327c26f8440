"""Read-only questions about approval."""

from collections.abc import Sequence

from incidents.answers.values import Answer, AnswerKind
from incidents.approval.store import ApprovalStores
from incidents.approval.values import ApprovalMode, ApprovalRules
from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.official import Official, Role
from incidents.recipients import in_role
from incidents.role_rights import Right, has_right


def approvers(officials: Sequence[Official], author: OfficialId) -> list[Official]:
    """Who is asked: approvers that can be reached and are not on leave; else who stands in for them and may decide. Never the author."""
    there = [each for each in officials if has_right(each, Right.APPROVE) and each.reachable and not each.away and each.id != author]
    own = in_role(there, Role.APPROVER)
    deputies = {each.deputy_id for each in in_role(officials, Role.APPROVER) if each.active and each.away}
    return own or [each for each in there if each.id in deputies]


async def will_be_approved(tx: ApprovalStores, approval: ApprovalRules, answer: Answer, incident: Incident) -> bool:
    """Whether «Отправить» would put it before somebody: the district wants that, and there is one to look."""
    return await is_wanted(tx, approval, answer, incident) and bool(approvers(await tx.officials.all(), answer.author_id))


async def is_wanted(tx: ApprovalStores, approval: ApprovalRules, answer: Answer, incident: Incident) -> bool:
    """Whether the district wants this answer approved first."""
    if answer.kind is AnswerKind.SAFETY:  # people are warned at once
        return False
    if incident.rumour and (await tx.officials.get(answer.author_id)).role is Role.APPROVER:  # who approves has checked it
        return False
    rules = approval.changed(await tx.approval_modes.all())
    mode = rules.of(incident.department_id)
    if mode is ApprovalMode.FIRST:
        return await tx.answers.count_published_by(answer.author_id) < rules.first
    return mode is ApprovalMode.ALWAYS
