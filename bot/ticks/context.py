"""What every tick gets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

from bot.clock import Clock
from bot.config.profile.worktime import Decrees
from bot.storage.backup.nightly import NightlyCopy
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from incidents.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A tick's surroundings. It keeps nothing between ticks."""

    storage: Storage
    clock: Clock
    policy: Policy
    nudge: Nudge
    timezone: tzinfo
    summary_at: time
    decrees: Decrees
    night_at: time = time(8, 30)  # of the coordinators' digest
    agenda_at: time = time(17, 30)  # of what the head will be asked
    chain_key: str = ""  # seals the nightly digest of the log; "": there is none
    nightly_copy: NightlyCopy | None = None  # None: nobody copies the database here
    profile: Path | None = None  # the district's folder; None: nothing is learned
    learning_turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # of the districts of this process

    def today(self) -> date:
        """The local date."""
        return self.clock.now().astimezone(self.timezone).date()

    def last(self, at: time) -> datetime:
        """The last moment of this local time of day that is not in the future (local, aware)."""
        local = self.clock.now().astimezone(self.timezone)
        moment = datetime.combine(local.date(), at, self.timezone)
        return moment if moment <= local else datetime.combine(local.date() - timedelta(days=1), at, self.timezone)


Tick = Callable[[Around], Awaitable[None]]
