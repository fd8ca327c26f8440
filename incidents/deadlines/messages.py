"""What is said of deadlines: reminders, overdue lists, the night, norms."""

from datetime import datetime

from incidents.deadlines.norm_overrides import NormKey
from incidents.deadlines.reminders import Reminder
from incidents.ids import IncidentId
from incidents.outbox_message import AboutIncident, AboutOfficial, OutboxMessage

_NOT_OF_ONE = frozenset({Reminder.HALF, Reminder.OVERDUE_COORDINATOR})
"""The one is no message, the other is a list."""


class Remind(AboutIncident, code=[each for each in Reminder if each not in _NOT_OF_ONE], coded_by="reminder"):
    """A reminder of one incident."""

    reminder: Reminder


class OverdueList(OutboxMessage, code=Reminder.OVERDUE_COORDINATOR):
    """R7: all that is hours past its deadline, and what nobody took."""


class AskDelayReason(AboutIncident, code="ask_reason"):
    """Why it is late, before the head sees the figure."""


class QuietDigest(OutboxMessage, code="quiet_digest"):
    """What the sound budget silenced since then."""

    since: datetime


class BackAgain(OutboxMessage, code="back_again"):
    """What came while the chat took nothing: the last of so many."""

    incidents: tuple[IncidentId, ...]
    total: int


class NightDigest(OutboxMessage, code="night"):
    """C11: the night [since, until), and posts dropped since the digest before."""

    since: datetime
    until: datetime
    dropped: datetime


class NormMenu(OutboxMessage):
    """A menu of /norms; `kept`: open incidents whose deadline the last change left alone."""

    kept: int = 0


class NormList(NormMenu, code="norms", is_screen=True):
    """What holds."""


class NormTopics(OutboxMessage, code="norm_topics", is_screen=True):
    """Groups and topics with times to answer of their own."""

    page: int = 0


class NormGroups(OutboxMessage, code="norm_groups", is_screen=True):
    """Groups to choose from."""

    page: int = 0


class NormGroup(OutboxMessage, code="norm_group", is_screen=True):
    """Topics of one group to choose from."""

    group: str
    page: int = 0


class NormTopic(NormMenu, code="norm_topic", is_screen=True):
    """One topic or group: its time to answer; `key`: of its word."""

    key: str


class NormWeek(NormMenu, code="norm_week", is_screen=True):
    """Usual hours of each weekday."""


class NormDays(NormMenu, code="norm_days", is_screen=True):
    """Days that differ from their weekday."""


class NormStart(OutboxMessage, code="norm_start", is_screen=True):
    """From what moment the time to answer runs."""


class NormReset(OutboxMessage, code="norm_reset", is_screen=True):
    """«Как в файле»: everything, really?"""


class AskNorm(OutboxMessage, code="ask_norm"):
    """Another value of a norm."""

    key: NormKey


class AskNormTopic(OutboxMessage, code="ask_norm_topic"):
    """The time to answer of a topic or a group; `key`: of its word."""

    key: str


class AskNormWeekday(OutboxMessage, code="ask_norm_weekday"):
    """Hours of a weekday, 0 is Monday."""

    key: int


class AskNormDay(OutboxMessage, code="ask_norm_day"):
    """Days with hours of their own."""


class NormChanged(AboutOfficial, code="norm_changed"):
    """To the other coordinators: who changed which word; None: back to the file."""

    key: str
    value: str | None = None
