"""A base of dictionaries for random lives of answers: what is read of it is there, everything else is empty."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from incidents.answers.values import Answer, AnswerState
from incidents.approval.values import Approval, ApprovalMode
from incidents.errors import NotFound
from incidents.ids import AnswerId, IncidentId, PostId
from incidents.incident import Event, Incident, Voice
from incidents.official import Role
from tests.kit.values.samples import DISTRICT, ROADS, department, official, post

ANN, OLGA, APPROVER = official(Role.EXECUTOR, 1, ROADS), official(Role.COORDINATOR, 2), official(Role.APPROVER, 3)
PEOPLE = {each.id: each for each in (ANN, OLGA, APPROVER)}
POSTS = {PostId(id): post(f"На Белавинской вода {id if id < 3 else 1}", number=id, author=f"{id}") for id in (1, 2, 3)}
"""The third is another place of the first one's words: an answer is repeated there."""


@dataclass
class Rows:
    """What a commit keeps."""

    incident: Incident
    answers: dict[AnswerId, Answer] = field(default_factory=dict)
    rounds: dict[AnswerId, Approval] = field(default_factory=dict)
    voices: dict[PostId, Voice] = field(default_factory=dict)

    def copied(self) -> "Rows":
        return Rows(self.incident, dict(self.answers), dict(self.rounds), dict(self.voices))


class Quiet:
    """A table on which no answer's life depends: it is empty and takes everything."""

    def __init__(self, empty: object = ()) -> None:
        self._empty = empty

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        async def empty(*_: object, **__: object) -> object:
            return self._empty

        return empty


class Answers(Quiet):
    def __init__(self, rows: Rows, ids: Iterator[int]) -> None:
        super().__init__()
        self._rows, self._ids = rows, ids

    async def get(self, id: AnswerId) -> Answer:
        if id not in self._rows.answers:
            raise NotFound
        return self._rows.answers[id]

    async def of(self, _: IncidentId) -> Sequence[Answer]:
        return list(self._rows.answers.values())

    async def add(self, draft: Answer) -> Answer:
        # Ids of a copy stand apart from those that came after it
        return await self.save(replace(draft, id=AnswerId(next(self._ids))))

    async def save(self, answer: Answer) -> Answer:
        self._rows.answers[answer.id] = answer
        return answer

    async def next_to_move(self, *, now: datetime) -> Answer | None:
        due = [each for each in self._rows.answers.values() if _is_due(each, now)]
        return min(due, key=lambda each: (each.look_at or each.publish_at or now, each.id), default=None)

    async def next_moment(self, *, now: datetime) -> None:
        return None


def _is_due(answer: Answer, now: datetime) -> bool:
    moment = answer.publish_at if answer.state is AnswerState.SCHEDULED else answer.look_at
    waits = {AnswerState.SCHEDULED, AnswerState.PUBLISHING} | ({AnswerState.PUBLISHED} if moment is not None else set())
    return answer.state in waits and (moment is None or moment <= now)


class Table(Quiet):
    """A table: reads by name, the rest is quiet."""

    def __init__(self, **reads: Callable[..., object]) -> None:
        super().__init__()
        self._reads = reads

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        if name not in self._reads:
            return super().__getattr__(name)

        async def read(*args: object, **_: object) -> object:
            return self._reads[name](*args)

        return read


class WalkTx:
    """A transaction over these rows."""

    def __init__(self, rows: Rows, ids: Iterator[int], *, mode: ApprovalMode, copied_at: datetime | None) -> None:
        self.district_id, self.answers, self._quiet = DISTRICT, Answers(rows, ids), Quiet()
        self.card_places = self.approval_messages = Quiet({})
        self.short_replies = self.undos = self.catch_ups = self.readings = Quiet(None)
        self.approval_modes = Quiet({"": mode})
        self.officials = Table(get=PEOPLE.__getitem__, all=lambda: list(PEOPLE.values()))
        self.departments = Table(all=lambda: [department(ROADS)])
        self.posts = Table(get=POSTS.__getitem__)
        self.restorations = Quiet(copied_at)

        def saved(one: Incident, _: Event) -> Incident:
            rows.incident = one
            return one

        self.incidents = Table(get=lambda _: rows.incident, save=saved)
        self.voices = Table(of=lambda _: list(rows.voices.values()), save=lambda one: rows.voices.update({one.post_id: one}))
        self.approvals = Table(of=rows.rounds.get, add=lambda one: rows.rounds.update({one.answer_id: one}))
        self.approvals._reads["save"] = self.approvals._reads["add"]

    def __getattr__(self, name: str) -> Quiet:
        return self._quiet
