"""Modes of approval: whose answers are approved before they go out.

The coordinator says it for the district or for a department.
"""

from datetime import datetime

from incidents.approval.values import ApprovalMode
from incidents.official import Official
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction


async def set_mode(tx: Transaction, department: str, mode: ApprovalMode, *, by: Official, now: datetime) -> None:
    """Set the mode of a department; "" is the whole district. Raises Forbidden."""
    check_right(by, Right.KEEP_APPROVAL)
    await tx.approval_modes.set(department, mode, by=by.id, at=now)
    await tx.audit.add("approval_mode", user_id=by.user_id, at=now, data={"department": department, "mode": mode})
