"""The scenario clock: pause, move and speed up.

origin + speed × (real now - anchor).
Limits of the networks count a pace of their own: scenario seconds that never go back, at least `least_pace` of them in a
real second. A page that stops the town for its reader sets it, so that a bot still answers.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.errors import ControlError

MAX_SPEED = 1_000_000.0


def parse_moment(value: object) -> float:
    """Read an ISO moment with a zone, or Unix seconds; answer Unix seconds."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ControlError(f"это не момент времени: {value!r}")
    if isinstance(value, int | float):
        return float(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise ControlError(f"это не момент времени ISO 8601: {value!r}") from error
    if moment.tzinfo is None:
        raise ControlError(f"у момента нет часового пояса: {value!r}")
    return moment.timestamp()


def iso(seconds: float) -> str:
    """Write Unix seconds as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat()


@dataclass(slots=True)
class ScenarioClock:
    """Moments are Unix seconds of the scenario."""

    origin: float = field(default_factory=time.time)
    speed: float = 1.0
    anchor: float = field(default_factory=time.time)
    paused: bool = False
    least_pace: float = 0.0
    counted: float = 0.0  # the pace at `since`
    since: float = field(default_factory=time.time)

    def now(self) -> float:
        """Tell the scenario's present moment."""
        if self.paused:
            return self.origin
        return self.origin + self.speed * (time.time() - self.anchor)

    def pace(self) -> float:
        """Tell the seconds that limits are counted in; a jump forward is counted as passed."""
        rate = max(0.0 if self.paused else self.speed, self.least_pace)
        return self.counted + rate * max(0.0, time.time() - self.since)

    def change(self, wish: dict[str, Any]) -> None:
        """Apply any of now, origin, speed, anchor, paused, least_pace; what is not named goes on as it was."""
        speed = _speed(wish.get("speed", self.speed))
        least = _speed(wish["least_pace"]) if wish.get("least_pace") else self.least_pace
        present = parse_moment(wish["now"]) if "now" in wish else self.now()
        paused = bool(wish.get("paused", self.paused))
        if "origin" in wish:
            present = parse_moment(wish["origin"])
        anchor = parse_moment(wish["anchor"]) if "anchor" in wish else time.time()
        before, self.counted, self.since = self.now(), self.pace(), time.time()
        self.origin, self.speed, self.anchor, self.paused = present, speed, anchor, paused
        self.least_pace = least
        self.counted += max(0.0, self.now() - before)

    def view(self) -> dict[str, Any]:
        """Show the clock as the control API does."""
        return {
            "now": iso(self.now()),
            "speed": self.speed,
            "paused": self.paused,
            "origin": iso(self.origin),
            "anchor": self.anchor,
            "least_pace": self.least_pace,
        }


def _speed(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ControlError(f"скорость должна быть числом: {value!r}")
    if not 0 < value <= MAX_SPEED:
        raise ControlError(f"скорость должна быть больше нуля и не больше {MAX_SPEED:.0f}")
    return float(value)
