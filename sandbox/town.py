"""The whole town: clock, networks, newspapers, faults, journal."""

import asyncio
from dataclasses import dataclass, field, replace

from aiohttp import web

from sandbox.changes import Changes
from sandbox.clock import ScenarioClock
from sandbox.errors import Json
from sandbox.faults import Faults
from sandbox.feeds.state import Feeds
from sandbox.journal import Journal
from sandbox.ok.state import Ok
from sandbox.telegram.state import Telegram
from sandbox.vk.state import Vk


@dataclass(slots=True)
class Day:
    """The day that is played: scenes, the zone of its clock, who plays it, whose phones are a visitor's, what became of posts."""

    scenes: list[Json] = field(default_factory=list)
    timezone: str = "Europe/Moscow"
    directed: bool = False  # somebody plays the day and takes orders
    busy: str | None = None  # what they are doing meanwhile
    scene: int | None = None  # the number of the scene that an order has come to
    played: bool = False  # the people whom no visitor touches are played
    touched: dict[int, float] = field(default_factory=dict)  # user → scenario moment of the last touch
    led: dict[int, float] = field(default_factory=dict)  # user → until when a tour leads through the phone, monotonic
    orders: list[Json] = field(default_factory=list)
    ordered: int = 0
    fates: dict[tuple[str, str], Json] = field(default_factory=dict)  # (network, address) of a post → what became of it


@dataclass(slots=True)
class Town:
    """One process, one town; a reset replaces what is in it."""

    clock: ScenarioClock = field(default_factory=ScenarioClock)
    first_clock: ScenarioClock | None = None  # what a reset goes back to
    telegram: Telegram = field(default_factory=Telegram)
    vk: Vk = field(default_factory=Vk)
    ok: Ok = field(default_factory=Ok)
    feeds: Feeds = field(default_factory=Feeds)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    day: Day = field(default_factory=Day)
    changes: Changes = field(default_factory=Changes)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    post: asyncio.Event = field(default_factory=asyncio.Event)  # a webhook was set or taken away
    vk_post: asyncio.Event = field(default_factory=asyncio.Event)  # an event waits for a community's server

    def __post_init__(self) -> None:
        """Remember the clock that the town was started with."""
        self.first_clock = replace(self.clock)

    def now(self) -> float:
        """Tell the scenario's moment in Unix seconds."""
        return self.clock.now()

    def pace(self) -> float:
        """Tell the seconds that the networks' limits count."""
        return self.clock.pace()

    def empty(self) -> None:
        """Forget everybody and everything; hanging polls end with nothing."""
        self.release_polls()
        self.clock = replace(self.first_clock or ScenarioClock())
        self.telegram, self.vk, self.ok, self.feeds, self.faults = Telegram(), Vk(), Ok(), Feeds(), Faults()
        self.journal = Journal(last=self.journal.last)
        self.day = Day()

    def release_polls(self) -> None:
        """Let every waiting getUpdates and Long Poll go, and every webhook's postman."""
        for bot in self.telegram.bots.values():
            bot.webhook = None
            bot.queue.close()
            bot.queue.arrived.set()
        for group in self.vk.groups.values():
            group.poll.wake()
            if group.callback is not None:
                group.callback.waiting.clear()


TOWN: web.AppKey[Town] = web.AppKey("town", Town)


def town_of(request: web.Request) -> Town:
    """Find the town behind a request."""
    return request.app[TOWN]


def compact(value: Json) -> Json:
    """Leave out what is None."""
    return {name: item for name, item in value.items() if item is not None}
