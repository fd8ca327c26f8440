"""Delete the older of two cards or boards at a press.

A second copy comes to be when a card is brought anew, when the connection broke after the messenger had taken it, or when the process died
at that moment. In the last two cases nobody told us the number of the first message: it is known by its text.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.storage.engine.transaction import Tx
from handlers.danger.buttons import BoardButton, BoardDo
from handlers.kit.buttons import CardButton, Press
from handlers.routing.buttons import TopicButton
from incidents.errors import NotFound
from incidents.ids import ChatId, IncidentId
from incidents.messages import Delete


async def take_older_away(tx: Tx, raw: Mapping[str, Any]) -> None:  # Any: JSON of Telegram
    """The pressed message goes if a newer copy of its card stands in the chat."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, Mapping) else None
    chat = message.get("chat") if isinstance(message, Mapping) else None
    if not isinstance(query, Mapping) or not isinstance(message, Mapping) or not isinstance(chat, Mapping):
        return
    chat_id, pressed = ChatId(int(chat["id"])), int(message["message_id"])
    if _is_board(str(query.get("data"))):
        board = await tx.boards.in_chat(chat_id)
        if board is not None and pressed < (board.message_id or pressed):
            await tx.outbox.say(chat_id, Delete(), edit=pressed, topic_id=board.topic_id, sound=False)
        return
    incident = await tx.copies.incident_at(chat_id, pressed) or await _shown(tx, str(query.get("data")), str(message.get("text")))
    copy = await tx.copies.in_chat(incident, chat_id) if incident is not None else None
    if copy is not None and pressed < copy.message_id:
        await tx.outbox.say(chat_id, Delete(), edit=pressed, topic_id=copy.topic_id, sound=False)


async def _shown(tx: Tx, data: str, text: str) -> IncidentId | None:
    """Whose card an unknown message is. Reminders have a card's buttons too, but no line with the number alone."""
    id = _incident_of(data)
    try:
        number = (await tx.incidents.get(id)).number if id is not None else None
    except NotFound:
        return None
    return id if number is not None and re.search(rf"^№ {number}(?: ·|$)", text, re.MULTILINE) else None


def _is_board(data: str) -> bool:
    """Whether it stands on a board itself, not on its question."""
    try:
        return BoardButton.unpack(data).do in {BoardDo.SHOW, BoardDo.CLEAR}
    except (TypeError, ValueError):
        return False


def _incident_of(data: str) -> IncidentId | None:
    for kind in (CardButton, TopicButton):
        try:
            button = kind.unpack(data)
        except (TypeError, ValueError):
            continue
        is_list = isinstance(button, CardButton) and button.press is Press.SHOW  # lists bring cards
        return None if is_list else IncidentId(button.incident)
    return None
