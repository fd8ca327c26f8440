"""Whose business people, the roster and tables are: the coordinator's alone."""

from incidents.errors import Forbidden
from incidents.people import Official, Role

ONLY_COORDINATOR = "Людьми занимается координатор. Нужно что-то изменить? Напишите ему"


def only_coordinator(by: Official) -> None:
    """Raise Forbidden for everybody else."""
    if by.role is not Role.COORDINATOR or not by.active:
        raise Forbidden(ONLY_COORDINATOR)
