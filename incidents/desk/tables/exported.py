"""The log of tables that left the bot."""

from datetime import datetime

from incidents.official import Official
from incidents.transaction import Transaction


async def log_export(tx: Transaction, sheet: str, *, by: Official, now: datetime) -> None:
    """Write down who took which table."""
    await tx.audit.add("exported", user_id=by.user_id, at=now, data={"sheet": sheet})
