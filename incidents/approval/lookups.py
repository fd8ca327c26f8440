"""Questions about approval that the desk and the screens ask. Nothing is written here."""

from incidents.answers.values import Answer, AnswerKind
from incidents.approval.values import ApprovalMode, approvers
from incidents.incident import Incident
from incidents.official import Role
from incidents.policy import Policy
from incidents.transaction import Transaction


async def will_be_approved(tx: Transaction, policy: Policy, answer: Answer, incident: Incident) -> bool:
    """Whether «Отправить» would put it before somebody: the district wants that, and there is one to look."""
    return await _is_wanted(tx, policy, answer, incident) and bool(approvers(await tx.officials(), answer.author_id))


async def _is_wanted(tx: Transaction, policy: Policy, answer: Answer, incident: Incident) -> bool:
    if answer.kind is AnswerKind.SAFETY:  # people are warned at once
        return False
    if incident.rumour and (await tx.official(answer.author_id)).role is Role.APPROVER:  # who approves has checked it
        return False
    rules = policy.approval.changed(await tx.approval_modes())
    mode = rules.of(incident.department_id)
    if mode is ApprovalMode.FIRST:
        return await tx.count_published_by(answer.author_id) < rules.first
    return mode is ApprovalMode.ALWAYS
