"""Buttons of approval."""

from handlers.approval.buttons import ApprovalButton, ApprovalDo, ApprovalModeButton
from incidents.ids import AnswerId
from incidents.messenger import Button


def decide(do: ApprovalDo, label: str, answer: AnswerId, *, choice: str = "", primary: bool = False) -> Button:
    """A press of an approver or an author about an answer."""
    return Button(label=label, data=ApprovalButton(do=do, answer=answer, choice=choice).pack(), primary=primary)


def mode(label: str, department: str, mode: str) -> Button:
    """A mode of a department («»: of the district); an empty mode opens its menu."""
    return Button(label=label, data=ApprovalModeButton(department=department, mode=mode).pack())
