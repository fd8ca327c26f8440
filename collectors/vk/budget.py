"""The day's quota of reading walls, spread over the walls.

How often each is read follows from its weight (the coordinator's priority and how much is written there) and from what one sweep costs, so
that all sweeps of a day fit into what VK gives. Nothing here asks VK. Pure.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

METHOD = "wall.get"
A_DAY = 5000  # of a token, as users report (docs/limits.md, VK)
RESERVE = 0.04  # for looks at links, for `otklik check`, for calls that failed
DAY, HOUR = 86_400.0, 3600.0
LEAST_A_DAY = 12.0  # sweeps of the quietest wall, if there is room for so many
SMALL = 0.03  # a change of a wall that changes no plan
DEEP_SHARE = 0.1  # of the day, for looks at old posts
DEEP_LEAST = 2 * HOUR  # seconds between two of them, however few walls there are
ROUNDS = 40  # of halving: the pace is found to the second


@dataclass(frozen=True, slots=True)
class Wall:
    """What is known of a wall: posts and comments a day, calls of one sweep, the coordinator's word (1.0 is usual)."""

    lively: float = 1.0
    cost: float = 1.0
    priority: float = 1.0

    @property
    def weight(self) -> float:
        """Four times as much written is read twice as often."""
        return self.priority * sqrt(1.0 + max(0.0, self.lively))


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds between two sweeps of each wall, and what all of them spend a day."""

    waits: Mapping[int, float]
    calls: float
    most: float


def deep_wait(pages: float, *, tokens: int, quota: int = A_DAY) -> float:
    """Seconds between two looks at the old posts of all walls, which take so many calls."""
    return max(DEEP_LEAST, DAY * pages / (quota * max(1, tokens) * DEEP_SHARE))


def plan(walls: Mapping[int, Wall], *, tokens: int, least: float, quota: int = A_DAY, aside: float = 0.0) -> Plan:
    """Spread the day's calls. `least`: seconds between two sweeps of a wall at the least; `aside`: calls promised already."""
    most = quota * max(1, tokens) * (1.0 - RESERVE) - aside
    top = DAY / max(1.0, least)
    rates = dict.fromkeys(walls, top)
    if _spent(walls, rates) > most:
        floor = min(LEAST_A_DAY, top, most / max(1e-9, sum(each.cost for each in walls.values())))
        low, high = 0.0, top / min(each.weight for each in walls.values())
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            rates = {id: min(top, max(floor, each.weight * middle)) for id, each in walls.items()}
            low, high = (middle, high) if _spent(walls, rates) <= most else (low, middle)
        rates = {id: min(top, max(floor, each.weight * low)) for id, each in walls.items()}
    return Plan(waits={id: DAY / rate for id, rate in rates.items()}, calls=_spent(walls, rates), most=most)


def _spent(walls: Mapping[int, Wall], rates: Mapping[int, float]) -> float:
    return sum(each.cost * rates[id] for id, each in walls.items())


@dataclass(slots=True)
class Spent:
    """Calls of the last day, counted by hours of Unix time: the cursor of a wall keeps them, so that a restart forgets none."""

    hours: deque[tuple[int, int]] = field(default_factory=deque)

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Spent":
        """Read what a cursor kept. Raises ValueError or TypeError."""
        return cls(deque(sorted((int(hour), int(number)) for hour, number in rows)))

    def add(self, now: float, calls: int = 1) -> None:
        """So many more."""
        self.forget(now)
        hour = int(now // HOUR)
        if self.hours and self.hours[-1][0] == hour:
            self.hours[-1] = (hour, self.hours[-1][1] + calls)
        else:
            self.hours.append((hour, calls))

    def forget(self, now: float) -> None:
        """Drop what is older than a day, and hours to come.

        An hour counts until its last minute is; those to come are of a clock that ran ahead.
        """
        while self.hours and self.hours[-1][0] > now // HOUR:
            self.hours.pop()
        while self.hours and (self.hours[0][0] + 1) * HOUR <= now - DAY:
            self.hours.popleft()

    def total(self, now: float) -> int:
        """Calls of the last day."""
        self.forget(now)
        return sum(number for _, number in self.hours)

    def wait(self, now: float) -> float:
        """Seconds until the oldest hour counts no more."""
        return (self.hours[0][0] + 1) * HOUR + DAY - now if self.hours else 0.0


class Budget:
    """The walls of a process with one plan. `tokens`: keys that read."""

    def __init__(self, *, tokens: int, least: float, quota: int = A_DAY) -> None:
        self._tokens, self._least, self._quota = max(1, tokens), least, quota
        self._walls: dict[int, Wall] = {}
        self._spent: dict[int, Spent] = {}
        self._priorities: dict[int, float] = {}
        self._deep: dict[int, int] = {}  # calls of one look at the old posts of a wall
        self._plan: Plan | None = None

    def know(self, priorities: Mapping[int, float]) -> None:
        """Which walls are read now, with the coordinator's word of each; the others cost nothing any more."""
        if self._priorities != priorities:
            self._plan = None
        self._priorities = dict(priorities)
        self._walls = {id: self._walls.get(id, Wall()) for id in priorities}
        self._deep = {id: pages for id, pages in self._deep.items() if id in priorities}

    def knows_spent(self, owner_id: int) -> bool:
        """Whether the calls of a wall are counted here already."""
        return owner_id in self._spent

    def remember(self, owner_id: int, spent: Spent) -> None:
        """What the cursor of a wall says of its calls, after a restart."""
        self._spent.setdefault(owner_id, spent)

    def spend(self, owner_id: int, now: float) -> float:
        """Count one call; the seconds to wait instead, where the day's quota of all keys is used up."""
        if sum(each.total(now) for each in self._spent.values()) >= self._quota * self._tokens * (1.0 - RESERVE / 2):
            return max(1.0, min((each.wait(now) for each in self._spent.values() if each.hours), default=HOUR))
        self._spent.setdefault(owner_id, Spent()).add(now)
        return 0.0

    def seen(self, owner_id: int, *, lively: float, cost: int) -> None:
        """What the last sweep of a wall showed. The cost is smoothed: one long sweep is no habit."""
        known = self._walls.get(owner_id, Wall())
        new = Wall(lively=lively, cost=max(1.0, (known.cost * 3 + cost) / 4))
        if owner_id not in self._walls or abs(new.weight / known.weight - 1) > SMALL or abs(new.cost / known.cost - 1) > SMALL:
            self._walls[owner_id], self._plan = new, None

    def seen_deep(self, owner_id: int, pages: int) -> None:
        """How many pages of old posts a wall has."""
        if self._deep.get(owner_id, 0) != pages:
            self._deep[owner_id], self._plan = pages, None

    def deep_wait(self) -> float:
        """Seconds between two looks at the old posts of a wall."""
        return deep_wait(sum(self._deep.values()), tokens=self._tokens, quota=self._quota)

    def spent(self, owner_id: int) -> Spent:
        """Calls of one wall."""
        return self._spent.setdefault(owner_id, Spent())

    def wait(self, owner_id: int) -> float:
        """Seconds until a wall is read again."""
        return self.plan().waits.get(owner_id, self._least)

    def plan(self) -> Plan:
        """The plan of this moment."""
        if self._plan is None:
            walls = {id: Wall(each.lively, each.cost, self._priorities.get(id, 1.0)) for id, each in self._walls.items()}
            aside = sum(self._deep.values()) * DAY / self.deep_wait()
            self._plan = plan(walls, tokens=self._tokens, least=self._least, quota=self._quota, aside=aside)
        return self._plan

    def line(self, owner_id: int, now: float) -> str:
        """What the quota buys for a wall, for people."""
        made = self.plan()
        used = sum(each.total(now) for each in self._spent.values())
        minutes = max(1, round(made.waits.get(owner_id, self._least) / 60))
        old = f", старые записи раз в {round(self.deep_wait() / HOUR)} ч" if self._deep.get(owner_id) else ""
        return f"читаем раз в {minutes} мин{old}, за сутки потратили {used} чтений стен из {self._quota * self._tokens}"
