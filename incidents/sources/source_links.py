"""Links of sources on their way: what waits, what was found."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import OfficialId
from incidents.posts import Network

SEARCH, MENTIONS = "search", "mentions"
FOUND = frozenset({SEARCH, MENTIONS})
"""`external_id` of sources of VK that are no wall: what its search finds, who mentions the administration's community."""

_HAS_PASSWORD = re.compile(r"(?:https?://)?[^/?#\s]*@", re.IGNORECASE)


class JobState(StrEnum):
    """Where the check of a link is on its way. Codes stand in the database."""

    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceJob:
    """A link that is to be looked at through the network, outside of any transaction."""

    id: int
    official_id: OfficialId
    address: str  # «-12345», «12345» for a person's page, a short name; «ok:group/123», «ok:name»; of a feed or its page the whole address
    state: JobState
    created_at: datetime
    due_at: datetime  # when to try (again)
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGlance:
    """What stood in a feed when it was looked at."""

    items: int
    latest: datetime | None = None  # None: its items have no dates
    ours: int = 0  # that name the district
    is_comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWall:
    """A wall, a group or a feed as the network names it."""

    network: Network
    external_id: str  # VK: owner id, "-1"; Odnoklassniki: "group:123"; a feed: its address
    title: str
    feed: FeedGlance | None = None


def has_password(address: str) -> bool:
    """Whether a name stands before the site, with a password or without: «https://name:password@site/rss»."""
    return _HAS_PASSWORD.match(address) is not None
