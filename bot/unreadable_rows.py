"""Set rows aside that cannot be read, and tell of them."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.alert_coordinators import alert_coordinators
from bot.storage.engine.errors import fails_for_now
from bot.storage.engine.notices import Queue
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.storage.health.unreadable import SetAside
from incidents.messages import RowsSetAside

LOG = logging.getLogger(__name__)


async def set_unreadable_aside(storage: Storage, queue: Queue, error: Exception, *, now: datetime) -> bool:
    """After `error` while a queue was read: whether rows were at fault. They are set aside, the others can be read now.

    False also where they cannot be set aside now: whoever asks waits and tries again.
    """
    if fails_for_now(error):
        return False
    try:
        async with storage.transaction() as tx:
            found = await tx.unreadable.set_aside(queue, at=now)
            await tell_set_aside(tx, found)
    except Exception:
        LOG.exception("rows of the queue %s cannot be set aside now", queue)
        return False
    return bool(found)


async def tell_set_aside(tx: Tx, found: Sequence[SetAside]) -> None:
    """In the log each by its number, to the coordinators in one message. All are of one queue."""
    if not found:
        return
    for each in found:
        LOG.error("%s row %s cannot be read and is set aside: %s", each.queue, each.id, each.why)
    chats = dict.fromkeys(each.chat_id for each in found if each.chat_id is not None)
    incidents = dict.fromkeys(each.incident_id for each in found if each.incident_id is not None)
    rows = tuple(each.id for each in found)
    await alert_coordinators(tx, RowsSetAside(queue=found[0].queue, rows=rows, chats=tuple(chats), incidents=tuple(incidents)))
