"""Intake: unread posts go to the reader, readings to the desk.

One post, one transaction; the next ones are read meanwhile, and dangers among them go first.
"""

import asyncio
import logging
import time

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.health.meters import Meters
from bot.reading.hand import Hand, Read, Text
from bot.reading.reader import PostReader, ReaderDown, ReaderNotStarted, UnreadablePost
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.wakeups import LOOK, Nudge
from incidents.answers.values import Answer
from incidents.desk.intake.by_hand import read_draft
from incidents.desk.intake.mass import watch
from incidents.desk.intake.take_in import take_in
from incidents.errors import StaleVersion
from incidents.messages import PostUnread
from incidents.policy import Policy
from incidents.posts import LONG_PAST, StoredPost
from incidents.reading import Reading

LOG = logging.getLogger(__name__)

FLOOD = 300
"""So many waiting posts are read in haste: without separate matters and the tagger of names."""

AHEAD = 1000
"""So many waiting posts are looked through for dangers."""

HANDFUL = 20
"""So many are taken in before the queue is looked at again, and a twentieth of those that wait: what came meanwhile may be more urgent."""

FAILED = {ReaderNotStarted: "not_started", ReaderDown: "down", UnreadablePost: "unreadable"}
"""What the meters call it."""


class Intake:
    """Reads what the collectors brought, oldest first, until cancelled."""

    def __init__(
        self, storage: Storage, clock: Clock, reader: PostReader, policy: Policy, nudge: Nudge, meters: Meters | None = None
    ) -> None:
        self._storage, self._clock, self._reader, self._policies, self._nudge = storage, clock, reader, Policies(policy), nudge
        self._meters = meters or Meters()
        self._layer_id: int | None = None  # of what the reader was taught
        self._known: dict[Text, Reading] = {}  # of posts that wait still

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.posts.wait()

    async def step(self) -> bool:
        """Take in a handful of posts; False when there were none."""
        since = self._clock.now() - LONG_PAST
        async with self._storage.transaction() as tx:
            posts = await tx.unread.next(limit=AHEAD, dangers_since=since)
            if posts:
                await self._teach(tx)
            is_flood = await tx.unread.are_more_than(FLOOD)
        if not posts:
            return False
        hand = Hand(posts, self._known, lambda post: self._read(post, fast=is_flood), since=since)
        ahead = asyncio.ensure_future(hand.read_all())
        try:
            return await self._take_some(hand, HANDFUL + len(posts) // HANDFUL)
        except asyncio.CancelledError:
            ahead.cancel()
            raise
        finally:
            hand.stop()
            await self._ended(ahead)
            self._known = hand.left()

    async def _ended(self, ahead: asyncio.Future[None]) -> None:
        """A question that is cut off costs the reader's process; only whoever ends us does that."""
        try:
            await asyncio.wait([ahead])
        except asyncio.CancelledError:
            ahead.cancel()
            raise
        if not ahead.cancelled():
            ahead.result()

    async def _take_some(self, hand: Hand, most: int) -> bool:
        """False: the reader does not start."""
        for _ in range(most):
            one = await hand.next()
            if one is None:
                break
            post, reading = one
            if isinstance(reading, ReaderNotStarted):
                LOG.warning("the reader does not start, all posts wait: %s", reading)
                self._nudge.posts.set_in(LOOK)
                return False
            await self._take(post, reading)
        return True

    async def _teach(self, tx: Tx) -> None:
        """The reader gets what was learned last night, or forgets what was to be forgotten."""
        id = await tx.layers.id_in_use()
        if id != self._layer_id:
            self._reader.teach((await tx.layers.get(id)).body if id is not None else None)
            self._layer_id, self._known = id, {}

    async def _read(self, post: StoredPost, *, fast: bool) -> Read:
        """What is read in it, or why nothing is."""
        ours: Answer | None = None
        if post.parent_id is not None or post.post.parent_external_id is not None:
            async with self._storage.transaction() as tx:
                ours = await tx.answers.before(post)
        began = time.monotonic()
        try:
            reading = await self._reader.read(post, answer=ours.text if ours is not None else None, fast=fast)
        except (ReaderDown, UnreadablePost) as error:
            self._meters.failed("reader", FAILED[type(error)])
            return error
        self._meters.read(time.monotonic() - began)
        return reading

    async def _take(self, post: StoredPost, reading: Read) -> None:
        if not isinstance(reading, Reading):
            LOG.warning("post %s waits: %s", post.id, reading)
            await self._fail(post, str(reading))
            return
        try:
            async with self._storage.transaction() as tx:
                if not await tx.unread.still_waits(post):
                    return  # another process took it, or its text changed meanwhile
                await self._decide(tx, post, reading)
        except StaleVersion:
            return  # somebody changed the incident meanwhile: the post waits still and is taken next time
        except Exception as error:  # one post's defect stops nobody: after some tries it is set aside
            LOG.exception("post %s was not taken in", post.id)
            self._meters.failed("reader", "defect")
            await self._fail(post, type(error).__name__)

    async def _decide(self, tx: Tx, post: StoredPost, reading: Reading) -> None:
        """The desk takes a resident's post in; what an official brought by hand waits for them, or is opened whatever the filter thinks."""
        now, draft = self._clock.now(), await tx.drafts.of_post(post.id)
        if draft is None:
            policy = await self._policies.read(tx)
            await watch(tx, policy, await take_in(tx, policy, post, reading, now=now), now=now)
        else:
            await read_draft(tx, await self._policies.read(tx), draft, post, reading, now=now)

    async def _fail(self, post: StoredPost, error: str) -> None:
        async with self._storage.transaction() as tx:
            if await tx.unread.failed(post.id, error, at=self._clock.now()) >= tx.unread.READ_TRIES:
                await alert_coordinators(tx, PostUnread(post=post.id))
