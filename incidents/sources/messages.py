"""What is said of sources."""

from datetime import datetime
from enum import StrEnum

from incidents.ids import SourceId
from incidents.outbox_message import OutboxMessage


class RestReason(StrEnum):
    """Why a network wants a rest. Codes stand in the database: add, never rename."""

    CAPTCHA = "captcha"
    FLOOD = "flood"
    QUOTA = "quota"


class SourcesList(OutboxMessage, code="sources", is_screen=True):
    """What is read, and what is silent (/sources)."""

    page: int = 0


class AboutSource(OutboxMessage):
    """Speaks of one source."""

    source: SourceId


class OneSource(AboutSource, code="source_one", is_screen=True):
    """A source with its buttons."""


class BarrenSources(OutboxMessage, code="sources_barren", is_screen=True):
    """Sources that gave no appeal for a month (once a week)."""


class SourceOwnerMenu(AboutSource, code="source_owner", is_screen=True):
    """«Чьё…»: the departments."""

    page: int = 0


class SourceFilters(AboutSource, code="source_filters", is_screen=True):
    """«Фильтры»: the words, and what they would have dropped."""


class RemoveSourceMenu(AboutSource, code="source_remove", is_screen=True):
    """«Убрать»: asks whether it is meant."""


class SourceAdded(AboutSource, code="source_added"):
    """The link was looked at: the wall is read from now on. What stood in a feed: as `FeedGlance`."""

    items: int | None = None
    latest: datetime | None = None
    ours: int | None = None
    is_comments: bool = False


class SourceKnown(AboutSource, code="source_known"):
    """The link leads to a wall that is read already."""


class SourceRefused(OutboxMessage, code="source_refused"):
    """The link cannot be read. `because`: words of ours, never of people."""

    because: str


class SourceChecking(OutboxMessage, code="source_checking"):
    """The link was taken and is being looked at."""


class NetworkRests(OutboxMessage, code="network_rests"):
    """VK wants a rest from one of our keys: a captcha, words that are all alike, the day's quota. Until then it is left alone."""

    why: RestReason
    writes: bool  # answers wait; else walls are not read
    until: datetime


class AskSource(OutboxMessage, code="ask_source"):
    """The link of a new source."""


class AskSourceTown(AboutSource, code="ask_source_town"):
    """The settlement of which people write there."""


class AskStopWords(AboutSource, code="ask_stop_words"):
    """Words of posts that are dropped."""


class AskKeywords(AboutSource, code="ask_keywords"):
    """Words without which nothing is taken."""
