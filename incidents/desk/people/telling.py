"""Tell the coordinators who came by which link."""

from incidents.delivery import Say
from incidents.official import Invitation, Official, Role
from incidents.transaction import Transaction


async def announce(tx: Transaction, official: Official, invitation: Invitation, code: str) -> None:
    """Every coordinator but the official reads it, with a way to close the access; a new coordinator is told with a sound."""
    params: dict[str, int | str | None] = {"official": official.id, "invitation": invitation.id}
    for each in await tx.officials():
        if each.role is Role.COORDINATOR and each.id != official.id:
            await tx.say(Say(chat_id=each.user_id, code=code, params=params, sound=official.role is Role.COORDINATOR))
