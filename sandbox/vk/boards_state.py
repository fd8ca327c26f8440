"""What a community's board remembers: topics and what was said in them."""

from dataclasses import dataclass, field

BOARDS = frozenset({"open", "closed"})


@dataclass(slots=True, eq=False)
class BoardComment:
    """A comment of a topic."""

    id: int
    from_id: int
    text: str
    date: int
    photos: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Topic:
    """A topic; its first comment says what it is about. Comments of a board share one row of ids."""

    id: int
    title: str
    said: list[BoardComment] = field(default_factory=list)
    is_fixed: bool = False

    @property
    def updated(self) -> int:
        """When somebody wrote last."""
        return self.said[-1].date
