"""Whoever reads posts: what it is asked, what it answers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

from incidents.posts import StoredPost
from incidents.reading import Reading


class ReaderDown(Exception):
    """The child died or fell silent over this post; it stays unread and is asked again."""


class ReaderNotStarted(ReaderDown):
    """There is no child to ask: no post is to blame."""


class UnreadablePost(Exception):
    """The reader answered that it cannot read this text."""


class ToRead(NamedTuple):
    """A post to be read. `answer`: ours, which its author comments on; `fast`: many wait."""

    post: StoredPost
    answer: str | None = None
    fast: bool = False


Read = Reading | ReaderDown | UnreadablePost
"""ReaderDown: try again. UnreadablePost: set it aside."""


class PostReader(ABC):
    """Whoever reads the posts of one district."""

    @abstractmethod
    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        """What the reader makes of a post, see `ToRead`. Raises ReaderDown or UnreadablePost."""

    async def read_some(self, asked: Sequence[ToRead]) -> Sequence[Read]:
        """What it makes of the first of them, at least one; the rest is to be asked again."""
        try:
            return [await self.read(asked[0].post, answer=asked[0].answer, fast=asked[0].fast)]
        except (ReaderDown, UnreadablePost) as error:
            return [error]

    @abstractmethod
    def teach(self, layer: bytes | None) -> None:
        """From the next post on the child reads with what the district learned (None: with the base alone), also when started again."""

    @abstractmethod
    async def warm(self) -> None:
        """Start the child before there is a post. Raises ReaderNotStarted."""

    @abstractmethod
    def sign(self) -> str | bool:
        """Why it does not start, True when it reads, False when unknown."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of what is its own."""


def reading_of(found: Sequence[Read]) -> Reading:
    """The only one. Raises what it is, if it is an error."""
    if isinstance(found[0], Reading):
        return found[0]
    raise found[0]
