"""What a town has before its first post: people with names, a roster, a group, two weeks of figures, a summary for the head."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import time as hour
from pathlib import Path
from typing import Any

import pytest

from bot.config.seed import seed
from bot.demo.control import SandboxError
from bot.demo.day.two_weeks import put_two_weeks
from bot.demo.robots.staff import GROUP, GROUP_OF, TownOfficial, group_members, make_staff, put_to_work
from bot.demo.run import DAY, WEEKS
from bot.demo.terminal.progress import STEPS, Progress
from bot.demo.town import make_town
from bot.storage.engine.storage import Storage, open_storage
from bot.ticks.context import Around
from bot.wakeups import Nudge
from incidents.event_chain import GENESIS, seal
from incidents.head.summary_figures import summary_figures, usual_figures
from incidents.ids import ChatId
from incidents.official import Role, Watch
from incidents.posts import Network
from tests.kit.desk_town import DISTRICT, StillClock, an_official, konakovo
from tests.kit.values.samples import at

TOWN = make_town(konakovo(), is_full=True)


class _App:
    """As much of the application as a beginning needs."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.clock, self.nudge = storage, StillClock(at(9)), Nudge()
        district = konakovo()
        self.around = Around(
            storage=storage,
            clock=self.clock,
            policy=district.policy,
            nudge=self.nudge,
            timezone=district.timezone,
            summary_at=hour(7, 30),
            decrees=district.decrees,
        )


async def town_of(url: str) -> Any:  # Any: stands for App
    """A migrated database with the district, its walls and all officials in it."""
    storage = await open_storage(url, DISTRICT)
    await seed(storage, konakovo())
    async with storage.transaction() as tx:
        for wall in TOWN.communities:
            await tx.sources.add(Network.VK, f"-{wall.group_id}", wall.title, wall.settlement_id)
        for official in TOWN.officials:
            made = an_official(official.user_id, official.role, official.department_id)  # type: ignore[arg-type]  # plain text
            await tx.officials.enrol(replace(made, user_id=ChatId(official.user_id)))
    return _App(storage)


def names(people: Sequence[TownOfficial]) -> list[str]:
    return [f"{each.first_name} {each.last_name}" for each in people]


def test_everybody_has_a_name_of_their_own_and_a_job_of_their_own() -> None:
    people = make_staff(konakovo())
    assert len(set(names(people))) == len(people) == len({each.job for each in people}) == len({each.user_id for each in people})
    assert all(each.first_name and each.last_name for each in people)
    assert not [each for each in people if each.first_name in each.job]
    women = sum(each.first_name[-1] in "ая" for each in people)
    assert 0.3 < women / len(people) < 0.7
    assert Counter(each.role for each in people)[Role.CHIEF] >= 5
    group = {each.user_id: each.department_id for each in people if each.user_id in group_members(people)}
    assert {GROUP_OF, None} == set(group.values())


async def test_a_roster_is_kept_the_pinned_phone_is_on_duty_and_the_group_is_connected(sqlite_url: str) -> None:
    app = await town_of(sqlite_url)
    try:
        await put_to_work(app, TOWN.officials)
        async with app.storage.transaction() as tx:
            duty = {each.user_id: each for each in await tx.officials.all() if each.role is Role.DUTY}
            (group,) = [each for each in await tx.departments.all() if each.chat_id is not None]
            shifts = await tx.shifts.after(at(9))
        first = next(o.user_id for o in TOWN.officials if o.at_hand and o.role is Role.DUTY)
        assert duty[ChatId(first)].watch is Watch.NOW
        assert {each.watch for each in duty.values()} == {Watch.NOW, Watch.NEXT, Watch.OFF}
        assert (group.id, group.chat_id) == (GROUP_OF, GROUP)
        assert len({each.official_id for each in shifts}) == 3
        assert all(each.phone.startswith("+7 900 000-") for each in duty.values())
    finally:
        await app.storage.close()


async def test_two_weeks_are_loaded_within_a_second_and_the_head_may_compare(sqlite_url: str) -> None:
    app = await town_of(sqlite_url)
    try:
        await put_two_weeks(app, konakovo(), TOWN, WEEKS)
        since, until = at(7, 30, day=23), at(7, 30)
        async with app.storage.transaction() as tx:
            day = await summary_figures(tx, konakovo().calendar, since=since, until=until, now=until)
            usual = await usual_figures(tx, since, until)
            assert (len(usual), day.opened > 10, day.in_work) == (2, True, 0)
            assert day.voices >= day.opened
            assert all(20 <= each.opened <= 40 for each in usual)
            weeks = [await summary_figures(tx, konakovo().calendar, since=at(0, day=n), until=at(0, day=n + 7), now=until) for n in (9, 16)]
            assert all(week.dangers for week in weeks), "a week of the past is compared with dangers of the one before"
            assert not [each for week in weeks for each in week.dangers if each.outcome is None]
            said = await tx.outbox.count_waiting()
            numbers = [each.number for each in await tx.incidents.between(at(0, day=9), at(9))]
            assert numbers == list(range(1, len(numbers) + 1))
            chain = await tx.log.chain((await tx.incidents.between(at(0, day=9), at(9)))[0].id)
        previous = GENESIS
        for event, kept in chain:
            previous = seal(previous, 1, event)  # type: ignore[arg-type]  # the first incident's id
            assert previous == kept
        assert said >= 1, "the summary waits for the head"
    finally:
        await app.storage.close()


async def test_the_next_incident_is_numbered_after_the_past(sqlite_url: str) -> None:
    app = await town_of(sqlite_url)
    try:
        await put_two_weeks(app, konakovo(), TOWN, WEEKS)
        async with app.storage.transaction() as tx:
            past = await tx.incidents.between(at(0, day=9), at(9))
            again = await tx.incidents._next("incident")
        assert again == len(past) + 1
    finally:
        await app.storage.close()


async def test_weeks_that_make_no_sense_are_one_line(sqlite_url: str, tmp_path: Path) -> None:
    app = await town_of(sqlite_url)
    wrong = tmp_path / "weeks.csv"
    wrong.write_text(WEEKS.read_text(encoding="utf-8").replace("Наше Конаково", "Луна", 1), encoding="utf-8")
    try:
        for file in (wrong, tmp_path / "nothing.csv"):
            with pytest.raises(SandboxError, match="не читаются"):
                await put_two_weeks(app, konakovo(), TOWN, file)
    finally:
        await app.storage.close()


def test_the_days_own_addresses_have_no_past_but_the_one_that_is_told() -> None:
    """A scene about a broken promise must not become one about twenty old cards."""
    day = DAY.read_text(encoding="utf-8")
    streets = {row.split(",")[6].removeprefix("улица ") for row in WEEKS.read_text(encoding="utf-8").splitlines()[1:]}
    assert not [street for street in streets if f"{street}," in day or f"{street} " in day]


def test_a_start_is_told_step_by_step_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(shown=True) as progress:
        for name in STEPS:
            progress.step(name)
            progress.part(1, 2)
    told = capsys.readouterr().err
    assert all(name in told for name in STEPS)
    assert sum(STEPS.values()) == 100
    with Progress(shown=False) as silent:
        silent.step("Создаём базу")
        silent.part(1, 2)
    assert capsys.readouterr().err == ""
    with pytest.raises(KeyError):
        silent.step("Пьём чай")


def test_a_long_step_moves_and_stops_before_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(shown=True) as progress:
        progress.step("Загружаем программу")
        progress.creep(2.0)
        progress.creep(1.0)
        assert " 10%" in capsys.readouterr().err.split("\r")[-1], "it never goes back"
        progress.creep(600.0)
        assert " 45%" in capsys.readouterr().err.split("\r")[-1], "the step is not done before it is"
        progress.step("Читаем справочники округа")
        assert " 46%" in capsys.readouterr().err.split("\r")[-1]
