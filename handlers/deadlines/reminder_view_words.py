"""What a reminder is rendered from."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.kit.place import what_where
from handlers.kit.text import escape, weekday_moment
from incidents.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """What a reminder is rendered from. `left` and the two spans are working time; None: the line is left out."""

    incident: Incident
    topic_short: str
    timezone: tzinfo
    now: datetime
    department: str | None = None  # title
    holder: str | None = None  # title of who accepted
    post_url: str | None = None
    words: str | None = None  # of the resident, where it is dangerous now or somebody is asked «Опасно?»
    people: tuple[str, ...] = ()  # named in the first post, and in whichever says why it is dangerous
    left: timedelta | None = None  # until the deadline (R4)
    route_time: timedelta | None = None  # how long it lay unrouted (R6)
    department_time: timedelta | None = None  # how long it lies in the department (R6)
    approval_time: timedelta | None = None  # how long it lay at the approver (R6)
    approval_since: datetime | None = None  # it lies there now (R7)
    told: tuple[str, ...] = ()  # danger only: who knows already
    told_since: datetime | None = None
    is_again: bool = False  # it was over before
    phones: tuple[str, ...] = ()  # danger only: «дежурный: +7 482 423-00-04», plain text
    goes_on: bool = True  # unanswered, «Опасно?» sends the card to a department, not to the coordinator
    reason: str | None = None  # of the delay, as an official gave it
    to_department: bool = True  # the reader's own department has it

    @property
    def near(self) -> str:
        """«вода на дороге, ул. Белавинская», escaped."""
        return escape(what_where(self.topic_short, self.incident.place))

    @property
    def full(self) -> str:
        """The same with the settlement."""
        return escape(what_where(self.topic_short, self.incident.place, full=True, limit=80))

    @property
    def answer_by(self) -> str:
        """«ср 25 ноября, 10:14»."""
        return weekday_moment(self.incident.due_by, self.timezone, self.now) if self.incident.due_by else "без срока"
