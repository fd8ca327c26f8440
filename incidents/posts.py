"""Posts and comments of residents, and the shape of a collector."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from incidents.ids import DistrictId, OfficialId, PostId, SourceId

KEPT = 16_384
"""Code points of a text that are kept: no network of ours takes more."""

READ = 8_000
"""Code points of a text that are read: whatever looks for something in it is short over so many."""


MANY = 20
"""So many posts of one author within a day, without a word of danger, and the coordinator is told."""


class Network(StrEnum):
    """A social network that posts come from."""

    VK = "vk"
    OK = "ok"
    TELEGRAM = "telegram"
    HAND = "hand"  # no network: an official brought the words, an answer goes back by hand
    PRIVATE = "private"  # a resident's private chat with the bot, where the district allows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or a comment as a collector saw it. `external_id` is unique within (district, network)."""

    network: Network
    external_id: str  # VK: "wall-1_7", a comment "wall-1_7_r12"
    url: str
    text: str
    author_id: str  # the network's id of the author ("" when hidden); a name is never kept
    published_at: datetime
    parent_external_id: str | None = None  # the post a comment stands under
    reply_to_external_id: str | None = None  # the comment that this comment replies to
    photos: tuple[str, ...] = ()  # addresses of the largest sizes
    likes: int = 0
    comments: int = 0
    by_owner: bool = False  # written by the community itself (an announcement, an answer)

    @property
    def words(self) -> str:
        """What of the text is read: all of an ordinary one."""
        return self.text[:READ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One fetch of a source: what is there now, which known posts have gone, and where to go on."""

    posts: tuple[Post, ...]
    cursor: str
    gone: tuple[str, ...] = ()  # external ids that were deleted


class SourceBroken(Exception):
    """The source cannot be read now. `user_text` is one Russian line; `fatal` means that waiting will not help."""

    def __init__(self, user_text: str, *, fatal: bool = False, retry_after: float | None = None) -> None:
        super().__init__(user_text)
        self.user_text = user_text
        self.fatal = fatal
        self.retry_after = retry_after  # scenario seconds


class Collector(Protocol):
    """Turns a cursor into a batch; never decides what is important. Raises SourceBroken and nothing else."""

    async def fetch(self, cursor: str | None) -> Batch:
        """Read what stands in the source now; `cursor` is the former batch's (None at the first sweep)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A wall, a chat, a feed that is read, with its health."""

    id: SourceId
    district_id: DistrictId
    network: Network
    external_id: str  # VK: owner id, "-1"
    title: str
    settlement_id: str | None = None  # the community's own settlement, a hint to the reader
    cursor: str | None = None
    baseline_at: datetime | None = None  # when the first sweep ended; None: history was not seen yet
    last_ok_at: datetime | None = None
    broken_at: datetime | None = None
    broken_because: str | None = None
    added_by: OfficialId | None = None  # who added it in the chat; None: the settings name it
    paused_at: datetime | None = None  # not read since then
    removed_at: datetime | None = None  # not read any more, its posts stay

    @property
    def is_broken(self) -> bool:
        """Whether the last sweep failed."""
        return self.broken_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPost:
    """A post as Otklik keeps it: with its key, its source and its revisions counted."""

    id: PostId
    district_id: DistrictId
    source_id: SourceId
    source_title: str
    settlement_id: str | None
    post: Post
    revision: int  # 1 for the first text seen
    detected_at: datetime
    parent_id: PostId | None = None
    parent_text: str | None = None
    deleted_at: datetime | None = None
    is_history: bool = False  # stood there before the source was added: no incident
    photo_urls: tuple[str, ...] = field(default=())
