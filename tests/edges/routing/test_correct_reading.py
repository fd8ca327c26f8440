"""«Тема и место»: chosen by a button, by a word, by a point of the map; kept for learning; routed and timed anew."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.routing.buttons import TopicButton
from handlers.routing.correct_reading import NO_PLACE, NO_POINT, NO_TOPIC, OLD
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, Status, Untold
from incidents.routing.reading_corrections import CorrectionKind
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import STICKER, Phones, phones
from tests.kit.published_answers import publish
from tests.kit.said import said as told
from tests.kit.values.samples import place

UNSURE: dict[str, Any] = {  # Any: fields of a Reading
    "group": "housing",
    "groups": (("housing", 0.3), ("roads", 0.28)),
    "topic": "housing_no_heating",
    "topics": (("housing_no_heating", 0.3), ("roads_potholes", 0.28)),
}


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


async def open_one(desk: Phones, **read: Any) -> Incident:  # Any: fields of a Reading
    incident = await desk.town.open("Непонятно что на Белавинской", **read)
    await desk.town.sweep_outbox()
    return incident


async def card(desk: Phones, press: Press, id: IncidentId, by: str = "coordinator") -> str | None:
    return await desk.press(by, CardButton(press=press, incident=id))


async def choose(desk: Phones, menu: Menu, id: IncidentId, choice: str, by: str = "coordinator") -> str | None:
    return await desk.press(by, MenuButton(menu=menu, incident=id, choice=choice))


async def said(desk: Phones) -> list[tuple[str, str]]:
    """Codes and texts of what waits to be said."""
    return await told(desk.town)


async def learned(desk: Phones) -> list[tuple[CorrectionKind, str, str]]:
    async with desk.town.storage.transaction() as tx:
        return [(each.kind, each.before, each.after) for each in await tx.corrections.all()]


async def test_one_of_the_two_topics_routes_the_card_and_is_learned(desk: Phones) -> None:
    incident = await open_one(desk, **UNSURE)
    assert (incident.doubt, incident.department_id, incident.proposed_id) == (Doubt.TOPIC, HOUSING, ROADS)
    toast = await desk.press("coordinator", TopicButton(incident=incident.id, topic="roads_potholes"))
    assert toast is not None and toast.startswith("Запомнили: ямы")
    after = await desk.town.incident(incident.id)
    assert (after.group, after.topic, after.department_id, after.status) == ("roads", "roads_potholes", ROADS, Status.ASSIGNED)
    assert after.doubt is None and "тему исправили" in after.route_because
    assert await learned(desk) == [(CorrectionKind.TOPIC, "housing_no_heating", "roads_potholes")]
    assert desk.town.chat("ann") in await desk.town.cards(incident.id)


async def test_the_likelier_topic_may_be_confirmed(desk: Phones) -> None:
    incident = await open_one(desk, **UNSURE)
    await desk.press("coordinator", TopicButton(incident=incident.id, topic="housing_no_heating"))
    after = await desk.town.incident(incident.id)
    assert (after.department_id, after.status) == (HOUSING, Status.ASSIGNED)
    assert CorrectionKind.TOPIC not in {kind for kind, _, _ in await learned(desk)}
    assert await desk.press("coordinator", TopicButton(incident=incident.id, topic="housing_no_heating")) == "Так уже и есть"


async def test_another_topic_is_found_by_groups(desk: Phones) -> None:
    incident = await open_one(desk)
    await card(desk, Press.TOPIC, incident.id)
    assert [code for code, _ in await said(desk)] == ["menu_groups"]
    await card(desk, Press.TOPIC_PLACE, incident.id)
    assert [code for code, _ in await said(desk)] == ["menu_tp"]
    await choose(desk, Menu.CORRECT, incident.id, "topic")
    ((code, text),) = await said(desk)
    assert code == "menu_groups" and "1. Безопасность и правопорядок" in text
    await choose(desk, Menu.GROUPS, incident.id, "+1")
    ((_, text),) = await said(desk)
    assert "9. " in text and "1. Безопасность" not in text
    await choose(desk, Menu.GROUPS, incident.id, "housing")
    ((code, text),) = await said(desk)
    assert code == "menu_topics" and "ЖКХ: какая тема" in text
    await choose(desk, Menu.GROUPS, incident.id, "housing~1")
    await choose(desk, Menu.TOPICS, incident.id, "housing_no_heating")
    after = await desk.town.incident(incident.id)
    assert (after.topic, after.department_id) == ("housing_no_heating", HOUSING)


async def test_the_coordinator_says_that_it_is_a_suggestion_and_that_it_is_none(desk: Phones) -> None:
    incident = await open_one(desk)
    toast = await choose(desk, Menu.CORRECT, incident.id, "suggestion")
    assert toast == "Теперь это предложение, срок по его норме"
    wish = await desk.town.incident(incident.id)
    assert (wish.suggestion, wish.answer_by, wish.accept_by) == (True, incident.clock_from + timedelta(days=30), None)
    assert (wish.topic, wish.department_id, wish.status) == (incident.topic, incident.department_id, incident.status)
    assert await choose(desk, Menu.CORRECT, incident.id, "suggestion") == "Так уже и есть"
    assert await choose(desk, Menu.CORRECT, incident.id, "trouble", by="ann") is not None
    desk.town.clock.move(minutes=30)
    assert await choose(desk, Menu.CORRECT, incident.id, "trouble") == "Теперь это не предложение, срок пошёл заново"
    trouble = await desk.town.incident(incident.id)
    assert (trouble.suggestion, trouble.clock_from) == (False, desk.town.clock.now())
    assert trouble.accept_by is not None and trouble.answer_by is not None and trouble.answer_by < wish.clock_from + timedelta(days=5)
    assert await learned(desk) == []


async def test_another_topic_is_found_by_a_word_and_the_question_stays_until_it_is_chosen(desk: Phones) -> None:
    incident = await open_one(desk)
    await choose(desk, Menu.GROUPS, incident.id, "?")
    assert [code for code, _ in await said(desk)] == ["ask_topic"]
    await desk.type("coordinator", "ыщгшщ")
    assert await said(desk) == [("refusal", NO_TOPIC)]
    await desk.type("coordinator", "светофор")
    ((code, text),) = await said(desk)
    assert code == "menu_found" and "ветофор" in text
    await choose(desk, Menu.TOPICS, incident.id, "roads_traffic_lights")
    assert (await desk.town.incident(incident.id)).topic == "roads_traffic_lights"
    await desk.town.sweep_outbox()
    await desk.type("coordinator", "светофор")
    assert [code for code, _ in await said(desk)] == ["not_understood"]


async def test_a_place_in_words_moves_the_card_on(desk: Phones) -> None:
    incident = await open_one(desk, main=place())
    assert incident.doubt is Doubt.PLACE
    await card(desk, Press.PLACE, incident.id)
    ((code, text),) = await said(desk)
    assert code == "ask_place" and "точку на карте" in text
    await desk.type("coordinator", "Редкино, школа 3")
    ((code, text),) = await said(desk)
    assert code == "corrected" and "Запомнили: вода на дороге, Редкино, Школа №3" in text and "отдел" in text
    after = await desk.town.incident(incident.id)
    assert (after.place.landmark, after.place_id, after.department_id) == ("Школа №3", "i-school-redkino3", ROADS)
    assert after.lat is not None and after.doubt is None and "место указали" in after.route_because
    assert await learned(desk) == [(CorrectionKind.PLACE, "", "i-school-redkino3")]


async def test_where_words_fit_several_places_one_is_chosen(desk: Phones) -> None:
    incident = await open_one(desk, main=place())
    await card(desk, Press.PLACE, incident.id)
    await said(desk)
    await desk.type("coordinator", "лесная 12а")
    ((code, text),) = await said(desk)
    assert code == "menu_spots" and "2. Редкино, ул. Лесная, 12А" in text
    assert await choose(desk, Menu.SPOTS, incident.id, "9") == OLD
    toast = await choose(desk, Menu.SPOTS, incident.id, "1")
    assert toast == "Запомнили: вода на дороге, Редкино, улица Лесная"
    after = await desk.town.incident(incident.id)
    assert (after.place_id, after.place.house) == ("st-redkino-lesnaya", "12А")
    assert await choose(desk, Menu.SPOTS, incident.id, "0") == OLD


async def test_a_point_of_the_map_is_a_place_and_one_elsewhere_is_not(desk: Phones) -> None:
    incident = await open_one(desk, main=place())
    await card(desk, Press.PLACE, incident.id)
    await said(desk)
    await desk.type("coordinator", None, location={"latitude": 55.75, "longitude": 37.61})
    assert await said(desk) == [("refusal", NO_POINT)]
    await desk.type("coordinator", None, sticker=STICKER)
    assert [code for code, _ in await said(desk)] == ["place_wanted"]
    assert (await desk.town.incident(incident.id)).version == incident.version
    await desk.type("coordinator", None, location={"latitude": 56.6441, "longitude": 36.2955})
    after = await desk.town.incident(incident.id)
    assert (after.place.settlement, after.lat, after.lon) == ("Редкино", 56.6441, 36.2955)


async def test_a_settlement_of_the_list(desk: Phones) -> None:
    incident = await open_one(desk, main=place(street="улица Лесная"))
    await choose(desk, Menu.CORRECT, incident.id, "place")
    await choose(desk, Menu.TOWNS, incident.id, "+3")
    assert ("menu_towns", True) in [(code, "Страница 4 из 13" in text) for code, text in await said(desk)]
    await choose(desk, Menu.TOWNS, incident.id, "s-redkino")
    after = await desk.town.incident(incident.id)
    assert (after.place_id, after.place.street) == ("st-redkino-lesnaya", "улица Лесная")
    assert await choose(desk, Menu.TOWNS, incident.id, "s-atlantis") == NO_PLACE


async def test_a_place_that_is_nowhere_leaves_the_question_open_and_changes_nothing(desk: Phones) -> None:
    incident = await open_one(desk, main=place())
    await card(desk, Press.PLACE, incident.id)
    await said(desk)
    await desk.type("coordinator", "тридевятое царство")
    assert await said(desk) == [("refusal", NO_PLACE)]
    assert await desk.town.incident(incident.id) == incident
    await desk.type("coordinator", "Козлово")
    assert (await desk.town.incident(incident.id)).place.settlement == "Козлово"


async def test_a_topic_of_an_accepted_card_moves_it_only_where_another_department_has_it(desk: Phones) -> None:
    incident = await open_one(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.press("coordinator", TopicButton(incident=incident.id, topic="roads_potholes"))
    same = await desk.town.incident(incident.id)
    assert (same.status, same.holder_id, same.topic) == (Status.ACCEPTED, desk.town.who("ann").id, "roads_potholes")
    await desk.press("coordinator", TopicButton(incident=incident.id, topic="housing_no_heating"))
    moved = await desk.town.incident(incident.id)
    assert (moved.status, moved.holder_id, moved.department_id) == (Status.ASSIGNED, None, HOUSING)


async def test_what_an_answered_card_is_about_is_corrected_where_it_stands(desk: Phones) -> None:
    incident = await open_one(desk)
    await publish(desk.town, await desk.town.sent(incident.id, "ann"))
    await desk.press("coordinator", TopicButton(incident=incident.id, topic="housing_no_heating"))
    after = await desk.town.incident(incident.id)
    assert (after.status, after.department_id, after.topic) == (Status.ANSWERED, ROADS, "housing_no_heating")


async def test_a_topic_without_a_place_leaves_the_place_in_doubt(desk: Phones) -> None:
    incident = await open_one(desk, **{**UNSURE, "main": place()})
    await desk.press("coordinator", TopicButton(incident=incident.id, topic="roads_potholes"))
    after = await desk.town.incident(incident.id)
    assert (after.status, after.doubt, after.topic, after.department_id) == (Status.ASSIGNED, Doubt.PLACE, "roads_potholes", ROADS)


async def test_who_may_not_and_what_is_closed(desk: Phones) -> None:
    incident = await open_one(desk)
    press = TopicButton(incident=incident.id, topic="roads_potholes")
    assert await desk.press("ann", press) == "Это решает координатор. Напишите ему, он поможет"
    assert await card(desk, Press.PLACE, incident.id, by="ann") == "Это решает координатор. Напишите ему, он поможет"
    assert (
        await desk.press("coordinator", TopicButton(incident=incident.id, topic="no_such"))
        == "Такой темы у нас больше нет. Выберите другую"
    )
    await desk.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert "Закрыто в" in (await desk.press("coordinator", press) or "")
    assert (await desk.town.incident(incident.id)).topic == incident.topic


async def test_a_correction_is_taken_back_with_what_it_taught(desk: Phones) -> None:
    incident = await open_one(desk)
    await desk.press("coordinator", TopicButton(incident=incident.id, topic="housing_no_heating"))
    await card(desk, Press.UNDO, incident.id)
    after = await desk.town.incident(incident.id)
    assert (after.topic, after.department_id, after.status) == (incident.topic, ROADS, Status.ASSIGNED)
    kind = CorrectionKind.TOPIC
    assert await learned(desk) == [(kind, incident.topic, "housing_no_heating"), (kind, "housing_no_heating", incident.topic)]
