"""When a row of the outbox is tried again, whatever the clock did meanwhile."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_

from bot.storage.delivery.chats import FARTHEST
from bot.storage.delivery.outbox import outbox

QUIET = "тихие часы"
"""Why a card waits for the morning: the courier's word in `outbox.error`. Nothing else waits longer than FARTHEST."""


def is_time(now: datetime) -> ColumnElement[bool]:
    """Whether the courier may try the row. A moment too far away was written by a clock that ran ahead."""
    far = and_(outbox.c.retry_at > now + FARTHEST, func.coalesce(outbox.c.error, "") != QUIET)
    return or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now, far)
