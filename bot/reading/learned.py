"""What the reader's process is told of a district."""

import time
from dataclasses import dataclass


@dataclass(slots=True)
class Learned:
    """What a district learned. `is_known`: the child knows it, as a fresh one knows the base."""

    district: str  # the folder
    layer: bytes | None = None
    is_known: bool = True
    broken: str | None = None  # why the child could not read its places
    broken_at: float = 0.0

    def lacks_places(self, why: str) -> str:
        """Its places cannot be read: gives back why."""
        self.broken, self.broken_at = why, time.monotonic()
        return why

    def broken_within(self, seconds: float) -> str | None:
        """Why its places could not be read so lately; None: ask."""
        return self.broken if time.monotonic() - self.broken_at < seconds else None
