"""The store of boards: one a chat, and the dangers on it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from incidents.danger.board import Board, DangerCame, OnBoard
from incidents.ids import ChatId, IncidentId


class DangerBoards(Protocol):
    """Boards of chats. Rows are of one district, and written with the cards."""

    async def lately(self, since: datetime, until: datetime) -> Sequence[DangerCame]:
        """Dangers that came in this span."""

    async def is_trusted(self, authors: Collection[str], since: datetime) -> bool:
        """Whether a danger of one of these authors was confirmed since."""

    async def in_chat(self, chat_id: ChatId) -> Board | None:
        """The board of the chat."""

    async def dangers(self, chat_id: ChatId) -> Sequence[OnBoard]:
        """What stands on it."""

    async def chats_of(self, id: IncidentId) -> Sequence[ChatId]:
        """On whose boards the danger stands."""

    async def put(
        self,
        chat_id: ChatId,
        id: IncidentId,
        *,
        topic_id: int | None = None,
        trusted: bool = False,
        calls: bool = False,
        heard: bool = False,
    ) -> None:
        """Put the danger on the chat's board, or make it. `heard`: it rang already."""

    async def take_off(self, id: IncidentId, chats: Collection[ChatId]) -> None:
        """The danger stands on these boards no more."""

    async def save(self, board: Board) -> None:
        """What the board looks like now; whether it is to ring stays."""

    async def mark_heard(self, chat_id: ChatId, ids: Collection[IncidentId]) -> None:
        """It rang with these on it, and is not to ring any more."""

    async def forget(self, chat_id: ChatId) -> None:
        """Nothing stands on it: there is no board."""
