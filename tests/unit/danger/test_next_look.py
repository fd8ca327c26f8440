"""Asking only of what is to be looked at gives what asking of everything gives, whatever happens meanwhile."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from incidents.danger.doubts import is_over
from incidents.danger.next_look import next_look
from incidents.deadlines.reminders import Reminder, due, with_ladder_stopped
from incidents.deadlines.values import Norms
from incidents.incident import Doubt, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.values.samples import CALENDAR, ROADS, at, incident

NORMS = Norms()
START = at(9, 14)
STEP = timedelta(minutes=7)
LIVES = 200
MANY = 2_000


def moment(chance: random.Random, now: datetime) -> datetime:
    """Within two days before or after."""
    return now + timedelta(minutes=chance.randrange(-2 * 24 * 60, 2 * 24 * 60))


def any_incident(chance: random.Random, now: datetime) -> Incident:
    """Whatever fields reminders look at, in whatever combination."""

    def maybe(share: float = 0.5) -> datetime | None:
        return moment(chance, now) if chance.random() < share else None

    return replace(
        incident(),
        status=chance.choice(list(Status)),
        danger_grade=chance.choice([None, None, DangerGrade.NOW, DangerGrade.RISK]),
        doubt=chance.choice([None, None, None, Doubt.TRIAL, Doubt.DANGER]),
        department_id=chance.choice([None, ROADS]),
        opened_at=now - timedelta(minutes=chance.randrange(3 * 24 * 60)),
        clock_from=moment(chance, now),
        assigned_at=maybe(),
        accept_by=maybe(),
        answer_by=maybe(0.8),
        answered_at=maybe(0.2),
        region_by=maybe(0.3),
        danger_asked_at=maybe(0.2),
        rung_at=maybe(0.3),
        reminded=tuple(chance.sample(list(Reminder), chance.randrange(5))),
    )


def changes(chance: random.Random, one: Incident, now: datetime) -> Iterator[Incident]:
    """What the desk may do to it."""
    other = any_incident(chance, now)
    yield replace(one, status=other.status)
    yield replace(one, answer_by=other.answer_by, accept_by=other.accept_by, reminded=())
    yield replace(one, danger_grade=other.danger_grade, danger_asked_at=other.danger_asked_at)
    yield replace(one, department_id=other.department_id, assigned_at=now, doubt=other.doubt)
    yield replace(one, region_by=other.region_by)
    yield with_ladder_stopped(one)


def live(seed: int) -> int:
    """One life: the clock goes on in uneven steps, something happens now and then. Gives back how often nothing had to be asked."""
    chance = random.Random(seed)
    now, one = START, any_incident(chance, START)
    look_at: datetime | None = START  # it is new
    spared_looks = 0
    for _ in range(60):
        now += STEP * chance.choice([0, 1, 1, 2, 5, 40])
        if chance.random() < 0.1:
            one, look_at = chance.choice(list(changes(chance, one, now))), START
        said = due(one, norms=NORMS, calendar=CALENDAR, now=now)
        if look_at is None or look_at > now:
            assert (said, is_over(one, now)) == ((), False), (seed, now, one)
            spared_looks += 1
            continue
        if is_over(one, now):
            one, look_at = replace(one, danger_asked_at=None), START
        elif said:
            codes = [each.code for each in said]
            rung_at = now if Reminder.DANGER_10 in codes else one.rung_at
            one, look_at = replace(one, reminded=tuple(dict.fromkeys((*one.reminded, *codes))), rung_at=rung_at), START
        else:
            look_at = next_look(one, norms=NORMS, calendar=CALENDAR, now=now)
            assert look_at is None or look_at > now, (seed, now, one)
    return spared_looks


@pytest.mark.parametrize("first", range(0, LIVES, 50))
def test_what_is_not_looked_at_has_nothing_due(first: int) -> None:
    assert sum(live(seed) for seed in range(first, first + 50)) > 50 * 60 / 2


@pytest.mark.long
@pytest.mark.parametrize("first", range(LIVES, MANY, 300))
def test_the_same_of_two_thousand_lives(first: int) -> None:
    assert sum(live(seed) for seed in range(first, first + 300)) > 300 * 60 / 2
