"""What every part of a running bot stands on."""

from dataclasses import dataclass

from aiogram import Bot

from bot.clock import Clock
from bot.health.meters import Meters
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from incidents.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """One of each for all parts, made before them."""

    storage: Storage
    clock: Clock
    policy: Policy
    bot: Bot
    nudge: Nudge
    meters: Meters
