"""Templates of answers and the facts that departments give."""

from collections.abc import Sequence
from typing import Protocol

from incidents.facts import Fact
from incidents.ids import IncidentId
from incidents.similar import Answered
from incidents.templates import Template


class Templates(Protocol):
    """Part of the Transaction."""

    async def templates(self) -> Sequence[Template]:
        """All of the district, oldest first, those that are switched off too."""
        ...

    async def template(self, id: int) -> Template:
        """Raises NotFound."""
        ...

    async def add_template(self, template: Template) -> Template:
        """Insert (id ignored)."""
        ...

    async def save_template(self, template: Template) -> None:
        """Update. Raises NotFound."""
        ...

    async def add_fact(self, fact: Fact) -> Fact:
        """Insert (id ignored)."""
        ...

    async def facts(self, id: IncidentId) -> Sequence[Fact]:
        """Of an incident, oldest first."""
        ...

    async def answered_about(self, topic: str, *, limit: int) -> Sequence[Answered]:
        """Published final answers to incidents of this topic, newest first."""
        ...
