"""Files sent to the bot: read outside a transaction, used in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from incidents.ids import DistrictId, FileJobId, OfficialId

MAX_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""

TABLES = (".xlsx", ".csv")


JOURNAL = "journal"
"""A list of receptions and calls."""

UNSURE = "which_list"
"""A list of which an official is asked whether it is of receptions or of the region."""

REGION = "region"
"""A list of the region's system."""

ROWS = {JOURNAL: "posts", UNSURE: "lines", REGION: "rows"}
"""Purpose → where the body keeps residents' rows, each of which can go alone."""

KEEP = timedelta(days=7)
"""So long a file waits for a press; then it is forgotten with its rows."""


class FileState(StrEnum):
    """Where a file is on its way."""

    WAITING = "waiting"
    ASKED = "asked"  # read; an official is asked what a column means
    ENTERING = "entering"  # its rows are entered, part by part
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """`purpose`: what the file is for («region»…), None: to be told by what is in it. `body`: what was read, while a question is open."""

    id: FileJobId
    district_id: DistrictId
    official_id: OfficialId
    purpose: str | None
    file_id: str
    name: str
    size: int
    state: FileState
    created_at: datetime
    due_at: datetime  # when to try (again)
    tries: int = 0
    body: Mapping[str, Any] | None = None  # Any: JSON
    contacts: Mapping[str, Any] = field(default_factory=dict)  # whom to call back, by `key_of` a row: copies of the base hold none


def key_of(row: Any) -> str:  # Any: JSON
    """What a row of a body is known by: its post's id, or its number in the file."""
    return str(row["id"] if isinstance(row, Mapping) else row[0] if row else "")
