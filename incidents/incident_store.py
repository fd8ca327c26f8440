"""Incidents, their voices and logs, posts and their readings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from incidents.ids import DepartmentId, IncidentId, OfficialId, PostId
from incidents.incident import OPEN, Event, Incident, Status, Voice
from incidents.posts import Network, Post, StoredPost
from incidents.reading import MainPlace, Reading


class CardPart(StrEnum):
    """What there may be to tell; most cards have few of these."""

    ANSWERS = "answers"
    APPROVALS = "approvals"
    CALLS = "calls"
    CONTACTS = "contacts"
    DELAYS = "delays"
    MASS = "mass"
    LOST_PHOTOS = "lost_photos"
    NOTES = "notes"
    PARTS = "parts"
    PROMISES = "promises"
    REACTIONS = "reactions"
    REGION = "region"
    SIMILAR = "similar"
    UNDO = "undo"
    WORKS = "works"


class Incidents(Protocol):
    """The incidents of the district."""

    async def get(self, id: IncidentId) -> Incident:
        """The incident, locked until the end. Raises NotFound."""

    async def by_number(self, number: int) -> Incident | None:
        """The incident that people call «№ 7», locked until the end."""

    async def add(self, draft: Incident, event: Event) -> Incident:
        """Insert with the district's next number (id and number of `draft` are ignored) and its first event."""

    async def save(self, incident: Incident, event: Event) -> Incident:
        """Update under its version (raises StaleVersion) and append the event to the chain; gives back the new version."""

    async def held_by(
        self, *, official: OfficialId | None, department: DepartmentId | None, statuses: Collection[Status] = OPEN
    ) -> Sequence[Incident]:
        """Incidents (open ones) of an official or a department (of either, when both are named), earliest deadline first."""

    async def unfinished(self) -> Sequence[Incident]:
        """All that is not closed or rejected, earliest deadline first."""

    async def between(self, since: datetime, until: datetime) -> Sequence[Incident]:
        """Those opened, answered, closed or become dangerous in [since, until), in order of numbers."""

    async def earlier_at(self, of: Incident, *, since: datetime) -> Sequence[Incident]:
        """What stood at the very same place before, opened since then, newest first. An unknown place is nobody's neighbour."""

    async def card_parts(self, of: Incident) -> frozenset[CardPart]:
        """What its card may tell of besides its voices and log."""

    async def controlled(self) -> Sequence[Incident]:
        """What the head watches, the longest first."""

    async def these(self, ids: Collection[IncidentId]) -> Sequence[Incident]:
        """Incidents by their ids, in order of numbers."""


class Step(Protocol):
    """What of a log says who had it: since when the incident stood so."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def status_after(self) -> Status:
        """How it stood from then on."""

    @property
    def data(self) -> Mapping[str, str | int | None]:
        """What the event keeps."""


class Log(Protocol):
    """The logs of incidents."""

    async def of(self, id: IncidentId) -> Sequence[Event]:
        """The incident's log, oldest first."""

    async def statuses_of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Step]]:
        """How each incident stood and since when, without the rest of its log: a summary asks for thousands."""

    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Event]]:
        """The log of each incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An incident that a new voice may belong to, with what its voices said."""

    incident: Incident
    post_ids: tuple[PostId, ...]  # its voices
    thread_ids: tuple[PostId, ...]  # posts under which its voices stand (or the posts themselves)
    author_ids: tuple[str, ...]
    texts: tuple[str, ...]
    last_voice_at: datetime
    merged_places: tuple[MainPlace, ...] = ()  # of cards that went into it


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A post that is a voice, or a place of one, with its incident."""

    post: StoredPost
    voice: Voice
    incident: Incident


class Voices(Protocol):
    """Residents' posts as voices of incidents."""

    async def incident_of(self, post: PostId) -> IncidentId | None:
        """Whose voice the post is."""

    async def add(self, voice: Voice) -> None:
        """A post joins an incident: as a whole one only, parts of it may be voices of others. Raises StaleVersion when it is another's."""

    async def save(self, voice: Voice) -> None:
        """Update a voice: its answers, the region's fields, and the incident it belongs to (merging and splitting move voices)."""

    async def of(self, id: IncidentId, *, parts: bool = True) -> Sequence[Voice]:
        """The incident's voices, oldest first; a part of a post whose whole is there as well says nothing new.

        `parts`: False where the caller knows that no post was parted here.
        """

    async def with_questions(self) -> Sequence[Voice]:
        """Voices whose second question nobody has settled, whatever became of their incident; the oldest first."""

    async def count_by_incident(self, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
        """How many voices of each incident joined in [since, until), where there were any."""

    async def candidates(
        self,
        *,
        groups: Collection[str],
        place: Collection[str],
        since: datetime,
        unplaced_since: datetime,
        topics: Collection[str] = (),
        house: str | None = None,
        landmark: str | None = None,
        thread: PostId | None = None,
        by: Post | None = None,
    ) -> Sequence[Candidate]:
        """Incidents opened or joined since then, of these groups, at one of these place ids, with a voice in this thread or by this author.

        Of each key the newest, some dozens in all: first the thread and the author (of these groups or places), the house, the landmark
        (its id), then the trouble (`topics` of the first group) at each place, the group there, the place, the trouble anywhere since
        `unplaced_since`, the groups.
        Those whose place has no id cannot be asked for by it: the newest since `unplaced_since`.
        Whoever asks decides whether a problem is new, so until the transaction ends no other process may decide
        the same in this district: otherwise two posts about one pipe, read at once, would open two incidents.
        """

    async def places(self, one: Post, *, within: timedelta) -> Sequence[KnownPlace]:
        """Voices of the post's author within a span of it, and those that it passes on or that pass it on; the oldest first."""

    async def incidents_beside(self, one: StoredPost) -> Sequence[IncidentId]:
        """Incidents with a voice in the thread of this comment or in the talk of this message, newest first."""

    async def links(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, str]:
        """The address of the first post of each that still stands in its network."""


class VoiceParts(Protocol):
    """Parts of posts as voices of further incidents."""

    async def incidents_of(self, post: PostId) -> Sequence[IncidentId]:
        """Incidents that were opened for parts of this post, beside the one whose voice it is; oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text of a post, from the moment that it was seen until the next one."""

    revision: int
    text: str
    seen_at: datetime


class Posts(Protocol):
    """Posts as they stand in the networks."""

    async def get(self, id: PostId) -> StoredPost:
        """A post with its source. Raises NotFound."""

    async def wordings(self, id: PostId) -> Sequence[Wording]:
        """Every text that the post has had, oldest first."""

    async def wordings_of(self, ids: Collection[PostId]) -> Mapping[PostId, Sequence[Wording]]:
        """The same of several posts at once."""

    async def known(self, network: Network, external_ids: Collection[str]) -> set[str]:
        """Which of these ids are kept, or erased. What stood there before its wall was read is not among them."""

    async def erased(self, network: Network, external_ids: Collection[str]) -> set[str]:
        """Which of these ids of a network were erased: they come in no more."""

    async def comments_under(self, id: PostId, *, limit: int) -> Sequence[StoredPost]:
        """The newest comments of the thread in which a post stands, ours among them, newest first."""

    async def find(self, network: Network, external_id: str) -> StoredPost | None:
        """The post behind a network's id."""

    async def these(self, ids: Collection[PostId]) -> Mapping[PostId, StoredPost]:
        """Posts with their sources, by their ids."""

    async def count_by_author_of(self, id: PostId, *, calm: bool = False) -> int:
        """How many the same author wrote; `calm`: of those without a word of danger. Raises NotFound."""

    async def by_author_of(self, id: PostId, *, skip: int, limit: int) -> Sequence[StoredPost]:
        """What the same author wrote, oldest first; who that is nobody is told. Raises NotFound."""

    async def addresses(self, ids: Sequence[PostId]) -> Sequence[str]:
        """Where these posts stand in their networks; they may be unreadable otherwise."""


class Readings(Protocol):
    """What the reader made of posts."""

    async def save(self, post: StoredPost, reading: Reading, *, at: datetime) -> None:
        """Keep what the reader said of this revision and mark the post as taken in, unless its text has changed since."""

    async def of(self, id: PostId) -> Reading | None:
        """The reading of the post's latest read revision."""

    async def of_each(self, ids: Collection[PostId]) -> Mapping[PostId, Reading]:
        """The latest reading of each post that was read."""
