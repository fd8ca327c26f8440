"""Intake: unread posts go to the reader, readings to the desk.

The next ones are read meanwhile, and dangers among them go first. An appeal has a transaction of its own; talk goes several a transaction.
"""

import asyncio
import logging
import time
from collections.abc import Container, Mapping, Sequence

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.health.meters import Meters
from bot.reading.base_weights import hash_of_base
from bot.reading.post_reader import PostReader, Read, ReaderDown, ReaderNotStarted, ToRead, UnreadablePost
from bot.reading.read_ahead import ReadAheadBatch, Text, text_of
from bot.storage.engine.notices import Queue
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.unread import Turn
from bot.unreadable_rows import set_unreadable_aside
from bot.wakeups import LOOK, Nudge
from incidents.desk.intake.by_hand import read_draft
from incidents.desk.intake.mass import watch
from incidents.desk.intake.take_in import take_in
from incidents.errors import StaleVersion
from incidents.ids import PostId
from incidents.messages import PostUnread
from incidents.policy import Policy
from incidents.posts import LONG_PAST, Network, StoredPost
from incidents.reading import Reading
from incidents.routing.messages import LearnsAnew

LOG = logging.getLogger(__name__)

FLOOD = 300
"""So many waiting posts are read in haste: without separate matters and the tagger of names."""

AHEAD, ALARMING = 1000, 4000
"""So many waiting posts are looked through for dangers; so many of those that hold a word of danger, one post in six."""

AT_LEAST, A_POST = 20, 0.001
"""So many are taken in before the queue is looked at again, and what so many real seconds for each that waits allow.

What came meanwhile may be more urgent, but looking through thousands takes its time.
"""

KEPT = 10.0
"""Real seconds for which posts that wait are not read from the base again."""

IN_PIECES = frozenset({Network.TELEGRAM, Network.PRIVATE, Network.VK_MESSAGES, Network.HAND})
"""Chats, where an album arrives photo by photo."""

TOGETHER = 20
"""So much talk is taken in by one transaction: whoever presses meanwhile waits for its end."""

FAILED = {ReaderNotStarted: "not_started", ReaderDown: "down", UnreadablePost: "unreadable"}
"""What the meters call it."""


Taken = tuple[StoredPost, Reading]
"""What is to be taken in, and as what."""


class Intake:
    """Reads what the collectors brought, oldest first, until cancelled."""

    def __init__(
        self, storage: Storage, clock: Clock, reader: PostReader, policy: Policy, nudge: Nudge, meters: Meters | None = None
    ) -> None:
        self._storage, self._clock, self._reader, self._policies, self._nudge = storage, clock, reader, Policies(policy), nudge
        self._meters = meters or Meters()
        self._layer_id: int | None = None  # of what the reader was taught
        self._known: dict[Text, Reading] = {}  # of posts that wait still
        self._posts: dict[Turn, StoredPost] = {}  # that wait, and since when (real seconds) they are known so
        self._read_at = 0.0

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                is_any = await self.step()
            except Exception as error:
                if not await set_unreadable_aside(self._storage, Queue.UNREAD, error, now=self._clock.now()):
                    raise
                is_any = True
            if not is_any:
                await self._nudge.posts.wait()

    async def step(self) -> bool:
        """Take in a handful of posts; False when there were none."""
        since = self._clock.now() - LONG_PAST
        async with self._storage.transaction() as tx:
            posts = await tx.unread.next(limit=AHEAD, dangers_since=since, dangers=ALARMING, known=self._of_late())
            if posts:
                await self._teach(tx)
            is_flood = await tx.unread.are_more_than(FLOOD)
            answered = await tx.answered_threads.among([each for each in posts if text_of(each) not in self._known and _is_comment(each)])
        self._posts = {(each.id, each.revision): each for each in posts if each.post.network not in IN_PIECES and _has_come_last(each)}
        if not posts:
            return False
        batch = ReadAheadBatch(posts, self._known, lambda some: self._read(some, answered, fast=is_flood), since=since)
        ahead = asyncio.ensure_future(batch.read_all())
        try:
            return await self._take_some(batch, len(posts) * A_POST)
        except asyncio.CancelledError:
            ahead.cancel()
            raise
        finally:
            batch.stop()
            await self._ended(ahead)
            self._known = batch.left()

    def _of_late(self) -> Mapping[Turn, StoredPost]:
        """Posts that waited a moment ago: they are read from the base anew every few seconds, their threads may have changed."""
        if time.monotonic() - self._read_at > KEPT:
            self._posts, self._read_at = {}, time.monotonic()
        return self._posts

    async def _ended(self, ahead: asyncio.Future[None]) -> None:
        """A question that is cut off costs the reader's process; only whoever ends us does that."""
        try:
            await asyncio.wait([ahead])
        except asyncio.CancelledError:
            ahead.cancel()
            raise
        if not ahead.cancelled():
            ahead.result()

    async def _take_some(self, batch: ReadAheadBatch, seconds: float) -> bool:
        """False: the reader does not start."""
        talk: list[Taken] = []
        is_there, count, began = True, 0, time.monotonic()
        while (count < AT_LEAST or time.monotonic() - began < seconds) and (one := await batch.next()) is not None:
            count += 1
            post, reading = one
            if isinstance(reading, ReaderNotStarted):
                LOG.warning("the reader does not start, all posts wait: %s", reading)
                self._nudge.posts.set_in(LOOK)
                is_there = False
                break
            if not isinstance(reading, Reading):
                LOG.warning("post %s waits: %s", post.id, reading)
                await self._fail(post, str(reading))
                continue
            if reading.is_wanted or len(talk) == TOGETHER:
                await self._take(talk)
                talk = []
            if reading.is_wanted:
                await self._take([(post, reading)])
            else:
                talk.append((post, reading))
        await self._take(talk)
        return is_there

    async def _teach(self, tx: Tx) -> None:
        """The reader gets what was learned last night, or forgets what was to be forgotten."""
        id = await tx.layers.id_in_use()
        if id == self._layer_id:
            return
        layer = await tx.layers.get(id) if id is not None else None
        if layer is not None and layer.body is not None and layer.base != hash_of_base():  # it corrects other weights
            id = await tx.layers.add(lessons=0, report={}, body=None, base=hash_of_base(), at=self._clock.now())
            layer = await tx.layers.get(id)
            await alert_coordinators(tx, LearnsAnew())
        self._reader.teach(layer.body if layer is not None else None)
        self._layer_id, self._known = id, {}

    async def _read(self, posts: Sequence[StoredPost], answered: Container[PostId], *, fast: bool) -> Sequence[Read]:
        """What is read in the first of them, or why nothing is. `answered`: we wrote in the threads of these."""
        asked = [ToRead(post, await self._ours(post) if post.id in answered else None, fast) for post in posts]
        began = time.monotonic()
        found = await self._reader.read_some(asked)
        for each in found:
            if isinstance(each, Reading):
                self._meters.read((time.monotonic() - began) / len(found))
            else:
                self._meters.failed("reader", FAILED[type(each)])
        return found

    async def _ours(self, comment: StoredPost) -> str | None:
        """Our answer that the author's comment may speak of."""
        async with self._storage.transaction() as tx:
            ours = await tx.answers.before(comment)
        return None if ours is None else ours.text

    async def _take(self, some: Sequence[Taken]) -> None:
        """In one transaction; one by one where that fails, so that one post's defect stops nobody: after some tries it is set aside."""
        if not some:
            return
        try:
            async with self._storage.transaction() as tx:
                await self._decide_all(tx, some)
        except Exception as error:
            if len(some) > 1:
                LOG.warning("%s posts are taken in one by one: %s", len(some), type(error).__name__)
                for one in some:
                    await self._take([one])
            elif not isinstance(
                error, StaleVersion
            ):  # else somebody changed the incident meanwhile: the post waits still and is taken next time
                post = some[0][0]
                LOG.exception("post %s was not taken in", post.id)
                self._meters.failed("reader", "defect")
                await self._fail(post, type(error).__name__)

    async def _decide_all(self, tx: Tx, some: Sequence[Taken]) -> None:
        """What is known of all of them is asked at once, and of the rest again when one of them has changed a card.

        Left out: what another process took, or whose text has changed meanwhile.
        """
        waiting = await tx.unknown_posts.still_wait([post for post, _ in some])
        unknown, policy = await tx.unknown_posts.among(waiting), await self._policies.read(tx)
        readings = {post.id: reading for post, reading in some}
        for turn, post in enumerate(waiting, start=1):
            if await self._decide(tx, policy, post, readings[post.id], is_unknown=post.id in unknown):
                unknown = await tx.unknown_posts.among(waiting[turn:])

    async def _decide(self, tx: Tx, policy: Policy, post: StoredPost, reading: Reading, *, is_unknown: bool) -> bool:
        """The desk takes a resident's post in; what an official brought by hand waits for them, or is opened whatever the filter thinks.

        True: more than the post itself may have changed.
        """
        now, draft = self._clock.now(), None if is_unknown else await tx.drafts.of_post(post.id)
        if draft is not None:
            await read_draft(tx, policy, draft, post, reading, now=now)
            return True
        outcome = await take_in(tx, policy, post, reading, now=now, is_unknown=is_unknown)
        await watch(tx, policy, outcome, now=now)
        return outcome.incident is not None

    async def _fail(self, post: StoredPost, error: str) -> None:
        async with self._storage.transaction() as tx:
            if await tx.unread.failed(post.id, error, at=self._clock.now()) >= tx.unread.READ_TRIES:
                await alert_coordinators(tx, PostUnread(post=post.id))


def _has_come_last(post: StoredPost) -> bool:
    """Whether what it stands under is there already."""
    return post.parent_id is not None or post.post.parent_external_id is None


def _is_comment(post: StoredPost) -> bool:
    return post.parent_id is not None or post.post.parent_external_id is not None
