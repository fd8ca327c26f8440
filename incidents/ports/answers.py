"""Answers to residents."""

from collections.abc import Sequence
from typing import Protocol

from incidents.answers import Answer
from incidents.ids import AnswerId, IncidentId, OfficialId, PostId


class Answers(Protocol):
    """Part of the Transaction."""

    async def answer(self, id: AnswerId) -> Answer:
        """Locked until the end. Raises NotFound."""
        ...

    async def answers_of(self, id: IncidentId) -> Sequence[Answer]:
        """All answers of an incident, oldest first."""
        ...

    async def questions_in(self, thread: PostId) -> Sequence[Answer]:
        """Questions to authors that stand in the thread of this post, newest first."""
        ...

    async def new_answer(self, draft: Answer) -> Answer:
        """Insert (id ignored)."""
        ...

    async def unfinished_of(self, author: OfficialId) -> Sequence[Answer]:
        """What the official began and what is not under the post yet, oldest first; locked until the end."""
        ...

    async def save_answer(self, answer: Answer) -> None:
        """Update."""
        ...
