"""Episodes of illness: since when, told or not, over or not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.health.illness import DATABASE, UNSPEAKABLE, Illness, calm, patience

AT_MOST_EVERY = timedelta(hours=1)
"""One kind of illness is told no more often."""

_EXPLAINED: Mapping[Illness, frozenset[Illness]] = {
    Illness.DEAF: DATABASE,  # a webhook whose updates the database does not take
    Illness.INBOX: DATABASE,
    Illness.OUTBOX: DATABASE | UNSPEAKABLE,
    Illness.SOURCES: DATABASE,
}
"""What follows from another illness, and from which."""


@dataclass(slots=True, kw_only=True)
class Episode:
    """One illness from its first sign on."""

    kind: Illness
    because: str  # for the log and the health file; in a message only where it is a Russian sentence
    since: datetime
    seen_at: datetime
    well_at: datetime | None = None  # something worked since it was seen last
    is_told: bool = False


class Episodes:
    """What ails the bot now, in this process."""

    def __init__(self) -> None:
        self.now_ill: dict[Illness, Episode] = {}
        self.told_at: dict[Illness, datetime] = {}

    def remember(self, known: Mapping[Illness, Episode], told_at: Mapping[Illness, datetime]) -> None:
        """Go on with what a former process was ill with."""
        self.now_ill = {**known, **self.now_ill}
        self.told_at = {**told_at, **self.told_at}

    def seen(self, kind: Illness, because: str, *, at: datetime) -> bool:
        """Note a sign of illness; True when an episode begins."""
        episode = self.now_ill.get(kind)
        if episode is None:
            self.now_ill[kind] = Episode(kind=kind, because=because, since=at, seen_at=at)
            return True
        episode.because, episode.seen_at, episode.well_at = because, at, None
        return False

    def well(self, kind: Illness, *, at: datetime) -> None:
        """Note that something works again.

        The episode is over when no sign of illness follows for a while.
        """
        episode = self.now_ill.get(kind)
        if episode is not None and episode.well_at is None:
            episode.well_at = at

    def end(self, *, at: datetime) -> list[Episode]:
        """Take out what is over."""
        over = [each for each in self.now_ill.values() if each.well_at is not None and abs(at - each.seen_at) >= calm(each.kind)]
        for episode in over:
            del self.now_ill[episode.kind]
        return over

    def to_tell(self, *, at: datetime) -> list[Episode]:
        """Episodes that last long enough to be told now."""
        found: list[Episode] = []
        for episode in self.now_ill.values():
            can_be_told = episode.kind not in UNSPEAKABLE and episode.well_at is None and not self._is_explained(episode.kind, found)
            if can_be_told and self._is_worth_telling(episode, at):
                found.append(episode)
        return found

    def _is_explained(self, kind: Illness, found: Collection[Episode]) -> bool:
        """Whether another illness that is told explains this one: one database fails in several ways."""
        if kind in _EXPLAINED:
            return not _EXPLAINED[kind].isdisjoint(self.now_ill)
        told = [each for each in self.now_ill.values() if each.is_told]
        return kind in DATABASE and any(each.kind in DATABASE for each in (*told, *found))

    def is_end_told(self, episode: Episode) -> bool:
        """Whether the end is told: the beginning was, or could not be."""
        until = episode.well_at or episode.seen_at
        return episode.is_told or (episode.kind in UNSPEAKABLE and self._is_worth_telling(episode, until))

    def told(self, episode: Episode, *, at: datetime) -> None:
        """Note that the coordinators are told."""
        episode.is_told = True
        self.told_at[episode.kind] = at

    def _is_worth_telling(self, episode: Episode, at: datetime) -> bool:
        last = self.told_at.get(episode.kind)
        lasts = abs(at - episode.since) >= patience(episode.kind)  # a clock that was set back makes nobody wait for a day
        return not episode.is_told and lasts and (last is None or abs(at - last) >= AT_MOST_EVERY)
