"""Posts and comments of residents, and the shape of a collector."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from incidents.ids import DepartmentId, DistrictId, OfficialId, PostId, SourceId

KEPT = 16_384
"""Code points of a text that are kept: no network of ours takes more."""

READ = 8_000
"""Code points of a text that are read: whatever looks for something in it is short over so many."""


MANY = 20
"""So many posts of one author within a day, without a word of danger, and the coordinator is told."""


ERASED = "erased-"
"""Before the seal of a network's id that is left of an erased post: it is known when it is seen again, and not read."""

LATE = timedelta(days=1)
"""What is found so long after it was written opens an incident whose first cards come without a sound."""

LONG_PAST = timedelta(days=3)
"""What is found so long after it was written is no danger «now» any more."""


def sealed(network: str, external_id: str) -> str:
    """What is left of a network's id: enough to know the post when it is seen again, too little to find it."""
    return ERASED + sha256(f"{network}:{external_id}".encode("utf-8", "surrogatepass")).hexdigest()


class Network(StrEnum):
    """A social network that posts come from."""

    VK = "vk"
    OK = "ok"
    TELEGRAM = "telegram"
    HAND = "hand"  # no network: an official brought the words, an answer goes back by hand
    VK_MESSAGES = "vk_messages"  # a resident's messages to the administration's community
    PRIVATE = "private"  # a resident's private chat with the bot, where the district allows it
    FEED = "feed"  # RSS or Atom: news in a medium's own name, comments under them


COPIED = frozenset({Network.OK, Network.HAND, Network.FEED})
"""Where the bot writes nothing: officials take our answers there by hand (`NetworkKind.answers`)."""

DIALOGUES = frozenset({Network.VK_MESSAGES})
"""Where a resident's messages have no post above them: what a person wrote lately is one talk."""


class AttachmentKind(StrEnum):
    """What stands in a post beside its words. Codes stand in the database: add, never rename."""

    PHOTO = "photo"  # only one with a caption of its own: photos themselves follow the card
    VIDEO = "video"
    CLIP = "clip"
    LINK = "link"
    POLL = "poll"
    DOCUMENT = "document"
    AUDIO = "audio"
    PLACE = "place"  # a point on the map
    REPOST = "repost"  # the words of another post stand after its own
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something attached to a post. `words`: its title, question or caption, where it says anything."""

    kind: AttachmentKind
    words: str = ""


def whole_text(text: str, attached: Iterable[Attachment]) -> str:
    """The text, then what is said by what is attached."""
    return "\n".join(said for said in (text, *(each.words for each in attached)) if said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or a comment as a collector saw it. `external_id` is unique within (district, network)."""

    network: Network
    external_id: str  # VK: "wall-1_7", a comment "wall-1_7_r12"; OK: "topic/7", a comment "topic/7/comment/MTM="
    url: str
    text: str
    author_id: str  # the network's id of the author ("" when hidden); a name is never kept
    published_at: datetime
    parent_external_id: str | None = None  # the post a comment stands under
    reply_to_external_id: str | None = None  # the comment that this comment replies to
    photos: tuple[str, ...] = ()  # addresses of the largest sizes
    likes: int = 0
    comments: int = 0
    by_owner: bool = False  # an official word (an announcement, an answer): kept, never read
    attached: tuple[Attachment, ...] = ()  # beside `photos`
    original: str = ""  # external id of the post that a repost without own words passes on
    repeats: str = ""  # whose post a repost without own words passes on; told to intake only, not kept

    @property
    def whole(self) -> str:
        """All that it says: the text, then titles, questions and captions of what is attached."""
        return whole_text(self.text, self.attached)

    @property
    def knows_author(self) -> bool:
        """Whether the author's next words are recognised: not where a community signs nobody. By hand an official brings them."""
        return bool(self.author_id) or self.network is Network.HAND

    @property
    def has_words(self) -> bool:
        """Whether it says anything that can be read: a photo alone tells neither topic nor place."""
        return any(char.isalnum() for char in self.whole)

    @property
    def is_erased(self) -> bool:
        """Whether its author's data were erased."""
        return self.external_id.startswith(ERASED)

    @property
    def words(self) -> str:
        """What of it is read: all of an ordinary one."""
        return self.whole[:READ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One fetch of a source: what is there now, which known posts have gone, and where to go on."""

    posts: tuple[Post, ...]
    cursor: str
    gone: tuple[str, ...] = ()  # external ids that were deleted
    quota: str | None = None  # how far the network lets us ask, one Russian line without a full stop; None: it sets no bounds
    again_in: float | None = None  # scenario seconds until it makes sense to read it again, 0 at once; None: as all sources
    ill: str | None = None  # what of the source could not be read, one Russian line; the rest is here
    drained: int | None = None  # rows of what was pushed are in it up to this one: all news, blanked with the commit


class SourceBroken(Exception):
    """The source cannot be read now. `user_text` is one Russian line; `fatal` means that waiting will not help.

    `token`: the network refuses our key, so it is every source's trouble that this key reads.
    """

    def __init__(self, user_text: str, *, fatal: bool = False, token: bool = False, retry_after: float | None = None) -> None:
        super().__init__(user_text)
        self.user_text = user_text
        self.fatal, self.token = fatal, token
        self.retry_after = retry_after  # scenario seconds


class Collector(Protocol):
    """Turns a cursor into a batch; never decides what is important. Raises SourceBroken and nothing else."""

    async def fetch(self, cursor: str | None) -> Batch:
        """Read what stands in the source now; `cursor` is the former batch's (None at the first sweep)."""


class SourceMark(StrEnum):
    """In whose name a community writes what it writes itself. Codes stand in the database: add, never rename."""

    RESIDENTS = "residents"  # «Подслушано…»: it publishes what residents sent, so it is read
    OFFICIAL = "official"  # announcements: kept, never read
    OWN = "own"  # the administration's, by the settings: official for good


class Priority(StrEnum):
    """How often a source is asked, against the others. Codes stand in the database: add, never rename."""

    OFTEN = "often"
    USUAL = "usual"
    SELDOM = "seldom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A wall, a chat, a feed that is read, with its health."""

    id: SourceId
    district_id: DistrictId
    network: Network
    external_id: str  # VK: owner id, "-1"; OK: "group:1"
    title: str
    settlement_id: str | None = None  # the community's own settlement, a hint to the reader
    cursor: str | None = None
    baseline_at: datetime | None = None  # when the first sweep ended; None: history was not seen yet
    last_ok_at: datetime | None = None
    next_at: datetime | None = None  # when it is read again; None: at once
    broken_at: datetime | None = None
    broken_because: str | None = None
    added_by: OfficialId | None = None  # who added it in the chat; None: the settings name it
    paused_at: datetime | None = None  # not read since then
    removed_at: datetime | None = None  # not read any more, its posts stay
    mark: SourceMark = SourceMark.RESIDENTS
    priority: Priority = Priority.USUAL
    department_id: DepartmentId | None = None  # whose community it is: what no rule routes goes there
    keywords: tuple[str, ...] = ()  # only what has one of these is taken; a danger always
    stop_words: tuple[str, ...] = ()  # what has one of these is dropped; a danger never
    quota: str | None = None  # what its collector said last of the network's bounds

    @property
    def is_official(self) -> bool:
        """Whether what the community writes itself is an official word."""
        return self.mark is not SourceMark.RESIDENTS

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
    people: tuple[str, ...] = ()  # whom the reader saw named in it, as it is written there
    parent_people: tuple[str, ...] = ()

    def is_late(self, now: datetime) -> bool:
        """Whether it had stood for a day when it is read for the first time."""
        return (now if self.revision == 1 else self.detected_at) - self.post.published_at > LATE

    def is_long_past(self, now: datetime) -> bool:
        """Whether what it tells was days ago when it is read for the first time. What its author changed is told anew."""
        return (now if self.revision == 1 else self.detected_at) - self.post.published_at > LONG_PAST
