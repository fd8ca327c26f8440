"""Sentences of residents that went astray once: on whose phone, with which place and which doubt each of them stands."""

from collections.abc import AsyncIterator

import pytest

from incidents.answers.reactions import Tone
from incidents.answers.thanks import is_thanks
from incidents.incident import Act, Doubt
from tests.kit.phones import Phones
from tests.kit.promises import published
from tests.kit.sentences import WALL, reader, staffed, write

PIT = "Спасибо, что не забыли про нашу яму на Диева, ей скоро 5 лет"
LAMP = "Спасибо коммунальщикам, быстро починили фонарь на Пригородной"
SLIPPED = "Редкино, ул. Парковая 3, упала на льду, увезли в больницу"


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with staffed(sqlite_url) as hands:
        yield hands


@pytest.mark.parametrize("text", ["свет дадут сегодня? Новозавидовский", "гагарина8 нетводы", "что с водой в Изоплите"])
async def test_what_has_no_card_can_be_read_and_taken_in_missed(hands: Phones, text: str) -> None:
    heard = await write(hands, text)
    assert heard.incident is not None or text in await heard.missed()


@pytest.mark.parametrize(
    "text",
    [
        "свет дадут сегодня? Новозавидовский",
        "гагарина8 нетводы",
        "что с водой в Изоплите",
    ],
)
async def test_a_question_of_four_words_is_doubtful_at_least(hands: Phones, text: str) -> None:
    heard = await write(hands, text)
    assert heard.incident is not None or "сомнительных 1" in await heard.missed()


async def test_thanks_for_a_trouble_that_stays_are_doubted(hands: Phones) -> None:
    heard = await write(hands, PIT)
    assert heard.incident is not None and not is_thanks(heard.incident)
    assert (heard.incident.doubt, "roads" in heard.phones) == (Doubt.PRAISE, True)
    assert "Похвала с упрёком? Не ваше? Верните, в счёт не пойдёт" in await heard.on("roads")


@pytest.mark.parametrize("text", [LAMP, "Спасибо дворникам, убрали снег на Баскакова", "Спасибо, вывезли мусор на Гагарина"])
async def test_praise_of_a_deed_done_is_never_a_complaint(hands: Phones, text: str) -> None:
    heard = await write(hands, text)
    assert heard.incident is not None
    assert is_thanks(heard.incident) or heard.incident.doubt is Doubt.PRAISE


@pytest.mark.parametrize(
    ("text", "tones"),
    [
        ("Спасибо за оперативность, всего-то три недели прошло", [Tone.SARCASM]),
        ("Ну-ну, верим, как в прошлый раз", [Tone.SARCASM]),
    ],
)
async def test_a_sting_after_our_answer_is_no_thanks(hands: Phones, text: str, tones: list[Tone]) -> None:
    desk = hands.town
    pit = "На улице Энергетиков у дома 29 яма на дороге уже месяц, когда заделают?"
    post = await desk.write(pit, author_id="77")
    incident = (await desk.take(post, reader().read(pit, community=WALL))).incident
    assert incident is not None
    await desk.act(incident.id, Act.ACCEPT, "roads")
    answer = "Здравствуйте! До 30 ноября яму заделаем. Отвечает отдел дорожного хозяйства."
    await published(hands, await desk.sent(incident.id, "roads", answer))
    under = {"external_id": f"{post.post.external_id}_r9", "parent_external_id": post.post.external_id, "author_id": "77"}
    await desk.take(await desk.write(text, **under), reader().read(text, community=WALL, parent_text=pit, answer=answer))
    async with desk.storage.transaction() as tx:
        assert [each.tone for each in await tx.reactions.of(incident.id)] == tones


@pytest.mark.xfail(strict=True, reason="weights: ecology_air 0.72, though nothing smells")
async def test_what_names_no_trouble_is_asked_about_its_topic(hands: Phones) -> None:
    heard = await write(hands, "Ужас что творится у Пятёрочки, опять то же самое, примите меры")
    assert heard.incident is not None and heard.incident.doubt is Doubt.TOPIC


@pytest.mark.parametrize("text", ["на улице мороз, а в подъезде окно выбито", "в квартире +17, на улице мороз"])
async def test_frost_in_the_street_is_no_street_and_no_second_question(hands: Phones, text: str) -> None:
    heard = await write(hands, text)
    assert heard.incident is not None and heard.incident.place.street is None
    assert (heard.department, heard.incident.doubt is Doubt.QUESTIONS) == ("housing", False)


@pytest.mark.parametrize(
    ("text", "department", "street"),
    [
        ("каток во дворе, ходить невозможно", "improvement", None),
        ("на дороге каток, Учебная, никто не посыпает", "roads", "улица Учебная"),
    ],
)
async def test_a_yard_that_is_a_rink_is_no_ice_arena(hands: Phones, text: str, department: str, street: str | None) -> None:
    heard = await write(hands, text)
    assert heard.incident is not None and heard.department == department
    assert (heard.incident.place.landmark, heard.incident.place.street) == (None, street)


async def test_a_hospital_of_another_town_to_which_somebody_was_taken_is_no_landmark(hands: Phones) -> None:
    heard = await write(hands, SLIPPED)
    assert heard.incident is not None
    place = heard.incident.place
    assert (place.settlement, place.street, place.house, place.landmark) == ("Редкино", "улица Парковая", "3", None)


async def test_when_there_will_be_gas_is_one_question_in_whatever_words(hands: Phones) -> None:
    first = await write(hands, "Когда проведут газ в Селиховское сельское поселение?")
    again = await write(hands, "В Селиховском поселении когда будет газ?")
    assert first.incident is not None and again.incident is not None
    assert (first.incident.topic, again.incident.id) == ("energy_gasification", first.incident.id)
    assert again.reading.topic == "energy_gasification"


async def test_which_roads_are_in_the_programme_is_a_question_to_roads(hands: Phones) -> None:
    heard = await write(hands, "Какие именно дороги Конаковского округа включены в программу?")
    assert heard.incident is not None and "roads" in heard.phones
    assert heard.incident.place.settlement == "Конаковский муниципальный округ"


@pytest.mark.xfail(strict=True, reason="weights: roads_potholes 0.37, the likeliest of many")
async def test_which_roads_are_in_the_programme_is_no_pothole(hands: Phones) -> None:
    heard = await write(hands, "Какие именно дороги Конаковского округа включены в программу?")
    assert heard.reading.topic != "roads_potholes"
