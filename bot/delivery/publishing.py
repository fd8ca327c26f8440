"""Publish answers whose 60 seconds are over, and prove them.

By reading the thread.
"""

import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.config.logs import INCIDENT
from bot.health.meters import Meters
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.wakeups import Nudge
from collectors.networks import KINDS
from incidents.answers.answer_photos import AnswerPhoto
from incidents.answers.values import PROOF_EVERY, PROOF_WINDOW, Answer, AnswerKind, AnswerState
from incidents.desk.answers import answer_photos, publish_answer
from incidents.desk.answers.answer_correction import place_of
from incidents.desk.answers.answer_places import drop_gone, put_right
from incidents.desk.answers.done_check import drop_needless
from incidents.desk.answers.everyone import post_to_all
from incidents.policy import Policy
from incidents.posts import Network, Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, Publisher, TryLater, Unclear

LOG = logging.getLogger(__name__)

MAX_CALLS = 2  # the call and one retry with the same guid
BLIND = timedelta(minutes=10)  # the thread itself cannot be read for so long: ask a person
PHOTOS_IN = timedelta(seconds=5)  # photos that are still being fetched are looked for so soon
SURE_NOT = "Сеть не ответила, и под постом ответа не видно"
NOT_THERE = {Network.VK_MESSAGES: "Сеть не ответила, и в диалоге ответа не видно"}
"""In place of `SURE_NOT` where there is no post."""
FORGOTTEN = "База восстановлена из копии, а посмотреть, не вышел ли ответ раньше, не удалось"
NO_POST = "сообщение завели вручную, поста у него нет"
NO_WALL = "сообщество администрации не настроено, VK__GROUP_ID"


def _by_hand(network: Network) -> str:
    """Why a text goes by an official's own hand where no network is to be asked."""
    copying = KINDS[network].copying if network in KINDS else None
    return copying.because if copying else NO_POST if network is Network.HAND else "Для этой сети ответы не настроены"


class Publishing:
    """The only caller of `Publisher.publish`. A crash at any moment is made good by looking before the one retry."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        publishers: dict[Network, Publisher],
        nudge: Nudge,
        policy: Policy,
        *,
        own_wall: Publisher | None = None,
        meters: Meters | None = None,
    ) -> None:
        self._storage, self._clock, self._publishers, self._nudge, self._policies = storage, clock, publishers, nudge, Policies(policy)
        self._own_wall = own_wall  # posts of the administration
        self._meters = meters or Meters()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            async with self._nudge.stop.begun():
                is_any = await self.step()
            if not is_any:
                await self._nudge.answers.wait()

    async def step(self) -> bool:
        """Move one answer on; False when there is none to move."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            answer = await tx.answers.next_to_move(now=now)
            INCIDENT.set(answer.incident_id if answer is not None else None)
            if answer is None:
                self._nudge.answers.due_at = await tx.answers.next_moment(now=now)
                return False
            first = answer.state is AnswerState.SCHEDULED
            fit = await self._as_it_goes(tx, answer, now=now) if first else answer
            if fit is None:
                return True
            answer, place = fit, await place_of(tx, fit)
            publisher = self._own_wall if answer.kind is AnswerKind.POST else self._publishers.get(place.network)
            shown = await tx.answer_photos.of(answer.id) if first and publisher is not None else ()
            photo = answer_photos.to_upload(shown)
            content = await tx.answer_photos.content(photo.id) if photo else None
            if answer_photos.on_the_way(shown, now=now):
                await answer_photos.put_off_for_photos(tx, answer, until=now + PHOTOS_IN)
                return True
            if first and photo is None:
                answer, first = await self._begun(tx, answer, place, now=now, may_look=publisher is not None)
            elif not first:
                answer = await publish_answer.look_again(tx, answer, at=now + PROOF_EVERY)
        if publisher is not None and photo is not None:
            await self._upload(publisher, photo, content or b"", place)
            return True
        if publisher is None:
            await self._without_publisher(answer, place.network, first=first)
        elif answer.state is AnswerState.PUBLISHED:
            await self._prove(publisher, answer, place)
        elif first:
            await self._call(publisher, answer, place)
        else:
            await self._look(publisher, answer, place)
        self._nudge.outbox.set()
        return True

    async def _begun(self, tx: Tx, answer: Answer, place: Post, *, now: datetime, may_look: bool) -> tuple[Answer, bool]:
        """The answer on its way, and whether the call comes first: after a restoration from a copy a look does, once."""
        written_at = None if answer.kind is AnswerKind.POST else place.published_at
        is_unseen = may_look and answer.started_at is None
        since = await tx.restorations.look_since(now, written_at=written_at) if is_unseen else None
        if since is not None:
            return await publish_answer.look_first(tx, answer, since=since, now=now), False
        return await publish_answer.start_publishing(tx, answer, now=now), True

    async def _as_it_goes(self, tx: Tx, answer: Answer, *, now: datetime) -> Answer | None:
        """None: nobody needs it any more, or it waits."""
        if await post_to_all.drop_unneeded(tx, answer) or await drop_gone(tx, answer) or await drop_needless(tx, answer):
            return None
        return await put_right(tx, answer, now=now)

    async def _without_publisher(self, answer: Answer, network: Network, *, first: bool) -> None:
        """The network's tokens are not set (any more): what stands there stands, what may stand there is for a person to look at."""
        if answer.state is not AnswerState.PUBLISHED:
            reason = NO_WALL if answer.kind is AnswerKind.POST else _by_hand(network)
            await self._not_published(answer, reason, sure=first)
            return
        async with self._storage.transaction() as tx:
            await publish_answer.look_again(tx, await tx.answers.get(answer.id), at=None)

    async def _upload(self, publisher: Publisher, photo: AnswerPhoto, content: bytes, post: Post) -> None:
        """Before the call, one at a time: what the network has got is written down at once."""
        try:
            attachment = await publisher.upload(post, content)
        except PhotoRefused as error:
            LOG.warning("the network takes no photos of answer %s: %s", photo.answer_id, error)
            async with self._storage.transaction() as tx:
                await answer_photos.mark_refused(tx, photo.answer_id)
            return
        async with self._storage.transaction() as tx:
            await answer_photos.mark_uploaded(tx, photo, attachment)

    async def _call(self, publisher: Publisher, answer: Answer, post: Post) -> None:
        async with self._storage.transaction() as tx:
            attached = answer_photos.attachments(await tx.answer_photos.of(answer.id))
        result = await publisher.publish(post, answer.text, guid=answer.guid, attachments=attached)
        match result:
            case Published():
                await self._published(answer, result, proved=False)
                await self._prove(publisher, answer, post)
            case NotAllowed(user_text=text):
                self._meters.failed("answer", "not_allowed")
                await self._not_published(answer, text, sure=True)
            case TryLater(seconds=seconds, because=because, is_barred=is_barred):
                LOG.info("publishing is put off for %s s: %s", seconds, because)
                self._meters.failed("answer", "later")
                async with self._storage.transaction() as tx:
                    now = self._clock.now()
                    answer = await publish_answer.postpone(tx, await tx.answers.get(answer.id), until=now + timedelta(seconds=seconds))
                    if is_barred:
                        policy, until = await self._policies.read(tx), now + timedelta(seconds=seconds)
                        today = now.astimezone(policy.calendar.timezone).date()
                        await post_to_all.put_off_threads(tx, answer, until=until, because=because, today=today, now=now)
            case Unclear(because=because):
                LOG.warning("nobody knows whether answer %s stands there: %s", answer.id, because)
                self._meters.failed("answer", "unclear")

    async def _look(self, publisher: Publisher, answer: Answer, post: Post) -> None:
        """A call was made and its outcome is not known: re-read the thread for 60 s, then one retry, then ask a person.

        Or none was made (`tries` 0), but the database goes on from a copy: one look, then the call.
        """
        assert answer.started_at is not None
        waited = self._clock.now() - max(answer.started_at, answer.publish_at or answer.started_at)
        nowhere = NOT_THERE.get(post.network, SURE_NOT) if answer.tries else FORGOTTEN
        try:
            found = await self._find(publisher, answer, post)
        except SourceBroken as error:
            LOG.info("the thread cannot be read now: %s", error.user_text)
            if waited >= BLIND or (error.fatal and not answer.tries):
                await self._not_published(answer, nowhere, sure=False)
            return
        if found is not None:
            await self._published(answer, found, proved=True)
        elif answer.tries and waited < PROOF_WINDOW:
            return
        elif answer.tries >= MAX_CALLS:
            await self._not_published(answer, nowhere, sure=False)
        else:
            async with self._storage.transaction() as tx:
                answer = await publish_answer.start_publishing(tx, await tx.answers.get(answer.id), now=self._clock.now())
            await self._call(publisher, answer, post)

    async def _prove(self, publisher: Publisher, answer: Answer, post: Post) -> None:
        """Published: read the thread until the comment is seen, or say after 60 s that nobody sees it."""
        try:
            found = await self._find(publisher, answer, post)
        except SourceBroken:
            if answer.published_at is not None and self._clock.now() - answer.published_at >= BLIND:
                async with self._storage.transaction() as tx:  # the card goes on saying «опубликован», without «проверили»
                    await publish_answer.look_again(tx, await tx.answers.get(answer.id), at=None)
            return
        async with self._storage.transaction() as tx:
            answer = await tx.answers.get(answer.id)
            if found is not None:
                await publish_answer.mark_proved(tx, answer, now=self._clock.now())
            elif answer.published_at is not None and self._clock.now() - answer.published_at >= PROOF_WINDOW:
                await publish_answer.mark_unseen(tx, answer)

    async def _find(self, publisher: Publisher, answer: Answer, post: Post) -> Published | None:
        since: datetime = answer.started_at or self._clock.now()
        return await publisher.find(post, answer.text, since=since - timedelta(minutes=1))

    async def _published(self, answer: Answer, comment: Published, *, proved: bool) -> None:
        async with self._storage.transaction() as tx:
            await publish_answer.mark_published(
                tx, await self._policies.read(tx), await tx.answers.get(answer.id), comment, now=self._clock.now(), proved=proved
            )

    async def _not_published(self, answer: Answer, refusal: str, *, sure: bool) -> None:
        async with self._storage.transaction() as tx:
            policy, answer = await self._policies.read(tx), await tx.answers.get(answer.id)
            await publish_answer.mark_not_published(tx, policy, answer, refusal=refusal, sure=sure, now=self._clock.now())
