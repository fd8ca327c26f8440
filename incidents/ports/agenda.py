"""What the coordinator says of what the head is asked to decide."""

from collections.abc import Sequence
from typing import Protocol

from incidents.agenda import Mark


class Agendas(Protocol):
    """Part of the Transaction."""

    async def agenda_marks(self) -> Sequence[Mark]:
        """The latest of each incident that has one."""
        ...

    async def put_agenda_mark(self, mark: Mark) -> None:
        """Insert or replace: one an incident."""
        ...
