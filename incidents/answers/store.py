"""The store of answers: answers, photos, templates and facts, short replies, reactions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.answers.answer_photos import AnswerPhoto
from incidents.answers.facts import Fact
from incidents.answers.reactions import Reaction, Tone
from incidents.answers.short_replies import ShortReplies
from incidents.answers.similar_answers import Answered
from incidents.answers.templates import Template
from incidents.answers.values import Answer
from incidents.ids import AnswerId, IncidentId, OfficialId, PostId
from incidents.incident_store import Incidents, Log, Posts, Readings, Voices
from incidents.official_store import Departments
from incidents.posts import Network, StoredPost
from incidents.promises.store import Promises


class Answers(Protocol):
    """Answers to residents."""

    async def get(self, id: AnswerId) -> Answer:
        """Locked until the end. Raises NotFound."""

    async def of(self, id: IncidentId) -> Sequence[Answer]:
        """All answers of an incident, oldest first; «Решено?» is none."""

    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Answer]]:
        """The answers of each incident that has any, in order."""

    async def before(self, comment: StoredPost) -> Answer | None:
        """Our newest answer to an appeal of its author in its thread or talk, published before it; no question, no note of safety."""

    async def questions_beside(self, one: StoredPost) -> Sequence[Answer]:
        """Questions to authors that stand in the thread of this comment or in the talk of this message, newest first."""

    async def done_check_beside(self, one: StoredPost) -> bool:
        """Whether «Решено?» was ever asked in this thread or talk, whatever came of it."""

    async def add(self, draft: Answer) -> Answer:
        """Insert (id ignored)."""

    async def save(self, answer: Answer) -> Answer:
        """Update; gives it back. Raises NotFound."""

    async def unfinished_of(self, author: OfficialId) -> Sequence[Answer]:
        """What the official began and what is not under the post yet, oldest first; locked until the end."""

    async def written_at(self, author: OfficialId, at: datetime) -> Sequence[Answer]:
        """What the official wrote at this moment; no repetitions, no short replies."""

    async def typed_in(self, author: OfficialId, message_id: int) -> Answer | None:
        """The answer whose text the official typed in this message; locked until the end."""

    async def find(self, network: Network, external_id: str) -> Answer | None:
        """Our published answer that this comment (or post of the administration) of a network is."""

    async def count_published_by(self, id: OfficialId) -> int:
        """How many answers of an official stand in the networks."""


class AnswerPhotos(Protocol):
    """Photos of answers."""

    async def add(self, new: AnswerPhoto) -> None:
        """Insert (id ignored)."""

    async def of(self, answer: AnswerId) -> Sequence[AnswerPhoto]:
        """In the order in which they came, without their bytes."""

    async def save(self, photo: AnswerPhoto, *, content: bytes | None = None) -> None:
        """Update; `content` replaces the bytes where it is given. A photo that was taken away meanwhile stays away."""

    async def drop(self, id: int) -> None:
        """Forget it, bytes and all."""


class Templates(Protocol):
    """Templates of answers."""

    async def all(self) -> Sequence[Template]:
        """All of the district, oldest first, those that are switched off too."""

    async def get(self, id: int) -> Template:
        """Raises NotFound."""

    async def add(self, template: Template) -> Template:
        """Insert (id ignored)."""

    async def save(self, template: Template) -> None:
        """Update. Raises NotFound."""


class Facts(Protocol):
    """Facts that departments gave."""

    async def add(self, fact: Fact) -> Fact:
        """Insert (id ignored)."""

    async def of(self, id: IncidentId) -> Sequence[Fact]:
        """Of an incident, oldest first."""

    async def done_in(self, since: datetime, until: datetime) -> Sequence[IncidentId]:
        """Incidents of which «сделано» was the last that was said, in [since, until)."""


class SimilarAnswers(Protocol):
    """What was answered before on the same topic."""

    async def about(self, topic: str, *, limit: int) -> Sequence[Answered]:
        """Published final answers to incidents of this topic, newest first."""


class ThreadsLines(Protocol):
    """Short replies beside a post to all."""

    async def of(self, id: AnswerId) -> ShortReplies | None:
        """Of this post; locked until the end."""

    async def put(self, lines: ShortReplies) -> None:
        """Keep them, new or changed."""

    async def going_on(self, *, now: datetime) -> Sequence[AnswerId]:
        """Posts whose replies go on."""


class Reactions(Protocol):
    """How authors took our answers."""

    async def put(self, reaction: Reaction) -> Reaction:
        """Keep how a comment sounds: one line a comment, a new text of it changes the line (id ignored)."""

    async def to(self, id: PostId) -> Reaction | None:
        """What is kept of this comment."""

    async def of(self, id: IncidentId) -> Sequence[Reaction]:
        """All of an incident, oldest first."""

    async def count(self, since: datetime, until: datetime) -> Mapping[Tone, int]:
        """How many of each the authors said in [since, until)."""


class AnswerStores:
    """What is asked of a voice, its answers and what stands under it."""

    incidents: Incidents
    voices: Voices
    posts: Posts
    readings: Readings
    departments: Departments
    short_replies: ThreadsLines
    answer_photos: AnswerPhotos
    similar_answers: SimilarAnswers
    templates: Templates


class PreviousAnswerStores:
    """What is asked of an incident that came back."""

    log: Log
    answers: Answers
    promises: Promises
    reactions: Reactions
