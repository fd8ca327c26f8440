"""«Занести в работы?»: an announcement in the walls, told to the coordinator, entered by one press or let go."""

from collections.abc import AsyncIterator

import pytest

from handlers.works.buttons import AnnouncedButton, AnnouncedDo
from incidents.desk.intake.judge_dropped import overrule
from incidents.posts import StoredPost
from incidents.reading import Kind, Mood, Place, PlaceKind
from tests.kit.approvals import labels, read
from tests.kit.phones import Phones, phones
from tests.kit.values.samples import at, reading

TEXT = "Уважаемые жители! 26 ноября с 10:00 до 17:00 будет отключена холодная вода на улице Баскакова"
STREET = Place(kind=PlaceKind.STREET, span=(77, 93), text="улице Баскакова", norm="улица Баскакова", place_id="st-konakovo-baskakova")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def announce(town: Phones, text: str = TEXT) -> StoredPost:
    post = await town.town.write(text)
    read_as = reading(places=(STREET,), group="housing", topic="housing_no_cold_water", is_appeal=False, kind=Kind.OTHER, mood=Mood.NEUTRAL)
    outcome = await town.town.take(post, read_as)
    assert (outcome.incident, outcome.because) == (None, "не обращение: объявление")
    return post


def button(do: AnnouncedDo, post: StoredPost) -> AnnouncedButton:
    return AnnouncedButton(do=do, post=post.id)


async def test_an_announcement_opens_nothing_and_asks_the_coordinator_with_the_fields_filled_in(town: Phones) -> None:
    await announce(town)
    assert await town.town.says() == [("works_announced", town.user("coordinator"))]
    asked = await read(town, "works_announced", "coordinator")
    assert asked.html.startswith(
        "<b>Это объявление. Занести в работы?</b>\nЧто: отключение воды\nГде: Конаково, улица Баскакова\n"
        "Когда: чт 26 ноября, 10:00 – чт 26 ноября, 17:00"
    )
    assert labels(asked) == [["Занести"], ["Это обращение", "Не то"], ["Открыть пост"]]


async def test_one_press_makes_the_works_and_the_second_none(town: Phones) -> None:
    post = await announce(town)
    await town.press("coordinator", button(AnnouncedDo.ENTER, post))
    async with town.town.storage.transaction() as tx:
        (works,) = await tx.works.after(town.town.clock.now())
    assert (works.family, works.since, works.until, works.text) == ("water", at(10, day=26), at(17, day=26), "отключение воды")
    assert [each.street_id for each in works.places] == ["st-konakovo-baskakova"]
    assert await town.press("coordinator", button(AnnouncedDo.ENTER, post)) == "Эти работы уже занесены: /works"
    assert (await town.press("head", button(AnnouncedDo.ENTER, post)) or "").startswith("Работы заносят отделы и координатор")


async def test_whoever_says_that_it_is_an_appeal_opens_it(town: Phones) -> None:
    post = await announce(town)
    async with town.town.storage.transaction() as tx:
        outcome = await overrule(tx, town.town.policy, post.id, by=town.town.who("coordinator"), now=town.town.clock.now())
    assert outcome.incident is not None


async def test_one_press_opens_the_card_of_a_complaint_and_the_second_none(town: Phones) -> None:
    post = await announce(town)
    assert (await town.press("head", button(AnnouncedDo.APPEAL, post)) or "") not in {"", "Взяли в работу"}
    toast = await town.press("coordinator", button(AnnouncedDo.APPEAL, post), message_id=70)
    async with town.town.storage.transaction() as tx:
        (incident,) = await tx.incidents.unfinished()
        assert await tx.voices.incident_of(post.id) == incident.id
    assert toast == f"Взяли в работу № {incident.number}"
    assert [row.params["edit"] for row in await town.town.rows() if row.code == "delete"] == [70]
    assert await town.press("coordinator", button(AnnouncedDo.APPEAL, post)) == "Это сообщение уже на карточке. Найти её: /find"


async def test_no_takes_the_message_away(town: Phones) -> None:
    post = await announce(town)
    assert await town.press("coordinator", button(AnnouncedDo.OTHER, post), message_id=70) == "Не заносим"
    assert [row.params["edit"] for row in await town.town.rows() if row.code == "delete"] == [70]
    async with town.town.storage.transaction() as tx:
        assert await tx.works.after(town.town.clock.now()) == []


async def test_what_lacks_a_day_says_so_and_offers_no_press(town: Phones) -> None:
    post = await announce(town, "Уважаемые жители! В связи с ремонтом будет отключена холодная вода на улице Баскакова")
    asked = await read(town, "works_announced", "coordinator")
    assert "В работы само не занести: нет даты: напишите, например, 25.11.2026. Нужно? Занесите сами: /works" in asked.html
    assert labels(asked) == [["Это обращение", "Не то"], ["Открыть пост"]]
    assert (await town.press("coordinator", button(AnnouncedDo.ENTER, post)) or "").startswith("Занести не получится: нет даты")


async def test_a_comment_and_a_danger_are_taken_in_as_ever(town: Phones) -> None:
    first = await town.town.write("Нет воды")
    comment = await town.town.write(TEXT, external_id="wall-1_1_r3", parent_external_id=first.post.external_id)
    for post, read_as in ((comment, reading()), (await town.town.write(TEXT), reading(danger=True))):
        assert (await town.town.take(post, read_as)).incident is not None
