"""What a summary reads is all that its figures need: they are those of the whole base."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.head.summary import counts, summarise
from incidents.head.summary_figures import known_of, summary_figures
from incidents.ids import AnswerId, DepartmentId, OfficialId
from incidents.incident import IN_WORK, Doubt, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.desk_town import konakovo
from tests.kit.values.samples import at, place
from tests.kit.values.stored import DISTRICT, an_official, stored_incident, stored_post, stored_voice

NOW = at(7, 30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPANS = ((NOW - DAY, NOW), (NOW - 30 * DAY, NOW), (NOW - 3 * DAY, NOW - 2 * DAY), (NOW - 20 * DAY, NOW - 12 * DAY))


def some(chance: random.Random) -> dict[str, Any]:  # Any: fields of an Incident
    """An incident of the last forty days, at any point of its life, whatever its deadline."""

    def after(moment: datetime, share: float) -> datetime | None:
        later = moment + timedelta(hours=chance.randrange(1, 400))
        return later if chance.random() < share and later < NOW else None

    opened = NOW - timedelta(hours=chance.randrange(1, 960))
    answered = after(opened, 0.4)
    closed = after(answered or opened, 0.3)
    status = chance.choice([Status.CLOSED, Status.REJECTED] if closed else [s for s in Status if s not in {Status.CLOSED, Status.REJECTED}])
    danger = chance.choice([None, None, None, DangerGrade.RISK, DangerGrade.NOW])
    return {
        "status": status, "opened_at": opened, "published_at": opened, "clock_from": opened, "answered_at": answered, "closed_at": closed,
        "answer_by": chance.choice([None, opened + timedelta(hours=chance.randrange(1, 700))]),
        "danger_peak": danger, "danger_grade": danger,
        "danger_since": after(opened, 0.9) if danger else None, "danger_over_at": after(opened, 0.3) if danger else None,
        "doubt": chance.choice([None] * 8 + [Doubt.OUTSIDE, Doubt.TRIAL, Doubt.TOPIC]),
        "department_id": chance.choice([None, DepartmentId("housing"), DepartmentId("roads")]),
        "place": place(chance.choice(["Конаково", "Редкино", None])),
    }  # fmt: skip


async def a_base(tx: Tx, chance: random.Random, number: int) -> list[Incident]:
    author = (await tx.officials.enrol(an_official())).id
    made: list[Incident] = []
    for n in range(number):
        merged = {"merged_into": made[0].id} if made and chance.random() < 0.1 else {}
        one = await stored_incident(tx, **some(chance), **merged)
        post = await stored_post(tx, n + 1)
        due = one.opened_at + timedelta(hours=chance.randrange(1, 300)) if chance.random() < 0.2 else None
        await stored_voice(tx, one, post, joined_at=one.opened_at, region_due=due, answered_at=one.answered_at)
        if one.answered_at is not None and chance.random() < 0.7:
            await tx.answers.add(an_answer(one, post.id, author, at=one.answered_at, due_by=chance.choice([None, one.answer_by])))
            if chance.random() < 0.4:  # it was answered before, in time, and came back
                before = one.opened_at + (one.answered_at - one.opened_at) * chance.random()
                await tx.answers.add(an_answer(one, post.id, author, at=before, due_by=chance.choice([None, NOW, one.answer_by])))
        made.append(one)
    return made


def an_answer(one: Incident, post: int, author: OfficialId, *, at: datetime, due_by: datetime | None) -> Answer:
    known: dict[str, Any] = {"id": AnswerId(0), "district_id": DISTRICT, "incident_id": one.id, "post_id": post, "author_id": author}
    stands = {"state": AnswerState.PUBLISHED, "created_at": at, "published_at": at, "guid": f"g{one.id}/{at}"}
    return Answer(**known, **stands, text="Починим", kind=AnswerKind.FINAL, due_by=due_by)  # type: ignore[arg-type]  # fields as a mapping


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_figures_of_what_is_read_are_those_of_the_whole_base(storage: Storage, seed: int) -> None:
    async with storage.transaction() as tx:
        whole = await a_base(tx, random.Random(seed), 150)
        every = await tx.incidents.these([each.id for each in whole])
        clocks = await tx.figures.clocks([each.id for each in every])
        for since, until in SPANS:
            heard = await tx.figures.heard(since, until)
            known = await known_of(tx, since, until, heard, await tx.figures.overdue(until))
            assert len(known) < len(every)
            of_all = summarise(since=since, until=until, incidents=every, heard=heard, clocks=clocks)
            of_known = summarise(since=since, until=until, incidents=known, heard=heard, clocks=clocks)
            assert of_all.late_total > 0
            assert unordered(of_known) == unordered(of_all)


def unordered(figures: Any) -> Any:  # Any: a Summary, whose lists here stand as they were read
    late = {(each.department_id, each.count, frozenset(each.incident_ids)) for each in figures.late}
    return replace(
        figures, late=late, standing=frozenset(each.id for each in figures.standing), dangers=[each.id for each in figures.dangers]
    )


async def test_what_is_in_work_is_counted_as_the_figures_count(storage: Storage) -> None:
    async with storage.transaction() as tx:
        every = await a_base(tx, random.Random(3), 60)
        in_work = sum(each.status in IN_WORK and counts(each) for each in every)
        unaccepted = sum(each.status in {Status.NEW, Status.ASSIGNED, Status.REOPENED} and counts(each) for each in every)
        assert 0 < in_work < sum(each.status in IN_WORK for each in every)
        assert await tx.figures.count_in_work() == (in_work, unaccepted)
        figures = await summary_figures(tx, konakovo().calendar, since=NOW - DAY, until=NOW, now=NOW)
        assert (figures.in_work, figures.unaccepted) == (in_work, unaccepted)


async def test_a_first_answer_counts_in_its_period_though_it_came_back_and_was_answered_again(storage: Storage) -> None:
    since, until = NOW - 20 * DAY, NOW - 12 * DAY
    async with storage.transaction() as tx:
        author = (await tx.officials.enrol(an_official())).id
        opened = {"opened_at": NOW - 25 * DAY, "clock_from": NOW - 25 * DAY, "published_at": NOW - 25 * DAY}
        one = await stored_incident(tx, **opened, status=Status.ACCEPTED, answered_at=NOW - DAY, answer_by=NOW + DAY, closed_at=None)
        post = await stored_post(tx, 1)
        await stored_voice(tx, one, post, joined_at=one.opened_at)
        await tx.answers.add(an_answer(one, post.id, author, at=NOW - 15 * DAY, due_by=NOW))
        known = await known_of(tx, since, until, [], await tx.figures.overdue(until))
        clocks = await tx.figures.clocks([one.id])
        assert summarise(since=since, until=until, incidents=known, clocks=clocks).median_answer == 10 * DAY
