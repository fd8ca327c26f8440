"""Strangers who write to the bot: each is answered once a day."""

from datetime import datetime, timedelta

from incidents.ids import ChatId
from incidents.transaction import Transaction

ONE_DAY = timedelta(days=1)


async def first_today(tx: Transaction, what: str, *, user_id: ChatId, now: datetime) -> bool:
    """Whether a stranger does this for the first time in a day; it is written down then, and only then."""
    if await tx.audit.happened(what, user_id=user_id, since=now - ONE_DAY):
        return False
    await tx.audit.add(what, user_id=user_id, at=now, data={})
    return True
