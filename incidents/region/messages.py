"""What is said of the region's numbers."""

from incidents.ids import PostId
from incidents.outbox_message import AboutIncident, OutboxMessage


class RegionMenu(AboutIncident, code="menu_region", is_screen=True):
    """«Для региона»: the incident's voices, or the buttons of the one whose `post` is chosen."""

    post: PostId | None = None
    page: int = 0


class AboutVoice(AboutIncident):
    """Speaks of one voice of the incident."""

    post: PostId


class RegionText(AboutVoice, code="region_text"):
    """The answer to copy, too long for a button."""


class AskRegionNumber(AboutVoice, code="ask_region_number"):
    """The region's number of the voice."""


class RegionNumbered(AboutVoice, code="region_numbered"):
    """The typed number is kept."""


class RegionOverview(OutboxMessage, code="region_state", is_screen=True):
    """What stands between us and the region's system (/region)."""


class RegionBlocks(OutboxMessage, code="region_blocks", is_screen=True):
    """Blocks to copy, one a page."""

    page: int = 0


class RegionTheirs(OutboxMessage, code="region_theirs", is_screen=True):
    """What the region's list has and we have not."""

    page: int = 0


class RegionOurs(OutboxMessage, code="region_ours", is_screen=True):
    """What we have and the region's list has not."""

    page: int = 0


class RegionReport(OutboxMessage, code="region_report"):
    """A list of the region was read: counts of its lines and of what came of them."""

    rows: int
    without: int
    same: int
    told: int
    theirs: int
    ours: int


class RegionToEnter(OutboxMessage, code="R12"):
    """At noon and five: what waits to be entered."""
