"""Departments that give facts for one answer."""

from collections.abc import Sequence
from typing import Protocol

from incidents.coexecutors import CoExecutor
from incidents.ids import DepartmentId, IncidentId


class CoExecutors(Protocol):
    """Part of the Transaction."""

    async def co_executors(self, id: IncidentId) -> Sequence[CoExecutor]:
        """Who was asked, in the order of asking."""
        ...

    async def put_co_executor(self, asked: CoExecutor) -> None:
        """Insert, or write what they said."""
        ...

    async def drop_co_executor(self, id: IncidentId, department: DepartmentId) -> None:
        """Asked by mistake."""
        ...
