"""The copy of the night: is it due, does it fail."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from bot.storage.backup.make import Made, make_copy
from bot.storage.backup.passport import copies_in
from bot.storage.engine.engine import is_sqlite, parse
from bot.storage.engine.errors import StorageError
from incidents.ids import DistrictId

AGAIN = timedelta(hours=1)
"""After a failure: a copy that breaks off half-way should not keep the disk busy."""

FOLDER = "backups"


def folder_beside(database_url: str) -> Path | None:
    """The folder of copies beside SQLite's file; None with a server."""
    url = parse(database_url)
    return Path(str(url.database)).parent / FOLDER if is_sqlite(url) else None


@dataclass(slots=True, kw_only=True)
class NightlyCopy:
    """Makes one copy after each `at`, whichever district asks first.

    Which ones stand the folder tells; `failed` is why the last try gave none.
    """

    url: str
    folder: Path
    district: DistrictId
    at: time  # local
    keep: int
    failed: str | None = None
    tried_at: datetime | None = None
    timezone: tzinfo | None = None  # of `at`; None: that of whoever asks
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def make_if_due(self, *, due: datetime, now: datetime) -> Made | None:
        """Make the copy that no copy since `due` has made needless. Raises StorageError. From a coroutine call it in a thread."""
        if not self._turn.acquire(blocking=False):
            return None  # it is being made
        try:
            return self._make_if_due(due, now)
        finally:
            self._turn.release()

    def _make_if_due(self, due: datetime, now: datetime) -> Made | None:
        if self.failed is not None and self.tried_at is not None and now - self.tried_at < AGAIN:
            return None
        if any(passport.taken_at >= due for _, passport in copies_in(self.folder, self.district)):
            self.failed, self.tried_at = None, self.tried_at or now
            return None
        self.tried_at = now
        try:
            made = make_copy(self.url, self.folder, district=self.district, now=now, keep=self.keep)
        except StorageError as error:
            self.failed = error.user_text
            raise
        self.failed = None
        return made

    def sign(self) -> str | bool:
        """For the health: why there is no copy; True: there is one; False: nobody knows yet."""
        return self.failed or self.tried_at is not None
