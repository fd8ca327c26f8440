"""What a board of dangers is rendered from."""

from collections.abc import Sequence

from handlers.danger import board_words
from handlers.danger.danger_words import to_call
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.acts.readers import group_keeps_copy
from incidents.danger.board import OnBoard, gravest_of, of_one_author
from incidents.danger.lookups import clearable
from incidents.danger.messages import BoardCleared, ClearBoardMenu, DangerBoard
from incidents.deadlines.reminders import rings_on
from incidents.incident import Act
from incidents.messenger import Message
from incidents.rights import may, may_read

_PHONES = 4


async def board_of(call: Call) -> Sequence[OnBoard]:
    """What the chat may read of its board, in its order."""
    reader, dangers = await call.tx.officials.by_user(call.chat_id), await call.tx.boards.dangers(call.chat_id)
    if reader is None:
        return gravest_of([each for each in dangers if await group_keeps_copy(call.tx.departments, call.chat_id, each.incident)])
    return gravest_of(each for each in dangers if may_read(reader, each.incident))


@renders(DangerBoard)
async def _board(call: Call, _said: DangerBoard) -> Message:
    dangers = await board_of(call)
    if not dangers:
        raise Unneeded
    reader = await call.tx.officials.by_user(call.chat_id)
    ringing = [each.incident for each in dangers if rings_on(each.incident)]
    phones = dict.fromkeys(number for each in ringing for number in to_call(each, call.phones))
    theirs = of_one_author(dangers) if reader is not None else ()
    may_clear = reader is not None and any(may(reader, Act.DANGER_DENIED, each.incident) for each in theirs)
    return board_words.board(dangers, calls=bool(ringing), phones=tuple(phones)[:_PHONES], may_clear=may_clear, now=call.now)


@renders(ClearBoardMenu)
async def _clear(call: Call, _said: ClearBoardMenu) -> Message:
    reader = await call.tx.officials.by_user(call.chat_id)
    count = 0 if reader is None else len(await clearable(call.tx.boards, call.tx.log, call.chat_id, by=reader))
    if not count:
        raise Unneeded
    return board_words.clear_menu(count)


@renders(BoardCleared)
async def _cleared(call: Call, said: BoardCleared) -> Message:
    return board_words.cleared(said.incidents, until=said.until, tz=call.tz, now=call.now)
