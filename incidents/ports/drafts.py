"""Posts that officials bring by hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.drafts import Draft, Origin
from incidents.ids import DraftId, OfficialId, PostId
from incidents.posts import Post


class Drafts(Protocol):
    """Part of the Transaction."""

    async def new_draft(self, new: Draft) -> Draft:
        """Insert (id ignored)."""
        ...

    async def draft(self, id: DraftId) -> Draft:
        """Locked until the end. Raises NotFound."""
        ...

    async def draft_of(self, post_id: PostId) -> Draft | None:
        """The draft behind a post; None: nobody brought it by hand."""
        ...

    async def draft_of_album(self, official: OfficialId, album: str) -> Draft | None:
        """The draft that an earlier photo of this album began."""
        ...

    async def drafts_of(self, official: OfficialId) -> Sequence[Draft]:
        """What the official brought, oldest first."""
        ...

    async def save_draft(self, after: Draft) -> None:
        """Update."""
        ...

    async def bring(self, brought: Post, origin: Origin, *, at: datetime) -> PostId:
        """Keep a post that no collector saw, unread; gives back the id of the one that is there already, if there is one."""
        ...

    async def add_photos(self, id: PostId, photos: Sequence[str]) -> None:
        """More photos of an album."""
        ...

    async def read_again(self, post_id: PostId) -> None:
        """The post waits for the reader once more, though its text is the same."""
        ...

    async def rewrite_post(self, id: PostId, text: str, *, at: datetime) -> bool:
        """Other words of a post that no network holds, to be read anew; False: a network holds it."""
        ...
