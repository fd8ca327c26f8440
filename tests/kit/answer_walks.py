"""Random lives of answers: people press, the network fails, the process dies, the base goes back to a copy.

The desk's functions and the publisher are the real ones. A base is dictionaries that a commit replaces whole: on SQLite, where
`tests/edges/acts/test_desk_machine.py` plays the same desk, a hundred thousand walks would take a day and a half. The process dies before
a commit, right after it, before the network heard of a call and after it took one, so between any two of commit, call and result.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import count
from random import Random
from typing import Any, cast

from bot.delivery.publishing import Publishing
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from incidents.answers.lifecycle import Happening, can, transition
from incidents.answers.values import ANSWERING, IN_FLIGHT, AnswerKind, AnswerState
from incidents.approval.values import ApprovalMode, ReturnReason, proposal_code
from incidents.desk.answers.called_back import mark_called_back
from incidents.desk.answers.draft_answer import create_draft, drop
from incidents.desk.answers.publish_answer import mark_put_by_hand, send_unlooked
from incidents.desk.answers.send_answer import recall, send
from incidents.desk.approval.approver import hold_back, publish, send_back
from incidents.desk.approval.author_approval import take_back
from incidents.desk.approval.return_undo import take_return_back
from incidents.errors import DomainError
from incidents.ids import PostId
from incidents.incident import Status, Voice
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import Network, Post, SourceBroken
from incidents.publisher import NotAllowed, Published, TryLater, Unclear
from tests.kit.answer_base import ANN, APPROVER, OLGA, PEOPLE, POSTS, Rows, WalkTx
from tests.kit.desk_town import START, StillClock, konakovo
from tests.kit.values.samples import incident

STEPS = 16
KINDS = (AnswerKind.FINAL, AnswerKind.FINAL, AnswerKind.INTERIM, AnswerKind.CLARIFY, AnswerKind.SAFETY)
JUMPS = (5, 16, 61, 61, 700)
"""Seconds: nothing is over, a look is due, the minute is over, the thread was blind for too long."""


class Crash(BaseException):
    """The process is killed."""


@dataclass
class Walk:
    """One base, one network, one clock, and whoever presses."""

    random: Random
    remembers_guids: bool  # of a network's two promises the one that it keeps here: a guid makes no second comment, or a thread shows all
    mode: ApprovalMode
    rows: Rows = field(init=False)
    clock: StillClock = field(default_factory=lambda: StillClock(START))
    comments: list[tuple[str, PostId, str, datetime]] = field(default_factory=list)  # guid, post, text, when
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    guids: Iterator[int] = field(default_factory=lambda: count(1))
    copy: tuple[Rows, datetime] | None = None
    copied_at: datetime | None = None

    def __post_init__(self) -> None:
        self.rows = Rows(incident(status=Status.ACCEPTED, holder_id=ANN.id, accepted_at=START))
        for id in POSTS:
            place_of = PostId(1) if id == 3 else None
            self.rows.voices[id] = Voice(incident_id=self.rows.incident.id, post_id=id, joined_at=START, because="", place_of=place_of)
        self.start()

    def start(self) -> None:
        """The process begins with nothing but the base."""
        networks = {Network.VK: cast(Any, self)}  # Any: it publishes and finds
        self.publishing = Publishing(cast(Storage, self), self.clock, networks, Nudge(), policy())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:  # Any: a Tx
        rows = self.rows.copied()
        yield WalkTx(rows, self.ids, mode=self.mode, copied_at=self.copied_at)
        dies = self.random.random()
        if dies < 0.04:
            raise Crash
        self.rows = rows
        if dies < 0.08:
            raise Crash

    async def publish(
        self, at: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | TryLater | Unclear:
        goes = self.random.choice(("well", "well", "well", "refused", "later", "lost before", "lost after", "dies before", "dies after"))
        if goes == "dies before":
            raise Crash
        if goes == "refused":
            return NotAllowed(user_text="закрыто")
        if goes == "later":
            return TryLater(seconds=30, because="часто", is_barred=self.random.random() < 0.5)
        if goes != "lost before" and not (self.remembers_guids and any(each[0] == guid for each in self.comments)):
            self.comments.append((guid, PostId(int(at.external_id.rpartition("_")[2])), text, self.clock.now()))
        if goes == "dies after":
            raise Crash
        return Published(external_id=f"r{guid}", url="https://vk.com/r") if goes == "well" else Unclear(because="оборвалось")

    async def find(self, at: Post, text: str, *, since: datetime) -> Published | None:
        goes = self.random.random()
        if goes < 0.2:
            raise SourceBroken("ветка не читается", fatal=goes < 0.05)
        if self.remembers_guids and goes < 0.5:
            return None  # the thread lags behind
        there = [each for each in self.comments if at.external_id.endswith(f"_{each[1]}") and each[2] == text and each[3] >= since]
        return Published(external_id=f"r{there[0][0]}", url="https://vk.com/r") if there else None

    async def step(self) -> None:
        """Something happens. Whoever presses too late is told so; a dead process starts anew."""
        happens = self.random.choices((self._write, self._press, self._send_out, self._disaster, self._call), weights=(4, 6, 6, 4, 1))[0]
        try:
            with suppress(DomainError):
                await happens()
        except Crash:
            self.start()
        self.check()

    async def _write(self) -> None:
        kind, to = self.random.choice(KINDS), PostId(self.random.choice((1, 1, 2)))
        guid = f"{next(self.guids):016x}"
        async with self.transaction() as tx:
            text = f"Проверим и напишем, {guid}"
            draft = await create_draft(
                tx, self.rows.incident.id, text, by=self._writer(), guid=guid, now=self.clock.now(), kind=kind, to=to
            )
        async with self.transaction() as tx:
            await send(tx, policy(), draft.id, by=PEOPLE[draft.author_id], now=self.clock.now())

    async def _call(self) -> None:
        """An official calls the resident back and says so."""
        guid, to = f"{next(self.guids):016x}", PostId(self.random.choice((1, 2)))
        now, id, by = self.clock.now(), self.rows.incident.id, self._writer()
        async with self.transaction() as tx:
            await mark_called_back(tx, policy(), id, to, f"Проверим до пятницы, {guid}", by=by, guid=guid, now=now)

    def _writer(self) -> Official:
        return self.random.choice((ANN, OLGA))

    async def _press(self) -> None:
        """A button under any message of any answer, also an old one."""
        if not self.rows.answers:
            return
        answer, now = self.random.choice(list(self.rows.answers.values())), self.clock.now()
        id, by, seen = answer.id, PEOPLE[answer.author_id], proposal_code(answer.text)
        stands = any(each[0] == answer.guid for each in self.comments)
        async with self.transaction() as tx:
            presses: tuple[Callable[[], Awaitable[object]], ...] = (
                lambda: send(tx, policy(), id, by=by, now=now),
                lambda: recall(tx, id, by=by),
                lambda: drop(tx, id, by=by),
                lambda: publish(tx, policy(), id, by=APPROVER, now=now),
                lambda: send_back(tx, id, self.random.choice((ReturnReason.FACT, ReturnReason.SILENCE)), by=APPROVER, now=now),
                lambda: take_return_back(tx, id, by=APPROVER, now=now, seen=seen),
                lambda: hold_back(tx, id, by=APPROVER, now=now),
                lambda: take_back(tx, id, by=by, now=now),
                lambda: mark_put_by_hand(tx, policy(), id, by=by, now=now),
                *(() if stands else (lambda: send_unlooked(tx, id, by=by, now=now),)),  # they have looked
            )
            await self.random.choice(presses)()

    async def _send_out(self) -> None:
        self.clock.move(seconds=self.random.choice(JUMPS))
        for _ in range(5):
            if not await self.publishing.step():
                return

    async def _disaster(self) -> None:
        """A copy is made, the base goes back to it, a resident's data are erased."""
        goes = self.random.random()
        if self.copy is None or goes < 0.3:
            self.copy = self.rows.copied(), self.clock.now()
        elif goes < 0.8:
            self.rows, self.copied_at = self.copy[0].copied(), min(self.copied_at or self.copy[1], self.copy[1])
            if goes < 0.6:  # what was erased is erased again: nobody is sending it
                self._move(Happening.RESTORED)
            self.start()
        elif not any(each.state is AnswerState.PUBLISHING for each in self.rows.answers.values()):
            self._move(Happening.ERASED)

    def _move(self, what: Happening) -> None:
        """As the statements of restoring and of erasing do."""
        leaves, after = transition(what)
        assert all(can(state, what) for state in leaves)
        for id, each in self.rows.answers.items():
            if each.state in leaves:
                self.rows.answers[id] = replace(each, state=after)

    def check(self) -> None:
        """Never the same answer twice in public, never two answers in flight to one voice."""
        guids = [each[0] for each in self.comments]
        assert len(guids) == len(set(guids)), "the same answer stands there twice"
        flying = [each.post_id for each in self.rows.answers.values() if each.state in IN_FLIGHT and each.kind in ANSWERING]
        assert len(flying) == len(set(flying)), "two answers are on their way to one voice"
        calls = [each for each in self.rows.answers.values() if each.by_phone]
        assert not {each.guid for each in calls} & set(guids), "what was said by telephone went out"
        assert all(each.state is AnswerState.PUBLISHED and each.tries == 0 and each.look_at is None for each in calls)
        assert {each.post_id for each in calls} <= {each.post_id for each in self.rows.voices.values() if each.answered_at}


@cache
def policy() -> Policy:
    return konakovo().policy


async def walk(seed: int) -> Walk:
    """One walk; the same seed walks the same way."""
    random = Random(seed)
    one = Walk(random, remembers_guids=seed % 2 == 0, mode=random.choice((ApprovalMode.ALWAYS, ApprovalMode.NEVER)))
    for _ in range(STEPS):
        await one.step()
    return one
