"""Messages brought by hand: forwarded, typed, or of the region's list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import DistrictId, DraftId, OfficialId, PostId

SENT = "sent:"
"""Before the messenger's id of a photo that was sent to the bot, where other photos have addresses."""

TOGETHER = "together:"
"""Before the fingerprint of messages of one person that were forwarded at once, where albums have the messenger's number."""


class Origin(StrEnum):
    """Where it came from. Codes stand in the database: add, never rename."""

    FORWARD = "forward"
    TYPED = "typed"
    REGION = "region"
    JOURNAL = "journal"  # a list of receptions and calls
    PRIVATE = "private"  # a resident wrote to the bot, where the district allows it


ORIGIN_TITLES = {
    Origin.FORWARD: "Завели вручную",
    Origin.TYPED: "Завели вручную",
    Origin.REGION: "Список региона",
    Origin.PRIVATE: "Личные сообщения",
    Origin.JOURNAL: "Приёмы и звонки",
}
"""Titles of the sources, as cards show them."""


class DraftState(StrEnum):
    """Where a draft is in its life."""

    READING = "reading"  # the reader has not seen it
    READY = "ready"  # shown with what was read, to be corrected
    PROPOSED = "proposed"  # by somebody who is no coordinator: the coordinators decide
    OPENED = "opened"  # «Завести»: an incident, or a voice of one; also at once, for a line of the region's list
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post by hand. `album`: the messenger's id of an album whose photos are one draft, or what was forwarded with it (TOGETHER)."""

    id: DraftId
    district_id: DistrictId
    post_id: PostId
    official_id: OfficialId
    origin: Origin
    state: DraftState
    created_at: datetime
    album: str | None = None
    message_id: int | None = None  # the dialogue's message that shows it
