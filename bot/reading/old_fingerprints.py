"""Fingerprints that other weights made are made anew after an upgrade.

Open incidents would be compared with new posts by two measures. Nobody waits for it: new posts are read between its batches.
"""

import asyncio
import logging
from collections.abc import Sequence

from bot.clock import Clock
from bot.leases import Leases
from bot.reading.base_weights import FILE
from bot.reading.post_reader import PostReader, ReaderNotStarted, ToRead
from bot.storage.engine.storage import Storage
from incidents.ids import PostId
from incidents.reading import Reading
from incidents.sameness.matching import REPEAT_WITHIN
from nlp.topics.common_words import mark_of

LOG = logging.getLogger(__name__)

TOGETHER = 10  # posts of a commit: a sixth of a second of the reader
REST = 0.5  # real seconds between commits, or until a reader that did not start, and waits itself, is asked again
A_LINE = 100  # posts between two lines in the log


class OldFingerprints:
    """Reads again what incidents are compared by, once after the weights have changed."""

    def __init__(self, storage: Storage, clock: Clock, reader: PostReader, leases: Leases) -> None:
        self._storage, self._clock = storage, clock
        self._reader, self._leases = reader, leases

    async def run(self) -> None:
        """One process does it; the next takes over what it left."""
        await self._leases.while_held("fingerprints", self.make_anew)
        await asyncio.Event().wait()

    async def make_anew(self) -> None:
        """Read again what has another mark, the newest first."""
        async with self._storage.transaction() as tx:
            old = await tx.lookalikes.of_other_weights(mark_of(FILE), closed_since=self._clock.now() - REPEAT_WITHIN)
        failed = 0
        for done in range(0, len(old), TOGETHER):
            if done and done % A_LINE == 0:
                LOG.info("Отпечатки открытых обращений: %d из %d", done, len(old))
            failed += await self._make_some(old[done : done + TOGETHER])
            await asyncio.sleep(REST)
        if old:
            LOG.info("Отпечатки открытых обращений сделаны заново: %d из %d", len(old) - failed, len(old))

    async def _make_some(self, ids: Sequence[PostId]) -> int:
        """How many could not be read: they keep the old one."""
        async with self._storage.transaction() as tx:
            posts, bodies = await tx.posts.these(ids), await tx.lookalikes.bodies(ids)
        waiting = [posts[id] for id in ids if id in bodies and not posts[id].post.is_erased]
        failed = len(ids) - len(waiting)
        while waiting:
            answers = await self._reader.read_some([ToRead(each) for each in waiting])
            if isinstance(answers[0], ReaderNotStarted):
                await asyncio.sleep(REST)
                continue
            async with self._storage.transaction() as tx:
                for post, answer in zip(waiting, answers, strict=False):
                    if isinstance(answer, Reading):
                        await tx.lookalikes.keep_fingerprint(post, bodies[post.id], answer.fingerprint)
            failed += sum(not isinstance(answer, Reading) for answer in answers)
            waiting = waiting[len(answers) :]
        return failed
