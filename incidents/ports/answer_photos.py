"""Photos of answers."""

from collections.abc import Sequence
from typing import Protocol

from incidents.answer_photos import AnswerPhoto
from incidents.ids import AnswerId, ChatId, IncidentId


class AnswerPhotos(Protocol):
    """Part of the Transaction."""

    async def add_answer_photo(self, new: AnswerPhoto) -> None:
        """Insert (id ignored)."""
        ...

    async def answer_photos(self, answer: AnswerId) -> Sequence[AnswerPhoto]:
        """In the order in which they came."""
        ...

    async def save_answer_photo(self, photo: AnswerPhoto, *, content: bytes | None = None) -> None:
        """Update; `content` replaces the bytes where it is given. A photo that was taken away meanwhile stays away."""
        ...

    async def drop_answer_photo(self, id: int) -> None:
        """Forget it, bytes and all."""
        ...

    async def send_answer_photos(self, incident_id: IncidentId, chat_id: ChatId, answer_id: AnswerId) -> None:
        """Put the photos of an answer into the outbox, for whoever looks at it."""
        ...
