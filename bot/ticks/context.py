"""What every tick gets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Self

from bot.clock import Clock
from bot.config.backups import nightly_copy_of
from bot.config.district import District
from bot.config.profile.worktime import Decrees
from bot.config.settings import Settings
from bot.foundation import Foundation
from bot.shared import Shared
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

    @classmethod
    def of(cls, base: Foundation, settings: Settings, district: District, shared: Shared | None) -> Self:
        """As the settings and the district say. `shared`: with other districts of the process."""
        return cls(
            storage=base.storage,
            clock=base.clock,
            policy=base.policy,
            nudge=base.nudge,
            timezone=district.timezone,
            summary_at=settings.schedule.summary_at,
            night_at=settings.schedule.night_at,
            agenda_at=settings.schedule.agenda_at,
            decrees=district.decrees,
            nightly_copy=shared.nightly_copy if shared else nightly_copy_of(settings, district.id),
            chain_key=settings.privacy.key,
            profile=district.folder,
            learning_turn=shared.learning_turn if shared else asyncio.Lock(),
        )

    def today(self) -> date:
        """The local date."""
        return self.clock.now().astimezone(self.timezone).date()

    def last(self, at: time) -> datetime:
        """The last moment of this local time of day that is not in the future (local, aware)."""
        local = self.clock.now().astimezone(self.timezone)
        moment = datetime.combine(local.date(), at, self.timezone)
        return moment if moment <= local else datetime.combine(local.date() - timedelta(days=1), at, self.timezone)


Tick = Callable[[Around], Awaitable[None]]
