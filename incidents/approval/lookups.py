"""Read-only questions about approval."""

from incidents.answers.values import Answer, AnswerKind
from incidents.approval.store import ApprovalStores
from incidents.approval.values import ApprovalMode, ApprovalRules, approvers
from incidents.incident import Incident
from incidents.official import Role


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
