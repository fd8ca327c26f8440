"""What the districts of one process share: connections, the reader, one voice."""

import asyncio
from dataclasses import dataclass, field

from bot.health.one_voice import OneVoice
from bot.reading.shared_reader import SharedReader
from bot.storage.engine.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One of each for all districts of the process."""

    storage: Storage  # of whichever district; the others stand beside it
    reader: SharedReader
    voice: OneVoice
    learning_turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # a learner takes 200 MB: one at a time
