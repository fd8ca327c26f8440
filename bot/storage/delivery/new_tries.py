"""When an outbox row is tried again, whatever the clock did."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_

from bot.storage.delivery.outbox import outbox

QUIET = "тихие часы"
"""Why a card waits for the morning: the courier's word in `outbox.error`. Nothing else waits longer than FARTHEST."""


def is_time(now: datetime, far: datetime) -> ColumnElement[bool]:
    """Whether the courier may try the row. A moment after `far` was written by a clock that ran ahead."""
    ahead = and_(outbox.c.retry_at > far, func.coalesce(outbox.c.error, "") != QUIET)
    return or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now, ahead)
