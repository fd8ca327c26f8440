"""What a run found, and whether it counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

SHOWN = 10  # faults that are named
READY = 0.8  # of the kills come after the start
PRESSES, ANSWERS, SUMMARIES = 300, 20, 1
KINDS = (
    "posts_lost", "notices_lost", "presses_lost", "effects_twice", "answers_twice", "summaries_wrong", "cards_twice", "messages_twice",
    "unsound",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kill:
    """When (seconds since 1970), where, and whether the process had started."""

    at: float
    point: str
    is_ready: bool


@dataclass(slots=True)
class Verdict:
    """Faults by kind, each in words; `excused`: doubles of a message that was sent within moments before a kill."""

    faults: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    excused: int = 0
    figures: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, *found: str) -> None:
        """Faults of a kind."""
        self.faults[kind] += found

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing twice."""
        return not any(self.faults.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: len(found) for kind, found in self.faults.items()}

    @property
    def named(self) -> list[str]:
        """The first faults of each kind."""
        return [f"{kind}: {what}" for kind, found in self.faults.items() for what in found[:SHOWN]]


def lacks(kills: Sequence[Kill], wanted: int, figures: dict[str, int], left: dict[str, int]) -> list[str]:
    """Why a run does not count: too little was exercised, or it did not come to rest."""
    ready = sum(kill.is_ready for kill in kills)
    found = [f"{len(kills)} of {wanted} kills"] if len(kills) < wanted else []
    if kills and ready < READY * len(kills):
        found.append(f"only {ready} of {len(kills)} kills after the start")
    for name, least in (("presses", PRESSES), ("answers", ANSWERS), ("summaries", SUMMARIES)):
        if figures.get(name, 0) < least:
            found.append(f"{figures.get(name, 0)} {name}, wanted {least}")
    return found + [f"{count} {name} under way in the end" for name, count in left.items() if count]


def hits(kills: Sequence[Kill]) -> dict[str, int]:
    """How often each point was hit."""
    return dict(sorted(Counter(kill.point for kill in kills).items()))
