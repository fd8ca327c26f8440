"""What the districts of one process share: connections, the reader, one voice."""

import asyncio
from dataclasses import dataclass, field

from bot.health.one_voice import OneVoice
from bot.reading.shared_reader import SharedReader
from bot.signals import Stop
from bot.storage.backup.nightly import NightlyCopy
from bot.storage.engine.storage import Storage
from bot.wakeups import LOOK

FEW = 4  # districts that look as often as one does
LONGEST_LOOK = 2.0  # real seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One of each for all districts of the process."""

    storage: Storage  # of whichever district; the others stand beside it
    reader: SharedReader
    voice: OneVoice
    poll: float = LOOK  # real seconds between looks into a queue whose row another process wrote
    stop: Stop = field(default_factory=Stop)  # of the process
    nightly_copy: NightlyCopy | None = None  # one base, one copy: whichever district asks first makes it
    learning_turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # a learner takes 200 MB: one at a time


def poll_of(districts: int) -> float:
    """Many districts look more rarely, else looking alone would take a processor; rows of this process wake their queue at once."""
    return min(max(LOOK, LOOK * districts / FEW), LONGEST_LOOK)
