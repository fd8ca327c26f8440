"""A base of so many stored posts: incidents with voices, readings, logs that hold, answers and copies of cards.

The last month is the same whatever the size, incident by incident: what is older is written at the same rate before it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from benchmarks.growth.load import load
from benchmarks.growth.residents import place, reading_of, text_of
from benchmarks.growth.topics import TOPICS, TOWNS, TROUBLES
from bot.storage.acts.events import as_kept, event
from bot.storage.acts.incident_words import incident_words, words_row
from bot.storage.acts.incidents import incident, values_of
from bot.storage.acts.voice_table import voice
from bot.storage.answers.answers import answer
from bot.storage.delivery.copies import card_copy
from bot.storage.engine.schema import counter
from bot.storage.engine.values import body_of
from bot.storage.intake.posts import post, post_revision
from bot.storage.intake.readings import reading
from incidents.answers.values import AnswerState
from incidents.deadlines.reminders import due
from incidents.event_chain import GENESIS, seal
from incidents.ids import DepartmentId, DistrictId, IncidentId
from incidents.incident import Act, ClosingOutcome, Event, Incident, RejectReason, Status
from incidents.places.find_text import folded, folded_place
from incidents.policy import Policy
from incidents.posts import Network
from incidents.reading import DangerGrade, MainPlace

DISTRICT = DistrictId("konakovo")
MONTH = timedelta(days=30)
RATE = 18_000  # posts a month before the last one
VOICES = (1,) * 60 + (2,) * 20 + (3,) * 10 + (5,) * 6 + (10,) * 3 + (60,)
"""Posts about one trouble: most are alone."""

RISKS, REJECTED = 0.04, 0.05
"""Shares of all incidents."""

AT_WORK = (
    *((Status.ACCEPTED,) * 44), *((Status.ASSIGNED,) * 26), *((Status.POSTPONED,) * 12), *((Status.OUTSIDE,) * 8),
    *((Status.REOPENED,) * 5), *((Status.NEW,) * 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who holds and answers what a department has."""

    id: int
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the rows refer to: people by department, sources by town, the policy, the moment that is «now»."""

    people: dict[DepartmentId, Person]
    coordinator: Person
    sources: dict[str, int]
    policy: Policy
    now: datetime


@dataclass(slots=True)
class Trouble:
    """One incident that is to be written, with the moments of its voices."""

    topic: str
    place: MainPlace
    moments: list[datetime]
    words: str
    posts: list[int] = field(default_factory=list)


def grow(url: str, around: Around, *, older: int, month: int = RATE, at_work: int = 1_300, seed: int = 7) -> None:
    """Write them into a migrated database that holds no posts."""
    start = around.now - MONTH
    past = _troubles(random.Random(f"{seed} before"), start - MONTH * (older / RATE), start, older) if older else []
    lately = _troubles(random.Random(f"{seed} month"), start, around.now - timedelta(minutes=10), month)
    every = [*past, *lately]
    every.sort(key=lambda each: each.moments[0])
    told = sorted((moment, n) for n, each in enumerate(every) for moment in each.moments)
    for id, (_, n) in enumerate(told, start=1):
        every[n].posts.append(id)
    open_ones = _open(random.Random(f"{seed} open"), every, min(at_work, len(every) // 3))
    tables: dict[Any, list[dict[str, Any]]] = {
        each: [] for each in (post, post_revision, reading, incident, incident_words, voice, event, answer, card_copy, counter)
    }
    for number, trouble in enumerate(every, start=1):
        chance = random.Random(f"{seed} {len(every) - number}")  # of its place from the end, where the month stands
        _write(tables, around, chance, number, trouble, status=open_ones.get(number - 1))
    tables[counter].append({"district_id": DISTRICT, "name": "incident", "value": len(every)})
    load(url, tables)


def _open(chance: random.Random, every: Sequence[Trouble], count: int) -> dict[int, Status]:
    """Most of what is at work is the newest, a quarter is of some weeks before it."""
    fresh = range(len(every) - count * 3 // 4, len(every))
    before = range(max(0, len(every) - count * 5), fresh.start)
    return {n: chance.choice(AT_WORK) for n in (*fresh, *chance.sample(before, count - len(fresh)))}


def _troubles(chance: random.Random, since: datetime, until: datetime, posts: int) -> list[Trouble]:
    topics, often = list(TOPICS), list(accumulate(TOPICS.values()))
    found, left = [], posts
    while left > 0:
        count = min(left, chance.choice(VOICES))
        left -= count
        first = since + (until - since) * chance.random()
        later = [min(until, first + timedelta(days=chance.expovariate(1.0))) for _ in range(count - 1)]
        (topic,) = chance.choices(topics, cum_weights=often)
        words = " ".join(chance.sample(TROUBLES, 7))
        found.append(Trouble(topic=topic, place=place(chance), moments=sorted([first, *later]), words=words))
    return found


def _write(
    tables: dict[Any, list[dict[str, Any]]], around: Around, chance: random.Random, number: int, trouble: Trouble, *, status: Status | None
) -> None:
    id, body = IncidentId(number), body_of(reading_of(trouble.topic, trouble.place))
    made, log = _life(around, chance, id, trouble, status)
    said = []
    for moment, post_id in zip(trouble.moments, trouble.posts, strict=True):
        text = text_of(trouble.place, trouble.words, chance)
        said.append(folded(text))
        own = {"district_id": DISTRICT, "id": post_id, "source_id": around.sources[trouble.place.settlement_id or TOWNS[0][0]]}
        at = moment + timedelta(seconds=40)
        tables[post].append({
            **own, "network": Network.VK, "external_id": f"wall-{own['source_id']}_{post_id}",
            "url": f"https://vk.com/wall-{own['source_id']}_{post_id}", "text": text, "folded": said[-1],
            "author_id": str(chance.randrange(30_000)), "published_at": moment, "photos": [], "likes": 0, "comments": 0, "by_owner": False,
            "is_history": False, "revision": 1, "detected_at": moment, "taken_at": at, "tries": 0,
        })  # fmt: skip
        tables[post_revision].append({"district_id": DISTRICT, "post_id": post_id, "revision": 1, "text": text, "seen_at": moment})
        tables[reading].append({"district_id": DISTRICT, "post_id": post_id, "revision": 1, "body": body, "at": at})
        tables[voice].append({
            "district_id": DISTRICT, "post_id": post_id, "incident_id": id, "joined_at": at, "because": "тот же дом и тема",
            "answered_at": made.answered_at,
        })  # fmt: skip
    own = {"id": id, "district_id": DISTRICT, "number": number, "version": len(log)}
    tables[incident].append({**values_of(made), **own, "last_voice_at": trouble.moments[-1] + timedelta(seconds=40)})
    tables[incident_words].append(words_row(DISTRICT, id, folded_place(trouble.place), said))
    tables[event].extend(_sealed(id, log))
    holder = around.people[made.department_id] if made.department_id else around.coordinator
    for chat in {holder.user_id, around.coordinator.user_id}:
        tables[card_copy].append({
            "district_id": DISTRICT, "incident_id": id, "chat_id": chat, "message_id": number, "shown": "0" * 64, "photos_sent": True,
        })  # fmt: skip
    if made.answered_at is not None and status is None:
        tables[answer].append({
            "district_id": DISTRICT, "incident_id": id, "post_id": trouble.posts[0], "author_id": holder.id, "state": AnswerState.PUBLISHED,
            "text": "Здравствуйте! Бригада выехала и всё исправила сегодня до обеда. Спасибо, что написали.", "guid": f"grown{number}",
            "created_at": made.answered_at, "publish_at": made.answered_at, "tries": 1, "published_at": made.answered_at,
            "due_by": made.answer_by,
        })  # fmt: skip


def _life(around: Around, chance: random.Random, id: IncidentId, trouble: Trouble, status: Status | None) -> tuple[Incident, list[Event]]:
    """The incident as it stands now, and what happened to it."""
    opened = trouble.moments[0] + timedelta(seconds=40)
    department = department_of(around, trouble.topic)
    holder = around.people[department]
    new = Incident(
        id=id, district_id=DISTRICT, number=id, status=Status.NEW, group=trouble.topic.split("_")[0], topic=trouble.topic,
        place=trouble.place, opened_at=opened, published_at=trouble.moments[0], clock_from=opened, route_because="правило",
        place_id=trouble.place.street_id or trouble.place.landmark_id or trouble.place.settlement_id,
        danger_grade=DangerGrade.RISK if chance.random() < RISKS else None,
    )  # fmt: skip
    log = [Event(act=Act.TAKE_IN, at=opened, by=None, because="новая проблема", status_before=None, status_after=Status.NEW, data={"post": trouble.posts[0]})]  # fmt: skip  # noqa: E501
    for at, post_id in zip(trouble.moments[1:], trouble.posts[1:], strict=True):
        log.append(_event(Act.TAKE_IN, at + timedelta(seconds=40), log[-1].status_after, log[-1].status_after, post=post_id))
    if status is Status.NEW:
        return reminded(around.policy, new, around.now), log
    now = around.policy.with_deadlines(replace(new, department_id=department), now=opened, clock_from=opened)
    log.append(_event(Act.ASSIGN, opened, Status.NEW, Status.ASSIGNED, department=department))
    if status is None and chance.random() < REJECTED:
        log.append(_event(Act.REJECT, opened + timedelta(hours=1), Status.ASSIGNED, Status.REJECTED, by=holder.id))
        return replace(now, status=Status.REJECTED, reject_reason=RejectReason.CHAT, closed_at=opened + timedelta(hours=1)), log
    if status is not Status.ASSIGNED:
        at = opened + timedelta(minutes=30)
        log.append(_event(Act.ACCEPT, at, Status.ASSIGNED, Status.ACCEPTED, by=holder.id))
        now = replace(now, status=Status.ACCEPTED, accepted_at=at, accepted_by=holder.id, holder_id=holder.id)
    if status is not None:
        until = around.now + timedelta(days=5) if status is Status.POSTPONED else None
        return reminded(around.policy, replace(now, status=status, postponed_until=until), around.now), log
    answered = min(around.now, opened + timedelta(hours=chance.randrange(2, 30)))
    closed = min(around.now, answered + timedelta(hours=1))
    log.append(_event(Act.ANSWER, answered, Status.ACCEPTED, Status.ANSWERED, by=holder.id))
    log.append(_event(Act.CLOSE, closed, Status.ANSWERED, Status.CLOSED, by=holder.id))
    return replace(now, status=Status.CLOSED, answered_at=answered, closed_at=closed, outcome=ClosingOutcome.DONE), log


def department_of(around: Around, topic: str) -> DepartmentId:
    """Whose the topic's group is."""
    group, known = topic.split("_", maxsplit=1)[0], sorted(around.people)
    return DepartmentId(group) if group in around.people else known[sum(map(ord, group)) % len(known)]


def reminded(policy: Policy, one: Incident, now: datetime) -> Incident:
    """All that has fallen due so far was said."""
    while found := due(one, norms=policy.norms, calendar=policy.calendar, now=now):
        one = replace(one, reminded=(*one.reminded, *(each.code for each in found)))
    return one


def _event(act: Act, at: datetime, before: Status, after: Status, *, by: int | None = None, **data: int | str | None) -> Event:
    return Event(act=act, at=at, by=by, because="как решили", status_before=before, status_after=after, data=data)


def _sealed(id: IncidentId, log: Sequence[Event]) -> Iterator[dict[str, Any]]:
    previous = GENESIS
    for line, happened in enumerate(map(as_kept, sorted(log, key=lambda each: each.at)), start=1):
        previous = seal(previous, id, happened)
        yield {
            "district_id": DISTRICT, "incident_id": id, "line": line, "act": happened.act, "at": happened.at, "by_id": happened.by,
            "because": happened.because, "status_before": happened.status_before, "status_after": happened.status_after,
            "data": dict(happened.data), "seal": previous,
        }  # fmt: skip
