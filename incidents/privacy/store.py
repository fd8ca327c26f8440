"""The store of privacy: what is kept, how it goes, acts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import ChatId, IncidentId, OfficialId, PostId
from incidents.official import Official
from incidents.posts import Network
from incidents.privacy.values import Erasure, Extent


class Erasures(Protocol):
    """Acts of erasing."""

    async def add(self, new: Erasure) -> Erasure:
        """Insert (id ignored)."""

    async def get(self, id: int) -> Erasure:
        """Raises NotFound."""

    async def newest(self, *, limit: int, skip: int = 0) -> Sequence[Erasure]:
        """Newest first."""


class PersonalData(Protocol):
    """Posts of one person with all that was made of them."""

    async def by_author(self, networks: Collection[Network], author_id: str) -> Sequence[PostId]:
        """Everything that one author wrote."""

    async def by_link(self, network: Network, external_id: str, url: str) -> PostId | None:
        """The post behind a link."""

    async def author_of(self, id: PostId) -> tuple[Network, str]:
        """The network of a post and its author's id ("" when hidden). Raises NotFound."""

    async def reach(self, ids: Collection[PostId], *, repeats: bool = True) -> Extent:
        """How far erasing these posts goes; `repeats`: with posts of others that pass the very words on."""

    async def erase(self, reach: Extent, *, at: datetime, old: bool = False) -> None:
        """Blank every table; messages in chats are the caller's business. Raises AnswerLeaves.

        `old`: queues and open dialogues hold nothing of it any more.
        """

    async def places(self, reach: Extent) -> Sequence[tuple[ChatId, int]]:
        """Messages of ours that show the words, beside cards that stand."""

    async def erase_official(self, id: OfficialId, *, at: datetime) -> Sequence[tuple[ChatId, int]]:
        """Blank an official; gives back the messages of ours in their chat that show anybody's words."""

    async def officials_who_left(self) -> Sequence[Official]:
        """Who left and still has a name here."""

    async def old_posts(self, *, closed_before: datetime, idle_before: datetime, limit: int) -> Sequence[PostId]:
        """Posts that were kept long enough: of incidents closed before, and those that nobody had to work on.

        What somebody passed on since then is kept as long as the repost is: it shows the same words.
        """

    async def chat_posts(self, *, before: datetime | None, after: PostId, limit: int) -> Sequence[tuple[PostId, bool]]:
        """Posts of chats that nobody worked on, each with whether it is talk.

        By their ids, without replies to us; `before`: seen before then and read; None: all, what is unread is talk.
        """

    async def keep_threads(self, ids: Collection[PostId]) -> Sequence[IncidentId]:
        """Let what stands under posts of a chat know them by their seals before they are erased.

        Gives back the incidents told of there: their cards quote these posts.
        """

    async def forget_contacts(self, before: datetime) -> Sequence[tuple[ChatId, int]]:
        """Forget whom to call back, where it was written down before.

        Gives back our messages that show what is kept no more.
        """

    async def old_officials(self, before: datetime) -> Sequence[OfficialId]:
        """Who left before and still has a name here."""

    async def forget_strangers(self, before: datetime) -> int:
        """Take the numbers of those who are no officials out of the audit; gives back how many lines."""
