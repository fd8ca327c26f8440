"""What «Все не опасно» would clear."""

from collections.abc import Sequence

from incidents.danger.board import OnBoard, of_one_author
from incidents.danger.danger_marks import marks
from incidents.danger.store import DangerBoards
from incidents.ids import ChatId
from incidents.incident import Act
from incidents.incident_store import Log
from incidents.official import Official
from incidents.rights import may


async def clearable(boards: DangerBoards, log: Log, chat_id: ChatId, *, by: Official) -> Sequence[OnBoard]:
    """One author's dangers here that this official may clear, unconfirmed ones."""
    theirs = [each for each in of_one_author(await boards.dangers(chat_id)) if may(by, Act.DANGER_DENIED, each.incident)]
    return [each for each in theirs if marks(await log.of(each.incident.id)).confirmed is None]
