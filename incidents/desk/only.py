"""Guard: only a coordinator may change people, the duty roster and tables."""

from incidents.errors import Forbidden
from incidents.people import Official, Role
from incidents.ports import Transaction

ONLY_COORDINATOR = "Людьми занимается координатор. Нужно что-то изменить? Напишите ему"


def only_coordinator(by: Official) -> None:
    """Raise Forbidden for everybody else."""
    if by.role is not Role.COORDINATOR or not by.active:
        raise Forbidden(ONLY_COORDINATOR)


async def lock_people(tx: Transaction, *, by: Official) -> None:
    """Let nobody else change people until the end. Raises Forbidden when `by` has ceased to be a coordinator meanwhile."""
    await tx.lock_officials()
    only_coordinator(await tx.official(by.id))
