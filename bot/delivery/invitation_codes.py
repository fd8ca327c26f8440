"""Codes of invitations, made when a link is sent.

The code stands in no row, only its hash does (decision 14).
"""

import hashlib
import secrets
from datetime import datetime

from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from handlers.kit.rendering import Unneeded
from incidents.desk.people.links import seal_invitation
from incidents.errors import NotFound
from incidents.ids import InvitationId
from incidents.messenger import Message

INVITATION = "invitation"


async def rendered(renderer: Renderer, tx: Tx, row: OutboxRow, *, now: datetime) -> Message:
    """The row's message; an invitation gets its code. Sent again, it is another code, and the former one opens nothing.

    Raises NotFound where what it speaks of is gone, Unneeded where there is nothing to say any more.
    """
    code = await _sealed(tx, row, now) if row.code == INVITATION else None
    return await renderer.say(tx, row, now=now, code=code)


async def _sealed(tx: Tx, row: OutboxRow, now: datetime) -> str:
    id, code = row.params.get("invitation"), secrets.token_urlsafe(24)
    if not isinstance(id, int):
        raise NotFound
    if await seal_invitation(tx, InvitationId(id), hashlib.sha256(code.encode()).hexdigest(), now=now) is None:
        raise Unneeded
    return code
