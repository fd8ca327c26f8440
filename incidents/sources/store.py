"""What is read, what is pushed, and links to be looked at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from incidents.ids import ChatId, OfficialId, PostId, SourceId
from incidents.posts import Source, StoredPost
from incidents.sources.chats import SourceChat
from incidents.sources.health import SourceHealth, Yield
from incidents.sources.pushed import Pushed
from incidents.sources.source_links import FoundWall, SourceJob
from incidents.sources.word_filters import FilteredBy


class Sources(Protocol):
    """What is read."""

    async def all(self, *, removed: bool = False) -> Sequence[Source]:
        """All sources that stand, in the order they were added; the removed ones too, if asked. What people bring by hand is none."""

    async def get(self, id: SourceId) -> Source:
        """A removed one too. Raises NotFound."""

    async def seen(self, id: SourceId) -> Source:
        """As it stands, not locked; what people bring by hand has one too. Raises NotFound."""

    async def take(self, found: FoundWall, *, by: OfficialId) -> Source:
        """Insert, or bring a removed one back without what it remembered: its first sweep is history again."""

    async def save_state(self, changed: Source) -> None:
        """What the chat says of it: settlement, mark, priority, department, filters, pause, removal; its health and memory."""


class PushedRows(Protocol):
    """What networks pushed, until its collector has read it."""

    async def add(self, new: Sequence[Pushed], *, at: datetime) -> int:
        """Keep what is not there yet; gives back how many were new. Answer the network after the commit, then wake `Nudge.pushed`."""


class SourceChats(Protocol):
    """Chats of the messenger that are read, or may be."""

    async def get(self, id: int) -> SourceChat:
        """Raises NotFound."""

    async def in_chat(self, chat_id: ChatId) -> SourceChat | None:
        """What is known of a chat."""

    async def of_source(self, id: SourceId) -> SourceChat | None:
        """The chat behind a source."""

    async def put(self, new: SourceChat) -> SourceChat:
        """Insert (id ignored), or give the known one its new title and kind, state and who asked."""

    async def save(self, changed: SourceChat) -> None:
        """Keep state, people, source and what is lacking."""

    async def standing(self) -> Sequence[SourceChat]:
        """Chats that are read now: their sources are not removed."""

    async def under_way(self) -> Sequence[SourceChat]:
        """Chats that somebody wants to read and that are not read yet."""

    async def agreed(self, *, before: datetime) -> Sequence[SourceChat]:
        """Chats agreed to before then that are not read yet; locked until the end."""

    async def recheck(self, chat_id: ChatId) -> None:
        """The bot's rights there changed: they are to be looked at anew."""


class SourceJobs(Protocol):
    """Links that are to be looked at."""

    async def add(self, new: SourceJob) -> None:
        """Insert (id ignored)."""

    async def done(self, id: int) -> None:
        """The link was looked at."""


class SourcesHealth(Protocol):
    """How sources fare."""

    async def failed(self, id: SourceId, because: str, *, day: date, at: datetime) -> None:
        """One more sweep of this day that failed."""

    async def of(self, id: SourceId, *, now: datetime) -> SourceHealth:
        """Of one source, by the last week and month."""

    async def yields(self, *, since: datetime) -> Mapping[SourceId, Yield]:
        """What each source gave since then; one that gave nothing at all is not among them."""

    async def newest(self, id: SourceId, *, since: datetime, limit: int) -> Sequence[tuple[StoredPost, bool]]:
        """Residents' posts of a source seen since then, the newest first, each with whether it is an appeal."""

    async def keep_filtered(self, post: PostId, by: FilteredBy, *, at: datetime) -> None:
        """A post that the filters of its source dropped: insert or replace."""
