"""Tell the coordinators who came by which link."""

from incidents.official import Official, Role
from incidents.people.messages import Joined, MovedByLink
from incidents.recipients import in_role
from incidents.transaction import Transaction


async def announce(tx: Transaction, official: Official, what: Joined | MovedByLink) -> None:
    """Every coordinator but the official reads it, with a way to close the access; a new coordinator is told with a sound."""
    for each in in_role(await tx.officials.all(), Role.COORDINATOR, but={official.id}):
        await tx.outbox.say(each.user_id, what, sound=official.role is Role.COORDINATOR)
