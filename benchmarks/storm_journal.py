"""What the messenger's journal tells of a storm: when a message went, whether it rang, how long a danger waited."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from district_set import ORIGIN

from handlers.kit.text import visible_text

Call = Mapping[str, Any]  # Any: JSON
COUNTED = re.compile(r"Опасно: (\d+)")


def waits(sent: Sequence[Call], chat: int, came: Sequence[datetime]) -> Sequence[float | None]:
    """How long each danger of a chat waited for a card or a board that counts it; None: it is on neither.

    Cards that were there before the board stand on it too: what cards and board count together beyond the dangers is counted once.
    """
    steps, cards, board = list[tuple[datetime, int, int]](), 0, 0
    for each in sent:
        if int(each["params"]["chat_id"]) == chat:
            counted = COUNTED.search(text_of(each))
            board = max(board, int(counted[1])) if counted else board
            cards += not counted and each["method"] == "sendMessage" and "ОПАСНО" in text_of(each)
            steps.append((moment_of(each), cards, board))
    twice, waited = max(0, cards + board - len(came)), list[float | None]()
    for moment, cards, board in steps:
        waited += [(moment - since).total_seconds() for since in came[len(waited) : cards + max(0, board - twice)]]
    return [*waited, *[None] * (len(came) - len(waited))]


def labels_of(message: Mapping[str, Any]) -> list[str]:  # Any: JSON
    """What stands on its buttons."""
    return [button["text"] for row in message.get("buttons") or () for button in row]


def moment_of(call: Call) -> datetime:
    """When it was asked."""
    moment = call["at"]
    return datetime.fromisoformat(moment) if isinstance(moment, str) else datetime.fromtimestamp(moment, ORIGIN.tzinfo)


def text_of(call: Call) -> str:
    """What the person reads."""
    return visible_text(str(call["params"].get("text", "")))


def rings(call: Call) -> bool:
    """Whether the phone sounds."""
    return call["params"].get("disable_notification") not in {True, "true", "True"}
