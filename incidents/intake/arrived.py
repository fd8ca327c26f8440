"""A revision of a post on its way in: what verdicts judge."""

from dataclasses import dataclass
from datetime import datetime

from incidents.ids import IncidentId
from incidents.incident import Act, Event, Incident
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.sameness.matching import Match
from incidents.sameness.one_problem import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The revision as it was read, and what is known of it before anything is decided."""

    post: StoredPost
    reading: Reading
    now: datetime
    former: Reading | None = None  # of the revision that was read last
    incident_id: IncidentId | None = None  # the card whose voice the post is already
    is_sure: bool = False  # an official says that it is an appeal
    match: Match | None = None  # what it belongs to; asked once nothing that is known has decided
    nearest: tuple[Offer, ...] | None = None  # open incidents that it may be about, the likeliest first; None: nobody asked

    @property
    def is_appeal(self) -> bool:
        """Whether it asks for something, or tells of a danger."""
        return self.reading.is_appeal or self.reading.danger

    def event(self, act: Act, before: Incident | None, after: Incident, because: str, **data: int | str | None) -> Event:
        """The line of the log that this revision makes. `before` None: it opens the card."""
        status = before.status if before else None
        known = {"post": self.post.id, "revision": self.post.revision, **data}
        return Event(act=act, at=self.now, by=None, because=because, status_before=status, status_after=after.status, data=known)
