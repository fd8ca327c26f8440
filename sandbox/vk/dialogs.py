"""Dialogues of a community with people, and where VK brings its events."""

from collections import deque
from dataclasses import dataclass, field

from sandbox.errors import Json


@dataclass(slots=True, eq=False)
class Message:
    """A message of a dialogue; `out` is the community's own."""

    id: int
    number: int  # in its dialogue
    peer_id: int
    from_id: int
    text: str
    date: int
    out: bool = False
    random_id: int = 0
    attachments: list[Json] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    edited: int | None = None


@dataclass(slots=True, eq=False)
class Dialog:
    """What a person and a community wrote to each other. `is_open`: the person takes the community's messages."""

    peer_id: int
    is_open: bool = True
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Callback:
    """A server to which a community's events are brought; `last_error` is what went wrong the last time."""

    url: str
    secret: str
    waiting: deque[Json] = field(default_factory=deque)
    served: bool = False
    brought: int = 0
    last_error: str | None = None
