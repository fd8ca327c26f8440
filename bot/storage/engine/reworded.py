"""Incidents whose words changed in a transaction.

What /find looks through is written once, before the commit.
"""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Reworded:
    """Keys of incidents. One that stands in `anew` is gathered from all that residents said of it."""

    opened: dict[int, str] = field(default_factory=dict)  # with the names of the place, folded
    joined: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # by these posts
    anew: set[int] = field(default_factory=set)
    erased: bool = False  # nothing may be left of what they said

    def placed(self, id: int, place: str, *, kept: str | None) -> None:
        """The incident was saved with this place; `kept`: what stands among its words."""
        if id in self.opened:
            self.opened[id] = place
        elif place != kept:
            self.anew.add(id)

    def take(self) -> "Reworded":
        """All of it; nothing is left here."""
        taken = Reworded(self.opened, self.joined, self.anew, self.erased)
        self.opened, self.joined, self.anew, self.erased = {}, defaultdict(set), set(), False
        return taken

    def __bool__(self) -> bool:
        return bool(self.opened or self.joined or self.anew or self.erased)
