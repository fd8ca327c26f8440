"""Intake: unread posts go to the reader, readings to the desk.

One post, one transaction.
"""

import logging
import time

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.health.meters import Meters
from bot.reading.reader import ReaderDown, ReaderNotStarted, ReaderProcess, UnreadablePost
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.wakeups import Nudge
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


class Intake:
    """Reads what the collectors brought, oldest first, until cancelled."""

    def __init__(
        self, storage: Storage, clock: Clock, reader: ReaderProcess, policy: Policy, nudge: Nudge, meters: Meters | None = None
    ) -> None:
        self._storage, self._clock, self._reader, self._policies, self._nudge = storage, clock, reader, Policies(policy), nudge
        self._meters = meters or Meters()
        self._layer_id: int | None = None  # of what the reader was taught

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.posts.wait()

    async def step(self) -> bool:
        """Take in a handful of posts; False when there were none."""
        async with self._storage.transaction() as tx:
            posts = await tx.unread.next(limit=20, dangers_since=self._clock.now() - LONG_PAST)
            answered = {post.id: await tx.answers.before(post) for post in posts}
            is_flood = await tx.unread.are_more_than(FLOOD)
            if posts:
                await self._teach(tx)
        try:
            for post in posts:
                ours = answered[post.id]
                await self._take(post, ours.text if ours is not None else None, fast=is_flood)
        except ReaderNotStarted as error:
            LOG.warning("the reader does not start, all posts wait: %s", error)
            self._meters.failed("reader", "not_started")
            return False
        return bool(posts)

    async def _teach(self, tx: Tx) -> None:
        """The reader gets what was learned last night, or forgets what was to be forgotten."""
        id = await tx.layers.id_in_use()
        if id != self._layer_id:
            self._reader.teach((await tx.layers.get(id)).body if id is not None else None)
            self._layer_id = id

    async def _take(self, post: StoredPost, answer: str | None, *, fast: bool) -> None:
        began = time.monotonic()
        try:
            reading = await self._reader.read(post, answer=answer, fast=fast)
            self._meters.read(time.monotonic() - began)
        except ReaderNotStarted:
            raise
        except ReaderDown as error:
            LOG.warning("the reader is down, the post waits: %s", error)
            self._meters.failed("reader", "down")
            await self._fail(post, str(error))
            return
        except UnreadablePost as error:
            self._meters.failed("reader", "unreadable")
            await self._fail(post, str(error))
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
        self._nudge.outbox.set()

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
