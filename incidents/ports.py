"""The Transaction port: all that the desk asks of the storage. One transaction, one use case: it commits whole or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from incidents.answers import Answer
from incidents.audience import Recipient
from incidents.ids import AnswerId, ChatId, DepartmentId, DistrictId, IncidentId, OfficialId, PostId
from incidents.incident import Event, Incident, Voice
from incidents.matching import Candidate
from incidents.people import Department, Invite, Official
from incidents.posts import Source, StoredPost
from incidents.reading import Reading
from incidents.routing import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message that is no card, to be rendered at sending from `code` and `params` (ids and codes, never texts)."""

    chat_id: ChatId
    code: str
    params: Mapping[str, int | str | None] = field(default_factory=dict)
    incident_id: IncidentId | None = None  # reply to this incident's card in the chat, if it stands there
    topic_id: int | None = None
    sound: bool = True
    not_before: datetime | None = None


class Transaction(Protocol):
    """Reads see this district only. Rows that will be changed are locked when read (`FOR UPDATE` on PostgreSQL)."""

    @property
    def district_id(self) -> DistrictId:
        """Whose rows these are."""
        ...

    async def post(self, id: PostId) -> StoredPost:
        """A post with its source. Raises NotFound."""
        ...

    async def save_reading(self, post: StoredPost, reading: Reading, *, at: datetime) -> None:
        """Keep what the reader said of this revision and mark the post as taken in."""
        ...

    async def reading(self, id: PostId) -> Reading | None:
        """The reading of the post's latest read revision."""
        ...

    async def incident(self, id: IncidentId) -> Incident:
        """The incident, locked until the end. Raises NotFound."""
        ...

    async def incident_of(self, post: PostId) -> IncidentId | None:
        """Whose voice the post is."""
        ...

    async def new_incident(self, draft: Incident, event: Event) -> Incident:
        """Insert with the district's next number (id and number of `draft` are ignored) and its first event."""
        ...

    async def save(self, incident: Incident, event: Event) -> Incident:
        """Update under its version (raises StaleVersion) and append the event to the chain; gives back the new version."""
        ...

    async def events(self, id: IncidentId) -> Sequence[Event]:
        """The incident's log, oldest first."""
        ...

    async def add_voice(self, voice: Voice) -> None:
        """A post joins an incident; a post is a voice of one incident only."""
        ...

    async def save_voice(self, voice: Voice) -> None:
        """Update a voice's answer state."""
        ...

    async def voices(self, id: IncidentId) -> Sequence[Voice]:
        """The incident's voices, oldest first."""
        ...

    async def candidates(self, *, group: str, place: Collection[str], since: datetime, thread: PostId | None = None) -> Sequence[Candidate]:
        """Incidents opened or joined since then, of this group, at one of these place ids, or with a voice in this thread."""
        ...

    async def held_by(self, *, official: OfficialId | None, department: DepartmentId | None) -> Sequence[Incident]:
        """Open incidents of an official or a department, earliest deadline first."""
        ...

    async def open_incidents(self) -> Sequence[Incident]:
        """All that is not closed or rejected, earliest deadline first."""
        ...

    async def incidents_between(self, since: datetime, until: datetime) -> Sequence[Incident]:
        """Those opened, answered or closed in [since, until)."""
        ...

    async def count_voices(self, since: datetime, until: datetime) -> int:
        """How many voices joined in [since, until)."""
        ...

    async def official(self, id: OfficialId) -> Official:
        """Raises NotFound."""
        ...

    async def official_by_user(self, user_id: ChatId) -> Official | None:
        """The active official behind a messenger's user id."""
        ...

    async def officials(self) -> Sequence[Official]:
        """All that are active."""
        ...

    async def enrol(self, official: Official) -> Official:
        """Insert (id ignored) or, for a user id already there, change the role and department."""
        ...

    async def set_reachable(self, user_id: ChatId, reachable: bool) -> None:
        """Whether the messenger lets us write to the official."""
        ...

    async def departments(self) -> Sequence[Department]:
        """All departments."""
        ...

    async def rules(self) -> Sequence[Rule]:
        """The routing tree's roots in order."""
        ...

    async def sources(self) -> Sequence[Source]:
        """All sources."""
        ...

    async def add_invite(self, invite: Invite) -> None:
        """Keep the right to enrol."""
        ...

    async def use_invite(self, code_hash: str, *, at: datetime) -> Invite | None:
        """Spend it: None if unknown, spent or expired."""
        ...

    async def answer(self, id: AnswerId) -> Answer:
        """Locked until the end. Raises NotFound."""
        ...

    async def answers_of(self, id: IncidentId) -> Sequence[Answer]:
        """All answers of an incident, oldest first."""
        ...

    async def new_answer(self, draft: Answer) -> Answer:
        """Insert (id ignored)."""
        ...

    async def save_answer(self, answer: Answer) -> None:
        """Update."""
        ...

    async def refresh_cards(self, id: IncidentId, recipients: Sequence[Recipient]) -> None:
        """One pending refresh for every recipient's chat and for every chat where a copy of the card stands already."""
        ...

    async def copy_at(self, chat_id: ChatId, message_id: int) -> IncidentId | None:
        """Whose card this message is or was."""
        ...

    async def forget_copy(self, id: IncidentId, chat_id: ChatId) -> None:
        """The next refresh sends a fresh card into the chat; the buttons of the old one still work."""
        ...

    async def refresh_here(self, id: IncidentId, chat_id: ChatId, topic_id: int | None) -> None:
        """One pending refresh for this chat only (silent)."""
        ...

    async def say(self, say: Say) -> None:
        """Put a message into the outbox."""
        ...

    async def take_slot(self, job: str, day: date, *, at: datetime) -> bool:
        """Take the row (district, job, day): True for exactly one taker, ever."""
        ...

    async def audit(self, what: str, *, user_id: ChatId | None, at: datetime, data: Mapping[str, int | str | None]) -> None:
        """A line for those who ask later: strangers, foreign presses, enrolments. No texts of people."""
        ...

    async def audited_since(self, what: str, *, user_id: ChatId, since: datetime) -> bool:
        """Whether such a line stands since then (a stranger gets one sentence a day)."""
        ...
