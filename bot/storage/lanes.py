"""The lane of an update: one person in one chat. Updates of a lane are handled in order, lanes go side by side."""

from collections.abc import Mapping
from typing import Any

LARGEST = 2**63


def lane_of(raw: Mapping[str, Any]) -> str:  # Any: raw JSON of any shape
    """«chat:user» of an update, with 0 for what it does not name; never raises."""
    body = next((value for value in raw.values() if isinstance(value, Mapping)), {})
    message = body.get("message")
    user = _id(body.get("from")) or _id(body.get("user"))
    chat = _id(body.get("chat")) or (_id(message.get("chat")) if isinstance(message, Mapping) else 0) or user
    return f"{chat}:{user}"


def number_of(raw: object) -> int | None:
    """The update's number, if it is one that a database can hold."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    if isinstance(number, int) and not isinstance(number, bool) and -LARGEST <= number < LARGEST:
        return number
    return None


def _id(who: object) -> int:
    id = who.get("id") if isinstance(who, Mapping) else 0
    return id if isinstance(id, int) else 0
