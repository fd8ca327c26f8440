"""The board of a chat: whether it rings, what follows."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.storage.engine.transaction import Tx
from incidents.danger.board import Board, OnBoard, next_ring
from incidents.danger.messages import DangerBoard
from incidents.ids import ChatId
from incidents.messages import Delete


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTurn:
    """A board as it is to be shown. `rings_at`: when it rings next; not after now: at once; None: it does not."""

    board: Board
    dangers: tuple[OnBoard, ...]
    rings_at: datetime | None
    now: datetime

    @property
    def rings(self) -> bool:
        """Whether it goes out as a new message with a sound."""
        return self.rings_at is not None and self.rings_at <= self.now

    @property
    def edit(self) -> int | None:
        """The message that it is written into; None: a new one."""
        return None if self.rings else self.board.message_id


async def turn_of(tx: Tx, chat_id: ChatId, *, now: datetime) -> BoardTurn | None:
    """The board's turn; None: the chat has none."""
    board, dangers = await tx.boards.in_chat(chat_id), await tx.boards.dangers(chat_id)
    if board is None:
        return None
    return BoardTurn(board=board, dangers=tuple(dangers), rings_at=next_ring(board, dangers, now), now=now)


async def board_stands(tx: Tx, turn: BoardTurn, message_id: int, shown: str) -> None:
    """Keep that it stands in this message; the former one goes."""
    board = replace(turn.board, message_id=message_id, shown_at=turn.now, shown=shown)
    if turn.rings:
        untaken = [each for each in turn.dangers if each.is_untaken]
        gravest = min((each.gravity for each in turn.dangers), default=board.gravest)
        board = replace(board, rang_at=turn.now, rang=len(untaken), gravest=min(board.gravest, gravest))
        await tx.boards.mark_heard(board.chat_id, [each.incident.id for each in turn.dangers])
    await tx.boards.save(board)
    if await tx.outbox.is_on_its_way(board.chat_id, DangerBoard):  # it has changed meanwhile: one row waits, however often
        await tx.outbox.refresh_board(board.chat_id)
    elif not turn.rings and turn.rings_at is not None:
        await tx.outbox.say(board.chat_id, DangerBoard(), topic_id=board.topic_id, not_before=turn.rings_at)
    if turn.board.message_id not in {None, message_id}:
        tx.outbox.erases = True  # whoever looks up sees one board: it waits behind no ring
        await tx.outbox.say(board.chat_id, Delete(), edit=turn.board.message_id, topic_id=board.topic_id, sound=False)
