"""Buttons of the night digest and of /norms.

They live for years in chats.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id, Second


class NightDo(StrEnum):
    """What a press under the digest of the night, or under a dropped post, asks for. Codes stand in chats: add, never rename."""

    DECIDE = "decide"
    DOUBTFUL = "doubtful"
    RELEASE = "release"
    HOLD = "hold"
    APPEAL = "appeal"  # «Это обращение»
    RIGHTLY = "rightly"  # «Верно отсеяли»


class NightButton(CallbackData, prefix="n1"):
    """Under the digest of the night; `since` and `until` (Unix seconds) say which dropped posts are meant. In chats since 0.1."""

    do: NightDo
    since: Second
    until: Second
    post: Id


class NormDo(StrEnum):
    """What a press in /norms asks for. Codes stand in chats: add, never rename."""

    CHANGE = "change"
    DAY = "day"
    RESET = "reset"  # «Как в файле», everything
    RESET_ASK = "resetask"  # the question before it
    SHOW = "show"
    TOPICS = "topics"  # key: a page
    GROUPS = "groups"  # key: a page
    GROUP = "group"  # key: «roads» or «roads~1»
    TOPIC = "topic"  # key: «t~slug», «g~slug», as of TYPED and FILE
    MINUTES = "minutes"  # key: «t~slug~240»
    TYPED = "typed"
    FILE = "file"  # «Как в файле» of one thing; of days «d~2026-12-31», of weekdays «w~5», of the start «start»
    WEEK = "week"
    WEEKDAY = "weekday"  # key: 0 is Monday
    START = "start"
    STARTS = "starts"  # key: an event
    DAYS = "days"


class NormButton(CallbackData, prefix="nm1"):
    """In /norms. `key` is "" where no value is meant. In chats since 0.1."""

    do: NormDo
    key: str
