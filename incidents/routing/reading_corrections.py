"""What officials correct in a reading: the district learns from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import OfficialId, PostId
from incidents.incident import RejectReason

OUTSIDE = "outside"
"""A place that is not in the district, where a correction names it."""


class CorrectionKind(StrEnum):
    """What was wrong. Codes stand in the database: add, never rename."""

    TOPIC = "topic"
    PLACE = "place"
    NOT_APPEAL = "not_appeal"
    DEPARTMENT = "department"


NO_APPEAL_REASONS = frozenset({RejectReason.AD, RejectReason.ANNOUNCEMENT, RejectReason.CHAT, RejectReason.THANKS, RejectReason.RUMOUR})
"""Rejections that say the text asks nothing of the authorities; a duplicate asks, and another district's post asks others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction of one post. The latest of a kind holds, so taking one back is one more: `before` and `after` change places.

    `before` and `after` are codes, «» where there is none: slugs of topics, ids of places (or OUTSIDE), ids of departments;
    of NOT_APPEAL «» (it is an appeal) and a RejectReason.
    """

    post_id: PostId
    kind: CorrectionKind
    before: str
    after: str
    by: OfficialId | None
    at: datetime
