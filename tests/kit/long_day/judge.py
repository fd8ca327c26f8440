"""What became of the day: what is kept of it in the database, and how often each network was asked."""

import asyncio
import re
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.demo.control import Control
from tests.kit.long_day.scenario import Written

NUMBER = re.compile(r"(?:Обращение|Разговор) (\d{5})\.")
DAY, MINUTE = 86_400.0, 60.0
A_DAY = {"wall.get": 5_000, "newsfeed.search": 1_000, "wall.search": 1_000}
"""Calls of a method that a key has a day (docs/limits.md, VK)."""

A_SECOND = {"service": 3, "user": 3, "group": 20}

POSTS = "SELECT id, text FROM post"
VOICES = "SELECT post_id, incident_id FROM voice"
INCIDENTS = "SELECT count(*) FROM incident"
SOURCES = "SELECT count(*) FROM source WHERE baseline_at IS NULL AND network IN ('vk', 'ok', 'feed')"
UNREAD = "SELECT count(*) FROM post WHERE taken_at IS NULL AND set_aside_at IS NULL"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds: posts and incidents of each number."""

    posts: Mapping[int, Sequence[int]]
    incidents: Mapping[int, frozenset[int]]
    all_incidents: int
    unread: int

    def missed(self, written: Sequence[Written]) -> list[int]:
        """Appeals that are in no incident."""
        return [each.number for each in written if each.is_appeal and not self.incidents.get(each.number)]

    def unseen(self, written: Sequence[Written]) -> list[int]:
        """What was written and never came."""
        return [each.number for each in written if not self.posts.get(each.number)]

    def twice(self) -> list[int]:
        """What is kept as two posts, or opened two incidents."""
        return [n for n, posts in self.posts.items() if len(posts) > 1 or len(self.incidents.get(n, ())) > 1]

    def joined(self) -> list[int]:
        """Incidents that hold two appeals of the list: each is about a street of its own."""
        holds = Counter(each for found in self.incidents.values() for each in found)
        return [incident for incident, number in holds.items() if number > 1]


def kept(file: Path) -> Kept:
    """Read the database beside the bot that writes it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        posts, numbers = defaultdict(list), {}
        for id, text in database.execute(POSTS):
            if (found := NUMBER.search(text)) is not None:
                posts[int(found[1])].append(id)
                numbers[id] = int(found[1])
        incidents: defaultdict[int, set[int]] = defaultdict(set)
        for post_id, incident_id in database.execute(VOICES):
            incidents[numbers[post_id]].add(incident_id)
        of_numbers = {number: frozenset(found) for number, found in incidents.items()}
        return Kept(posts, of_numbers, database.execute(INCIDENTS).fetchone()[0], database.execute(UNREAD).fetchone()[0])


def unread_sources(file: Path) -> int:
    """Sources that were not read once; chats tell by themselves."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        return int(database.execute(SOURCES).fetchone()[0])


@dataclass(slots=True)
class Journal:
    """Follows the town's journal, which forgets, and counts calls of VK a key."""

    control: Control
    last: int = 0
    calls: Counter[str] = field(default_factory=Counter)  # of all networks
    most_a_day: Counter[tuple[str, str]] = field(default_factory=Counter)  # by key and method
    most_a_minute: Counter[str] = field(default_factory=Counter)  # by key
    _days: defaultdict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _minutes: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            if await self.step() == 0:
                await asyncio.sleep(0.2)

    async def step(self) -> int:
        """Read on."""
        calls = (await self.control.get("log", after=self.last, limit=500))["calls"]
        assert not calls or not self.last or calls[0]["n"] == self.last + 1, "the journal forgot calls before they were counted"
        for call in calls:
            self.last = call["n"]
            self.calls[f"{call['api']} {call['method']}"] += 1
            if call["api"] == "vk" and call["key"]:
                self._count(call, datetime.fromisoformat(call["at"]).timestamp())
        return len(calls)

    def _count(self, call: dict[str, Any], at: float) -> None:  # Any: JSON
        key, method = call["key"], call["method"]
        self.most_a_day[key, method] = max(self.most_a_day[key, method], _within(self._days[key, method], at, DAY))
        self.most_a_minute[key] = max(self.most_a_minute[key], _within(self._minutes[key], at, MINUTE))

    def over(self) -> list[str]:
        """Quotas that were exceeded, in words."""
        days = [f"{key} {method}: {n} a day" for (key, method), n in self.most_a_day.items() if n > A_DAY.get(method, n)]
        per_minute = {key: A_SECOND[key.split()[0]] * int(MINUTE) for key in self.most_a_minute}
        return days + [f"{key}: {n} a minute" for key, n in self.most_a_minute.items() if n > per_minute[key]]


def _within(times: deque[float], at: float, span: float) -> int:
    times.append(at)
    while times[0] <= at - span:
        times.popleft()
    return len(times)
