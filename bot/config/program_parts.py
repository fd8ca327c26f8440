"""Parts that can be started alone, and what each needs."""

from enum import StrEnum


class ProgramPart(StrEnum):
    """What a process may do; all of them in one process by default."""

    COLLECT = "collect"  # sweep the sources
    READ = "read"  # reader and desk for posts
    DESK = "desk"  # inbox worker and ticks
    DELIVER = "deliver"  # courier and publishing
    POLL = "poll"  # Telegram's updates into the inbox


class NotReady(Exception):
    """The bot cannot start; `user_text` is one Russian line."""

    def __init__(self, user_text: str) -> None:
        super().__init__(user_text)
        self.user_text = user_text
