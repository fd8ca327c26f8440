"""The store of intake: posts, drafts brought by hand, mass events."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import DraftId, IncidentId, OfficialId, PostId
from incidents.incident import Incident
from incidents.intake.burst import Mass, SaidThere
from incidents.intake.by_hand import Draft, Origin
from incidents.intake.catch_up import CaughtUp
from incidents.intake.contacts import CallerContact
from incidents.intake.dropped_posts import Dropped, DropVerdict
from incidents.posts import Post


class PostsByHand(Protocol):
    """Posts that no collector saw."""

    async def bring(self, brought: Post, origin: Origin, *, at: datetime) -> PostId:
        """Keep a post that no collector saw, unread.

        Gives back the id of the one that is there already, if there is one.
        """

    async def add_words(self, id: PostId, text: str, *, at: datetime) -> None:
        """One more caption of an album; the whole is read again. The same caption again changes nothing."""

    async def add_photos(self, id: PostId, photos: Sequence[str]) -> None:
        """More photos of an album."""

    async def read_again(self, post_id: PostId, *, at: datetime) -> None:
        """The post waits for the reader once more, though its text is the same.

        One of history counts as found only now.
        """

    async def rewrite(self, id: PostId, text: str, *, at: datetime) -> bool:
        """Other words of a post that no network holds, to be read anew; False: a network holds it."""


class Drafts(Protocol):
    """Posts brought by hand, on their way to an incident."""

    async def add(self, new: Draft) -> Draft:
        """Insert (id ignored)."""

    async def get(self, id: DraftId) -> Draft:
        """Locked until the end. Raises NotFound."""

    async def of_post(self, post_id: PostId) -> Draft | None:
        """The draft behind a post; None: nobody brought it by hand."""

    async def of_album(self, official: OfficialId, album: str) -> Draft | None:
        """The draft that an earlier photo of this album began."""

    async def of(self, official: OfficialId) -> Sequence[Draft]:
        """What the official brought, oldest first."""

    async def save(self, after: Draft) -> None:
        """Update."""

    async def keep_caller(self, caller: CallerContact) -> None:
        """Write down whom to call back about a post, instead of a former one."""

    async def caller_of(self, post_id: PostId) -> CallerContact | None:
        """Whom to call back about the post."""

    async def callers_in(self, id: IncidentId) -> Sequence[CallerContact]:
        """Of the incident's posts and parts of posts, whatever card had them before; in order of writing down."""

    async def forget_caller(self, post_id: PostId) -> None:
        """Nobody is to be called back about the post."""


class CatchUps(Protocol):
    """Incidents of posts that had stood for a day before they were found."""

    async def add(self, found: CaughtUp) -> None:
        """It waits for the next digest; one that a former digest told of waits anew."""

    async def has(self, id: IncidentId) -> bool:
        """Whether a digest tells or has told of it."""

    async def untold(self) -> tuple[CaughtUp, ...]:
        """What waits for a digest, in order of opening; locked until the end."""

    async def last_told(self) -> datetime | None:
        """The moment of the last digest."""

    async def mark_told(self, at: datetime) -> None:
        """All that waits is in the digest of this moment."""

    async def told(self, at: datetime) -> Sequence[IncidentId]:
        """What that digest told of."""


class Masses(Protocol):
    """Mass events."""

    async def said_since(self, topics: Collection[str], since: datetime) -> Sequence[SaidThere]:
        """Voices of these topics published since then, wherever; what is no appeal does not count."""

    async def of(self, id: IncidentId) -> Mass | None:
        """The mass event that the incident stands for, or its parting from one."""

    async def count_voices(self, id: IncidentId) -> int:
        """How many messages its card has."""

    async def put(self, one: Mass) -> None:
        """Keep it, new or changed."""

    async def waiting(self, family: str, *, since: datetime) -> Sequence[Incident]:
        """Incidents that stand for a mass event of this family and still wait, opened or last told of since then; newest first."""


class DroppedPosts(Protocol):
    """Posts that became no card."""

    async def between(self, since: datetime, until: datetime, *, stems: Sequence[str] = ()) -> Sequence[Dropped]:
        """Residents' posts seen in [since, until) and read that are no voice of any incident.

        Or were until somebody judged them. `stems`: with these words only.
        """

    async def judge(self, post: PostId, verdict: DropVerdict, *, by: OfficialId, at: datetime) -> bool:
        """Keep what a person said; False: somebody has said it before."""
