"""The store of answers: answers, photos, templates and facts, short replies, reactions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.answers.answer_photos import AnswerPhoto
from incidents.answers.facts import Fact
from incidents.answers.reactions import Reaction, Tone
from incidents.answers.short_replies import ShortReplies
from incidents.answers.similar_answers import Answered
from incidents.answers.templates import Template
from incidents.answers.values import Answer
from incidents.ids import AnswerId, ChatId, IncidentId, OfficialId, PostId
from incidents.posts import Network


class Answers(Protocol):
    """Part of the Transaction."""

    async def answer(self, id: AnswerId) -> Answer:
        """Locked until the end. Raises NotFound."""
        ...

    async def answers_of(self, id: IncidentId) -> Sequence[Answer]:
        """All answers of an incident, oldest first."""
        ...

    async def questions_in(self, thread: PostId) -> Sequence[Answer]:
        """Questions to authors that stand in the thread of this post, newest first."""
        ...

    async def new_answer(self, draft: Answer) -> Answer:
        """Insert (id ignored)."""
        ...

    async def unfinished_of(self, author: OfficialId) -> Sequence[Answer]:
        """What the official began and what is not under the post yet, oldest first; locked until the end."""
        ...

    async def save_answer(self, answer: Answer) -> None:
        """Update."""
        ...


class AnswerPhotos(Protocol):
    """Part of the Transaction."""

    async def add_answer_photo(self, new: AnswerPhoto) -> None:
        """Insert (id ignored)."""
        ...

    async def answer_photos(self, answer: AnswerId) -> Sequence[AnswerPhoto]:
        """In the order in which they came."""
        ...

    async def save_answer_photo(self, photo: AnswerPhoto, *, content: bytes | None = None) -> None:
        """Update; `content` replaces the bytes where it is given. A photo that was taken away meanwhile stays away."""
        ...

    async def drop_answer_photo(self, id: int) -> None:
        """Forget it, bytes and all."""
        ...

    async def send_answer_photos(self, incident_id: IncidentId, chat_id: ChatId, answer_id: AnswerId) -> None:
        """Put the photos of an answer into the outbox, for whoever looks at it."""
        ...


class Templates(Protocol):
    """Part of the Transaction."""

    async def templates(self) -> Sequence[Template]:
        """All of the district, oldest first, those that are switched off too."""
        ...

    async def template(self, id: int) -> Template:
        """Raises NotFound."""
        ...

    async def add_template(self, template: Template) -> Template:
        """Insert (id ignored)."""
        ...

    async def save_template(self, template: Template) -> None:
        """Update. Raises NotFound."""
        ...

    async def add_fact(self, fact: Fact) -> Fact:
        """Insert (id ignored)."""
        ...

    async def facts(self, id: IncidentId) -> Sequence[Fact]:
        """Of an incident, oldest first."""
        ...

    async def answered_about(self, topic: str, *, limit: int) -> Sequence[Answered]:
        """Published final answers to incidents of this topic, newest first."""
        ...


class ThreadsLines(Protocol):
    """Part of the Transaction."""

    async def thread_lines(self, id: AnswerId) -> ShortReplies | None:
        """Of this post; locked until the end."""
        ...

    async def put_thread_lines(self, lines: ShortReplies) -> None:
        """Keep them, new or changed."""
        ...

    async def going_threads(self, *, now: datetime) -> Sequence[AnswerId]:
        """Posts whose replies go on."""
        ...


class FollowUps(Protocol):
    """Part of the Transaction."""

    async def put_reaction(self, reaction: Reaction) -> Reaction:
        """Keep how a comment sounds: one line a comment, a new text of it changes the line (id ignored)."""
        ...

    async def reaction_to(self, id: PostId) -> Reaction | None:
        """What is kept of this comment."""
        ...

    async def reactions_of(self, id: IncidentId) -> Sequence[Reaction]:
        """All of an incident, oldest first."""
        ...

    async def count_reactions(self, since: datetime, until: datetime) -> Mapping[Tone, int]:
        """How many of each in [since, until)."""
        ...

    async def incidents_in_thread(self, id: PostId) -> Sequence[IncidentId]:
        """Incidents with a voice that is this post or stands under it, newest first."""
        ...

    async def answer_behind(self, network: Network, external_id: str) -> Answer | None:
        """Our published answer that this comment of a network is."""
        ...
