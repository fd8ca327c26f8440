"""After an outage nothing is missed and nothing doubled; what is older than a day comes in one digest, dangers ring or head it."""

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.reading.collect import Collecting, Watched
from bot.reading.intake import Intake
from bot.reading.post_reader import ToRead
from bot.storage.delivery.outbox import OutboxKind
from bot.storage.engine.storage import Storage, open_storage
from bot.ticks.catch_up import catch_up
from bot.ticks.reminders import escalate
from bot.wakeups import Nudge
from handlers.kit.buttons import ListButton, Listed, Press
from incidents.desk.deadlines.night_digest import post_digest
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, Doubt, Event, Incident, Status
from incidents.intake.catch_up import CaughtUp, Share
from incidents.intake.messages import CatchUpList
from incidents.official import Role
from incidents.posts import Batch, Post, StoredPost
from incidents.reading import DangerGrade, Reading
from tests.kit.danger import asks
from tests.kit.desk_town import DISTRICT, DeskTown, an_official, desk_town
from tests.kit.phones import phones
from tests.kit.screens import card, labels, shown
from tests.kit.scripted_collector import Scripted, a_post, sweep
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, incident, place, reading

LONG = 100  # hours
BURNS: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "провод искрит", "danger_title": "провод искрит"}
ASKED: dict[str, Any] = {"danger_asked": True, "danger_now": 0.9}


class Killed(BaseException):
    """The process dies here."""


class ByWords:
    """Reads a post by its first word, at a place of its own: every one is another trouble."""

    def __init__(self) -> None:
        self.read_in_turn: list[str] = []
        self.dies_at: int | None = None

    async def read_some(self, asked: Sequence[ToRead]) -> Sequence[Reading]:
        return [await self.read(asked[0].post)]

    async def read(self, post: StoredPost) -> Reading:
        if self.dies_at is not None and len(self.read_in_turn) >= self.dies_at:
            raise Killed
        self.read_in_turn.append(post.post.external_id)
        here = place("Конаково", f"улица {post.post.external_id}")
        match post.post.text.split()[0]:
            case "Провод":
                return reading(main=here, **BURNS)
            case "Опасно?":
                return reading(main=here, **ASKED)
            case "Ничьё":
                return reading(
                    main=here, group="labour", groups=(("labour", 0.9),), topic="labour_salary", topics=(("labour_salary", 0.9),)
                )
        return reading(main=here)

    def teach(self, layer: bytes | None) -> None:
        """Nothing is learned."""


@dataclass
class Outage:
    """A wall that was not read for so long, and whoever reads it now."""

    town: DeskTown
    reader: ByWords
    posts: tuple[Post, ...]
    since: datetime

    async def collect(self) -> None:
        scripted = Scripted(Batch(posts=self.posts, cursor="after"))
        await sweep(Collecting(self.town.storage, self.town.clock, [Watched(self.town.source, scripted)], Nudge()))

    async def read(self) -> None:
        intake = Intake(self.town.storage, self.town.clock, self.reader, self.town.policy, Nudge())  # type: ignore[arg-type]  # a scripted reader
        while await intake.step():
            pass

    async def incidents(self) -> Sequence[Incident]:
        async with self.town.storage.transaction() as tx:
            return await tx.incidents.between(self.town.clock.now() - timedelta(days=1), self.town.clock.now() + timedelta(seconds=1))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        async with town.storage.transaction() as tx:
            await tx.sources.save(replace(town.source, cursor="before", baseline_at=town.clock.now(), last_ok_at=town.clock.now()))
        yield town


def after_outage(town: DeskTown, hours: float, *, said: Callable[[float], str] = lambda _ago: "Яма на дороге") -> Outage:
    """Somebody wrote every hour, in a long one every four; the outage ends now. `said` of how many hours ago."""
    since = town.clock.now()
    town.clock.move(hours=hours)
    ago = [hours - each for each in range(0, int(hours), 1 if hours < LONG else 4)]
    posts = [
        replace(a_post(n, town.clock.now() - timedelta(hours=each), f"{said(each)}, дом {n}"), author_id=str(n))
        for n, each in enumerate(ago, start=1)
    ]
    return Outage(town, ByWords(), tuple(posts), since)


async def ringing(town: DeskTown, code: str | None = None) -> dict[str, int]:
    """How many sounds wait for whom: cards and messages."""
    names = {person.user_id: name for name, person in town.people.items()}
    found: dict[str, int] = {}
    for row in await town.rows():
        if row.sound and (code is None or row.code == code):
            found[names[row.chat_id]] = found.get(names[row.chat_id], 0) + 1
    return found


async def digests(town: DeskTown) -> list[ChatId]:
    return [chat for _, chat in await town.says("catch_up")]


async def ticks(town: DeskTown, minutes: float = 3) -> None:
    town.clock.move(minutes=minutes)
    await catch_up(town.around())


def old(outage: Outage) -> list[Post]:
    return [post for post in outage.posts if outage.town.clock.now() - post.published_at > timedelta(days=1)]


@pytest.mark.parametrize("hours", [2, 30, 240])
async def test_nothing_is_missed_and_nothing_doubled(town: DeskTown, hours: float) -> None:
    outage = after_outage(town, hours)
    await outage.collect()
    await outage.collect()
    await outage.read()
    found = await outage.incidents()
    assert sorted(each.place.street or "" for each in found) == sorted(f"улица {post.external_id}" for post in outage.posts)
    assert [each.number for each in found] == list(range(1, len(outage.posts) + 1))
    assert {each.published_at for each in found} == {post.published_at for post in outage.posts}
    assert all(each.clock_from == outage.town.clock.now() for each in found)  # the district counts from the moment of finding


async def test_after_two_hours_every_card_rings_as_always_and_there_is_no_digest(town: DeskTown) -> None:
    outage = after_outage(town, 2)
    await outage.collect()
    await outage.read()
    assert await ringing(town) == {"ann": 2, "peter": 2}
    await ticks(town)
    assert await digests(town) == []


@pytest.mark.parametrize("hours", [30, 240])
async def test_what_is_older_than_a_day_makes_no_sound_but_one_digest(town: DeskTown, hours: float) -> None:
    outage = after_outage(town, hours)
    aged = len(old(outage))
    await outage.collect()
    await outage.read()
    assert await ringing(town) == {name: len(outage.posts) - aged for name in ("ann", "peter")}
    assert {row.chat_id for row in await town.rows() if row.kind is OutboxKind.CARD} == {town.chat("ann"), town.chat("peter")}
    await ticks(town, minutes=1)
    assert await digests(town) == []
    await ticks(town)
    assert await digests(town) == [town.chat("coordinator")]
    assert await ringing(town, "catch_up") == {"coordinator": 1}
    text = parse((await shown(town, "catch_up")).html)
    assert f"Нашли {aged} обращени" in text
    assert f"По отделам: {aged}, карточки пришли туда без звука" in text
    for _ in range(3):
        await ticks(town, minutes=30)
    assert len(await digests(town)) == 1


async def test_dangers_of_three_days_ring_and_older_ones_head_the_digest(town: DeskTown) -> None:
    outage = after_outage(town, 240, said=lambda ago: "Провод искрит" if ago in {4.0, 60.0, 100.0, 200.0} else "Яма на дороге")
    await outage.collect()
    await outage.read()
    burning = [post.external_id for post in outage.posts if post.text.startswith("Провод")]
    assert outage.reader.read_in_turn[:4] == [*burning[2:], *burning[:2]]  # those that ring are read first
    grades = {each.place.street: each.danger_grade for each in await outage.incidents() if each.danger_grade is not None}
    assert list(grades.values()).count(DangerGrade.NOW) == 2
    urgent = {(row.chat_id, row.incident_id) for row in await town.rows() if row.urgent and row.sound}
    assert {chat for chat, _ in urgent} == {town.chat(name) for name in ("ann", "peter", "duty", "coordinator")}
    assert len({id for _, id in urgent}) == 2
    await ticks(town)
    message = await shown(town, "catch_up")
    lines = parse(message.html).splitlines()
    assert lines[1].startswith("⚠️ Было опасно: 2. Проверьте, не опасно ли ещё: ")
    assert lines[2] == "Опасно сейчас: 1, о них звонили сразу"  # the other one is fresh
    assert "Опасное: 3" in labels(message)


async def test_a_doubt_of_two_days_ago_is_asked_without_a_sound_and_stands_in_the_digest(town: DeskTown) -> None:
    outage = after_outage(town, 48, said=lambda ago: "Опасно? Дым" if ago in {3.0, 40.0} else "Яма на дороге")
    await outage.collect()
    await outage.read()
    asked = [row.sound for row in await town.rows() if asks(row)]
    assert sorted(asked) == [False, True]
    await ticks(town)
    assert "Было опасно: 1" in parse((await shown(town, "catch_up")).html)


async def test_the_coordinators_cards_come_from_the_digest(sqlite_url: str) -> None:
    async with phones(sqlite_url) as phone:
        town = phone.town
        async with town.storage.transaction() as tx:
            await tx.sources.save(replace(town.source, cursor="before", baseline_at=town.clock.now()))
        outage = after_outage(town, 48, said=lambda ago: "Ничьё дело" if ago > 40 else "Яма на дороге")
        await outage.collect()
        await outage.read()
        doubtful = [each for each in await outage.incidents() if each.doubt is Doubt.ROUTE]
        assert doubtful
        assert town.chat("coordinator") not in {row.chat_id for row in await town.rows() if row.kind is OutboxKind.CARD}
        await ticks(town)
        message = await shown(town, "catch_up")
        assert f"Решить вам: {len(doubtful)}" in parse(message.html)
        pressed = next(each for row in message.rows for each in row if each.label.startswith("Решить"))
        assert pressed.data is not None
        await town.sweep_outbox()
        await phone.press("coordinator", ListButton.unpack(pressed.data))
        listed = await shown(town, "caught_up")
        assert f"Старше суток, решить вам: {len(doubtful)}" in parse(listed.html)
        await phone.press("coordinator", card(doubtful[0], Press.SHOW))
        assert town.chat("coordinator") in await town.cards(doubtful[0].id)


async def test_pages_of_the_digest_are_turned(town: DeskTown) -> None:
    outage = after_outage(town, 48)
    await outage.collect()
    await outage.read()
    await ticks(town)
    row = next(row for row in await town.rows() if row.code == "catch_up")
    async with town.storage.transaction() as tx:
        moment = await tx.catch_ups.last_told()
        assert moment is not None and row.sound
        await tx.outbox.say(town.chat("coordinator"), CatchUpList(key=f"{int(moment.timestamp())}~{Share.ALL}", page=1))
    message = await shown(town, "caught_up")
    assert "страница 2 из" in parse(message.html)
    back = [ListButton.unpack(each.data) for row in message.rows for each in row if each.label == "Назад" and each.data]
    assert [(each.what, each.page) for each in back] == [(Listed.CAUGHT_UP, 0)]


async def test_reminders_of_old_cards_make_no_sound_before_somebody_has_them(town: DeskTown) -> None:
    outage = after_outage(town, 48, said=lambda ago: "Ничьё дело" if ago > 40 else "Яма на дороге")
    await outage.collect()
    await outage.read()
    fresh = {each.id for each in await outage.incidents() if each.opened_at - each.published_at <= timedelta(days=1)}
    await town.sweep_outbox()
    town.clock.move(hours=2)
    await escalate(town.around())
    loud = {row.incident_id for row in await town.rows() if row.sound and row.code in {"R0", "R1", "R2"}}
    assert loud <= fresh
    taken = next(each for each in await outage.incidents() if each.id not in fresh and each.status is Status.ASSIGNED)
    await town.act(taken.id, Act.ACCEPT, "ann")
    await town.sweep_outbox()
    town.clock.move(hours=23)
    await escalate(town.around())
    assert any(row.sound and row.incident_id == taken.id for row in await town.rows())


async def test_a_fresh_voice_makes_an_old_matter_loud_again(town: DeskTown) -> None:
    post = await town.write(published_at=town.clock.now() - timedelta(days=2))
    first = (await town.take(post)).incident
    assert first is not None
    assert not any(row.sound for row in await town.rows())
    town.clock.move(minutes=1)
    again = (await town.take(await town.write("И у нас вода на Белавинской"))).incident
    assert again is not None and again.id == first.id
    assert await ringing(town) == {"ann": 1, "peter": 1}


async def test_a_closed_card_that_an_old_voice_opens_again_makes_no_sound_and_is_in_the_digest(town: DeskTown) -> None:
    first = await town.open()
    await town.act(first.id, Act.CLOSE, "coordinator", outcome="explained")
    town.clock.move(days=3)
    await town.sweep_outbox()
    late = await town.write("На Белавинской опять вода на дороге", published_at=town.clock.now() - timedelta(days=2))
    again = (await town.take(late)).incident
    assert again is not None
    assert not any(row.sound for row in await town.rows())
    await ticks(town)
    assert await digests(town) == [town.chat("coordinator")]


async def test_a_restart_in_the_middle_goes_on_where_it_was(town: DeskTown, sqlite_url: str) -> None:
    outage = after_outage(town, 48)
    await outage.collect()
    outage.reader.dies_at = 15
    with pytest.raises(Killed):
        await outage.read()
    await catch_up(town.around())
    town.clock.move(minutes=10)
    await catch_up(town.around())
    assert await digests(town) == []  # posts wait for the reader still
    before = len(await outage.incidents())
    assert 0 < before <= 15  # what was read and not yet taken in is read again
    again = await open_storage(sqlite_url, DISTRICT)
    try:
        later = replace_storage(town, again)
        second = Outage(later, ByWords(), outage.posts, outage.since)
        await second.collect()
        await second.read()
        assert len(second.reader.read_in_turn) == len(outage.posts) - before
        found = await second.incidents()
        assert sorted(each.place.street or "" for each in found) == sorted(f"улица {post.external_id}" for post in outage.posts)
        await ticks(later)
        assert await digests(later) == [town.chat("coordinator")]
        await ticks(later)
        assert len(await digests(later)) == 1
    finally:
        await again.close()


def replace_storage(town: DeskTown, storage: Storage) -> DeskTown:
    return DeskTown(storage, town.clock, town.people, town.source, itertools.count(1000))


async def test_a_catch_up_that_goes_on_for_long_is_told_of_by_the_hour(town: DeskTown) -> None:
    outage = after_outage(town, 48)
    await outage.collect()
    outage.reader.dies_at = 10
    with pytest.raises(Killed):
        await outage.read()
    await ticks(town, minutes=61)
    assert await digests(town) == [town.chat("coordinator")]


@pytest.mark.parametrize(("danger", "comes"), [(False, False), (True, True)])
async def test_at_the_weekend_only_dangers_bring_the_digest(town: DeskTown, danger: bool, comes: bool) -> None:
    town.clock.moment = at(11) + timedelta(days=4)  # Saturday
    await town.take(await town.write(published_at=town.clock.now() - timedelta(days=4)), reading(**BURNS) if danger else reading())
    await ticks(town)
    assert bool(await digests(town)) is comes
    town.clock.moment = at(9, 30) + timedelta(days=6)
    await catch_up(town.around())
    assert len(await digests(town)) == 1


async def test_at_night_nobody_is_told(town: DeskTown) -> None:
    town.clock.moment = at(3) + timedelta(days=1)
    await town.take(await town.write(published_at=town.clock.now() - timedelta(days=4)), reading(**BURNS))
    await ticks(town)
    assert await digests(town) == []


async def test_the_night_digest_does_not_count_what_the_catch_up_tells(town: DeskTown) -> None:
    town.clock.moment = at(3) + timedelta(days=1)
    await town.take(await town.write(published_at=town.clock.now() - timedelta(days=4)))
    due = at(8, 30) + timedelta(days=1)
    async with town.storage.transaction() as tx:
        assert not await post_digest(tx, town.policy, due=due, dropped_since=due - timedelta(days=1), now=due)


async def test_on_both_engines_a_digest_takes_all_that_waits_once(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.officials.enrol(an_official(1, Role.COORDINATOR))
        source = await tx.sources.add(a_post(1, at(9)).network, "-1", "Подслушано", None)
        ids = await _opened(tx, source)
        for id in ids:
            await tx.catch_ups.add(CaughtUp(incident_id=id, at=at(9)))
        await tx.catch_ups.add(CaughtUp(incident_id=ids[0], at=at(10)))
    async with storage.transaction() as tx:
        assert [(each.incident_id, each.at) for each in await tx.catch_ups.untold()] == [(ids[0], at(10)), (ids[1], at(9))]
        assert await tx.catch_ups.last_told() is None
        await tx.catch_ups.mark_told(at(11))
    async with storage.transaction() as tx:
        assert await tx.catch_ups.untold() == ()
        assert await tx.catch_ups.last_told() == at(11)
        assert await tx.catch_ups.told(at(11)) == ids
        assert await tx.catch_ups.has(ids[0]) and not await tx.catch_ups.has(IncidentId(99))
        posts = await tx.unread.next(5, dangers_since=at(9) - timedelta(days=3))
        assert [each.post.external_id for each in posts] == ["wall-1_4", "wall-1_3", "wall-1_1", "wall-1_2"]


async def _opened(tx: Any, source: Any) -> list[IncidentId]:  # Any: a transaction and a source
    for number, days, text in ((1, 1, "Яма"), (2, 0, "Яма"), (3, 9, "Пожар в доме"), (4, 1, "Пожар в доме")):
        await tx.door.receive(source, a_post(number, at(9) - timedelta(days=days), text), at=at(9), history=False)
    first = Event(act=Act.TAKE_IN, at=at(9), by=None, because="", status_before=None, status_after=Status.NEW)
    draft = replace(incident(), status=Status.NEW, holder_id=None, department_id=None)
    return [(await tx.incidents.add(draft, first)).id for _ in range(2)]
