"""Residents' posts, what the reader said of them, and the sources they come from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import PostId
from incidents.posts import Source, StoredPost
from incidents.reading import Reading


class Posts(Protocol):
    """Part of the Transaction."""

    async def post(self, id: PostId) -> StoredPost:
        """A post with its source. Raises NotFound."""
        ...

    async def save_reading(self, post: StoredPost, reading: Reading, *, at: datetime) -> None:
        """Keep what the reader said of this revision and mark the post as taken in."""
        ...

    async def reading(self, id: PostId) -> Reading | None:
        """The reading of the post's latest read revision."""
        ...

    async def sources(self) -> Sequence[Source]:
        """All sources."""
        ...
