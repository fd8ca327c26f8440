"""The coordinator's morning over the real storage, worker and courier."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.renderer import Renderer
from bot.ticks.night import night
from bot.wakeups import Nudge
from handlers.deadlines.buttons import NightButton, NightDo
from incidents.desk.region.region import take_list
from incidents.ids import PostId
from incidents.messenger import Message
from incidents.reading import DangerGrade, Kind
from incidents.region.values import RegionRow
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.post_office import HeldPhotos, Post, RecordingMessenger
from tests.kit.values.samples import at, place, reading

NIGHT, MORNING = at(3), at(8, 31)


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        hands.town.clock.moment = NIGHT
        yield hands


def post_office(town: DeskTown) -> Post:
    from bot.delivery.courier import Courier

    messenger, district = RecordingMessenger(), konakovo()
    courier = Courier(town.storage, town.clock, messenger, Renderer(district), HeldPhotos(), district.policy, Nudge())
    return Post(town, messenger, courier)


async def shown(town: DeskTown, code: str) -> Message:
    (row,) = [row for row in await town.rows() if row.code == code]
    async with town.storage.transaction() as tx:
        return await Renderer(konakovo()).say(tx, row, now=town.clock.now())


async def drop(town: DeskTown, text: str, score: float, kind: Kind = Kind.CHAT) -> PostId:
    post = await town.write(text)
    outcome = await town.take(post, reading(is_appeal=False, appeal_score=score, kind=kind))
    assert outcome.incident is None
    return post.id


def button(do: NightDo, post: int = 0) -> NightButton:
    return NightButton(do=do, since=int(at(8, 30, day=23).timestamp()), until=int(at(8, 30).timestamp()), post=post)


async def test_the_digest_comes_once_before_a_working_day_with_real_counts(hands: Phones) -> None:
    town = hands.town
    await town.open()
    await town.open("Что-то где-то", topic="roads_potholes", outside=True)
    await drop(town, "Продам дрова", 0.1, Kind.AD)
    await drop(town, "Ну и погода", 0.4)
    for moment in (at(8, 29), MORNING, at(8, 40)):
        town.clock.moment = moment
        await night(town.around())
    assert await town.says("night") == [("night", town.chat("coordinator"))]
    html = (await shown(town, "night")).html
    assert "За ночь: 2 новых, решить вам 1" in html
    assert "Одно разложено по отделам, карточки уйдут в 9:00" in html
    assert "Не взяли за сутки 2, сомнительных 1: " in html
    assert "реклама 1" in html


async def test_the_digest_says_how_the_regions_list_differs_as_it_stands_now(hands: Phones) -> None:
    town = hands.town
    first, second = await town.open(), await town.open("Яма", topic="roads_potholes", main=place("Конаково", "Лесная"))
    async with town.storage.transaction() as tx:
        (known,), (missed,) = await tx.voices.of(first.id), await tx.voices.of(second.id)
        post = await tx.posts.get(known.post_id)
        row = RegionRow(key=f"vk:{post.post.external_id}", url=post.post.url, number="5418190")
        found = await take_list(tx, [row], by=town.who("coordinator"), now=town.clock.now())
    assert (found.same, found.theirs, found.ours) == (1, 0, 1)
    town.clock.moment = MORNING
    await night(town.around())
    assert "Регион прислал 1, уже у нас. Наших, которых регион не видит: 1" in (await shown(town, "night")).html
    async with town.storage.transaction() as tx:
        await tx.voices.save(replace(missed, region_number="5418191"))
        assert (await tx.region.state(since=at(1))).listed_at == NIGHT  # a list of which we have everything is a list too
    assert "Все наши регион видит" in (await shown(town, "night")).html
    async with town.storage.transaction() as tx:
        assert await tx.region.newest_list(since=MORNING) is None


async def test_a_day_off_a_calm_night_and_a_day_that_has_begun_have_no_digest(hands: Phones) -> None:
    town = hands.town
    town.clock.moment = MORNING
    await night(town.around())
    town.clock.moment = at(3, day=22)
    await town.open()
    town.clock.moment = at(8, 31, day=22)
    await night(town.around())
    town.clock.moment = at(11, day=23)
    await night(town.around())
    assert await town.says("night") == []


async def test_the_night_lets_its_cards_go_at_the_coordinators_word(hands: Phones) -> None:
    town, office = hands.town, post_office(hands.town)
    await town.open()
    await office.deliver()
    assert office.messenger.calls == []
    town.clock.moment = MORNING
    assert await hands.press("ann", button(NightDo.RELEASE)) == "Карточками ночи распоряжается координатор"
    toast = await hands.press("coordinator", button(NightDo.RELEASE))
    assert toast == "Отпустили: 1 карточка уходит в отделы сейчас"
    await office.deliver()
    assert {chat for _, chat, _ in office.messenger.calls} == {town.chat("ann"), town.chat("peter")}
    assert await hands.press("coordinator", button(NightDo.RELEASE)) == "Отпускать нечего: ни одна карточка не ждёт"


async def test_a_pause_holds_the_nights_cards_until_ten_and_nothing_else(hands: Phones) -> None:
    town, office = hands.town, post_office(hands.town)
    await town.open()
    await office.deliver()
    town.clock.moment = MORNING
    toast = await hands.press("coordinator", button(NightDo.HOLD))
    assert toast is not None
    assert toast.startswith("Карточки ночи подождут до 10:00")
    town.clock.moment = at(9, 5)
    await office.deliver()
    assert office.messenger.calls == []
    await town.open("Яма", topic="roads_potholes", main=place("Конаково", "Лесная"))
    await town.open("Огонь", danger=True, danger_grade=DangerGrade.NOW, main=place("Конаково", "Другая"))
    await office.deliver()
    assert len({what.html for method, chat, what in office.messenger.calls if method == "send" and chat == town.chat("ann")}) == 2
    town.clock.moment = at(10)
    await office.deliver()
    assert len([1 for method, chat, _ in office.messenger.calls if method == "send" and chat == town.chat("ann")]) == 3


async def test_when_work_has_begun_nothing_is_let_go_or_held(hands: Phones) -> None:
    hands.town.clock.moment = at(9, 5)
    for do in (NightDo.RELEASE, NightDo.HOLD):
        toast = await hands.press("coordinator", button(do))
        assert toast is not None
        assert toast.startswith("Рабочий день уже начался")


async def test_to_decide_opens_the_queue(hands: Phones) -> None:
    await hands.press("coordinator", button(NightDo.DECIDE))
    assert ("queue", hands.town.chat("coordinator")) in await hands.town.says()
