"""What a newspaper keeps: its news and the comments under them."""

from dataclasses import dataclass, field

SHOWN = 20
"""So many newest items stand in a feed."""


@dataclass(slots=True)
class Remark:
    """A comment under a piece of news."""

    id: int
    news_id: int
    author: str
    text: str
    date: int


@dataclass(slots=True)
class News:
    """A piece of news; `title` may be empty."""

    id: int
    title: str
    text: str
    date: int


@dataclass(slots=True)
class Paper:
    """A newspaper at `https://<name>.example`."""

    name: str
    title: str
    about: str = ""
    news: dict[int, News] = field(default_factory=dict)
    remarks: dict[int, Remark] = field(default_factory=dict)
    last: int = 0

    @property
    def site(self) -> str:
        """The address that its items stand at: nobody serves it."""
        return f"https://{self.name}.example"

    def next_id(self) -> int:
        """Number what is written next."""
        self.last += 1
        return self.last


@dataclass(slots=True)
class Feeds:
    """All newspapers by name."""

    papers: dict[str, Paper] = field(default_factory=dict)
