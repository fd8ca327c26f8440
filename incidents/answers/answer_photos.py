"""Photos of an answer: Telegram's file first, then bytes without a trace of the phone, then the network's own attachment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.ids import AnswerId

MAX_PHOTOS = 10
"""As many as an album of Telegram holds."""

PATIENCE = timedelta(minutes=10)
"""So long a sent answer waits for its photos to be fetched; then it goes out with those that are there."""

KEEP = timedelta(days=7)
"""So long the bytes are kept after the answer is out or thrown away."""


class PhotoState(StrEnum):
    """Where a photo is on its way. Codes stand in the database: add, never rename."""

    WAITING = "waiting"  # known by its file_id only
    READY = "ready"  # the bytes are here, without EXIF
    UPLOADED = "uploaded"  # the network has it; `attachment` names it
    REFUSED = "refused"  # the network would not have it: the answer goes out without photos


class Unfit(StrEnum):
    """Why a file is no photo of an answer. Codes stand in the outbox."""

    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"
    NOT_FETCHED = "not_fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPhoto:
    """One photo; its bytes stay in the storage. Photos of an answer stand in the order in which they came (of `id`)."""

    id: int
    answer_id: AnswerId
    file_id: str
    state: PhotoState
    created_at: datetime
    due_at: datetime  # when to fetch (again)
    tries: int = 0
    attachment: str | None = None  # «photo-1_2_key»
