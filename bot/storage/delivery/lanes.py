"""The lane of an update: one person in one chat. Updates of a lane are handled in order, lanes go side by side."""

from collections.abc import Mapping
from typing import Any

LARGEST = 2**63


def lane_of(raw: Mapping[str, Any]) -> str:  # Any: raw JSON of any shape
    """«chat:user» of an update, with 0 for what it does not name; never raises."""
    body, user = _body(raw), user_of(raw)
    message = body.get("message")
    chat = _id(body.get("chat")) or (_id(message.get("chat")) if isinstance(message, Mapping) else 0) or user
    return f"{chat}:{user}"


def user_of(raw: Mapping[str, Any]) -> int:  # Any: raw JSON of any shape
    """Who an update comes from; 0: it does not say, or says what no database can hold."""
    body = _body(raw)
    user = _id(body.get("from")) or _id(body.get("user"))
    return user if -LARGEST <= user < LARGEST else 0


def _body(raw: Mapping[str, Any]) -> Mapping[str, Any]:  # Any: raw JSON of any shape
    return next((value for value in raw.values() if isinstance(value, Mapping)), {})


def number_of(raw: object) -> int | None:
    """The update's number, if it is one that a database can hold."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    if isinstance(number, int) and not isinstance(number, bool) and -LARGEST <= number < LARGEST:
        return number
    return None


def _id(who: object) -> int:
    id = who.get("id") if isinstance(who, Mapping) else 0
    return id if isinstance(id, int) else 0
