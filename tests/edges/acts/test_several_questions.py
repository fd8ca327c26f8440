"""Several questions in one post: C6, one answer of several departments, or cards of their own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.routing.buttons import BY_WORD
from incidents.desk.acts.several_questions import LEARNS, ONE
from incidents.desk.routing import modes
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, Doubt, Incident, Status, Voice
from incidents.official import Mode, Role
from incidents.reading import DangerGrade, Part
from incidents.routing.rules import Rule
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.event_log import is_intact
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.published_answers import publish
from tests.kit.said import card, messages, said
from tests.kit.values.samples import department, place

TEXT = "Дороги нет, яма на яме. А ещё в доме холодно, батареи чуть живые. И воздух: завод дымит"
ECOLOGY = DepartmentId("ecology")
PARTS = (
    Part(group="roads", topic="roads_potholes", span=(0, 23), score=0.9),
    Part(group="housing", topic="housing_no_heating", span=(24, 65), score=0.9),
)
AIR = Part(group="ecology", topic="ecology_air", span=(66, 88), score=0.9)
READ: dict[str, Any] = {"group": "roads", "topic": "roads_potholes", "parts": PARTS}  # Any: fields of a Reading


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


async def several(desk: Phones, **read: Any) -> Incident:  # Any: fields of a Reading
    return await desk.town.open(TEXT, **{**READ, **read})


async def press(desk: Phones, what: Press, id: IncidentId, by: str = "coordinator") -> str | None:
    return await desk.press(by, CardButton(press=what, incident=id))


async def choose(desk: Phones, menu: Menu, id: IncidentId, choice: str, by: str = "coordinator") -> str | None:
    return await desk.press(by, MenuButton(menu=menu, incident=id, choice=choice))


async def voices(desk: Phones, id: IncidentId) -> list[Voice]:
    async with desk.town.storage.transaction() as tx:
        return list(await tx.voices.of(id))


async def open_ones(desk: Phones) -> list[Incident]:
    async with desk.town.storage.transaction() as tx:
        return sorted(await tx.incidents.unfinished(), key=lambda each: each.number)


async def set_mode(desk: Phones, id: DepartmentId, mode: Mode) -> None:
    async with desk.town.storage.transaction() as tx:
        await tx.modes.set(id, mode, until=None, since=desk.town.clock.now())


async def test_three_questions_of_a_department_on_a_leash_come_to_the_coordinator_and_to_nobody_else(desk: Phones) -> None:
    await desk.town.enrol("eve", Role.EXECUTOR, ECOLOGY)
    await set_mode(desk, ROADS, Mode.COORDINATOR)
    incident = await several(desk, parts=(*PARTS, AIR))
    assert (incident.status, incident.doubt, incident.department_id) == (Status.NEW, Doubt.QUESTIONS, None)
    assert await desk.town.cards(incident.id) == {desk.town.chat("coordinator")}
    text, buttons = await card(desk.town, incident.id, "coordinator")
    assert text.splitlines()[0].startswith("Три вопроса в одном сообщении · Конаково")
    assert "Ответить до " in text and "Один ответ может собрать отдел дорожного хозяйства" in text
    assert "Собрать один ответ, разделить на отдельные карточки или отдать всё одному отделу?" in text
    assert "Ямы на дороге: отдел дорожного хозяйства\nХолодно в квартирах: отдел ЖКХ\n" in text
    assert "отдел экологии" in text
    assert buttons == ["Собрать ответ", "Разделить", "Один отдел", "Открыть пост", "Ещё…"]


async def test_one_department_collects_and_the_others_are_asked_for_facts(desk: Phones) -> None:
    incident = await several(desk)
    await desk.town.sweep_outbox()
    toast = await press(desk, Press.GATHER, incident.id)
    assert toast == "Ждём факты: отдел ЖКХ. Жителю выйдет один ответ"
    after = await desk.town.incident(incident.id)
    assert (after.department_id, after.co_departments, after.doubt) == (ROADS, (HOUSING,), None)
    assert (after.status, (await desk.town.acts(incident.id))[-2:]) == (Status.ASSIGNED, [Act.ASSIGN, Act.COLLECT])
    assert {desk.town.chat("ann"), desk.town.chat("olga")} <= await desk.town.cards(incident.id)
    theirs, buttons = await card(desk.town, incident.id, "olga")
    assert theirs.startswith("Два вопроса в одном сообщении") and "Нужны ваши факты до 12:14" in theirs
    assert "Холодно в квартирах: отдел ЖКХ, ждём до 12:14" in theirs
    assert buttons[0] == "Дать факты"
    await desk.town.act(incident.id, Act.FACTS, "olga", words="Насос чинят, тепло вечером")
    mine, _ = await card(desk.town, incident.id, "ann")
    assert "Жителю выйдет один ответ, собирает отдел дорожного хозяйства" in mine
    assert "Ямы на дороге: отдел дорожного хозяйства, собирает ответ" in mine
    assert "Холодно в квартирах: отдел ЖКХ, факты есть ✓: «Насос чинят, тепло вечером»" in mine
    assert await press(desk, Press.GATHER, incident.id) == ONE


async def test_a_post_is_parted_into_cards_and_the_region_counts_it_once(desk: Phones) -> None:
    incident = await several(desk)
    await desk.town.sweep_outbox()
    await press(desk, Press.SPLIT, incident.id)
    ((code, text),) = await said(desk.town)
    assert code == "menu_sparts" and "Разделить на две карточки?" in text
    assert "под постом выйдут два ответа. Регион считает пост один раз, по № 1" in text
    assert len(await open_ones(desk)) == 1
    assert await choose(desk, Menu.SPLIT_PARTS, incident.id, "all") == "Отделили № 2: свой срок и свой ответ"
    first, second = await open_ones(desk)
    assert (first.id, first.topic, first.department_id, first.doubt) == (incident.id, "roads_potholes", ROADS, None)
    assert (second.topic, second.department_id, second.status) == ("housing_no_heating", HOUSING, Status.ASSIGNED)
    assert (second.answer_by, second.place) == (first.answer_by, first.place)
    (whole,), (part,) = await voices(desk, first.id), await voices(desk, second.id)
    assert whole.post_id == part.post_id and (whole.is_part, part.is_part) == (False, True)
    text, buttons = await card(desk.town, second.id, "olga")
    assert text.startswith("Холодно в квартирах · Конаково") and "В этом же сообщении спросили о другом: № 1" in text
    assert buttons[0] == "Принять"
    assert "спросили о другом: № 2" in (await card(desk.town, first.id, "ann"))[0]
    async with desk.town.storage.transaction() as tx:
        assert await tx.voices.incident_of(whole.post_id) == first.id
        assert await tx.voices.count_by_incident(first.opened_at, first.opened_at.replace(year=2030)) == {first.id: 1}
        assert [each.incident_id for each in await tx.region.unknown(since=first.opened_at)] == [first.id]
        assert is_intact(second.id, await tx.log.chain(second.id)) and is_intact(first.id, await tx.log.chain(first.id))
    assert await choose(desk, Menu.SPLIT_PARTS, incident.id, "all") is not None
    assert len(await open_ones(desk)) == 2


async def test_the_buttons_of_the_region_stand_on_the_card_that_it_counts(desk: Phones) -> None:
    incident = await several(desk)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    _, second = await open_ones(desk)
    for what in (Press.REGION, Press.REGION_NUMBER):
        toast = await press(desk, what, second.id)
        assert toast == "Регион считает этот пост один раз: номер и «внесено» стоят на карточке № 1"
    assert (await desk.town.incident(second.id)).version == second.version


async def test_each_card_of_a_parted_post_is_answered_by_itself(desk: Phones) -> None:
    incident = await several(desk)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    first, second = await open_ones(desk)
    warm = await publish(desk.town, await desk.town.sent(second.id, "olga", "Насос заменили, тепло с 18:00"))
    assert (warm.post_id, (await desk.town.incident(second.id)).status) == ((await voices(desk, first.id))[0].post_id, Status.ANSWERED)
    assert (await voices(desk, second.id))[0].answered_at is not None
    assert ((await voices(desk, first.id))[0].answered_at, (await desk.town.incident(first.id)).answered_at) == (None, None)
    await publish(desk.town, await desk.town.sent(first.id, "ann", "Яму заделаем 27 ноября"))
    assert (await voices(desk, first.id))[0].answered_at is not None


async def test_a_part_goes_back_by_a_merge_and_nothing_is_said_twice(desk: Phones) -> None:
    incident = await several(desk)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    first, second = await open_ones(desk)
    await desk.town.act(second.id, Act.MERGE, "coordinator", into=first.id)
    assert [each.is_part for each in await voices(desk, first.id)] == [False]
    assert (await desk.town.incident(second.id)).status is Status.CLOSED
    assert "спросили о другом" not in (await card(desk.town, first.id, "ann"))[0]
    await press(desk, Press.UNDO, second.id)
    assert (await desk.town.incident(second.id)).status is Status.ASSIGNED
    assert len(await voices(desk, second.id)) == 1


async def test_the_whole_goes_into_its_part_and_the_region_follows(desk: Phones) -> None:
    incident = await several(desk)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    first, second = await open_ones(desk)
    await desk.town.act(first.id, Act.MERGE, "coordinator", into=second.id)
    assert [each.is_part for each in await voices(desk, second.id)] == [False]
    async with desk.town.storage.transaction() as tx:
        assert [each.incident_id for each in await tx.region.unknown(since=first.opened_at)] == [second.id]


async def test_a_part_that_joins_another_card_moves_there_and_back(desk: Phones) -> None:
    incident = await several(desk)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    first, second = await open_ones(desk)
    other = await desk.town.open("Редкино, на Лесной холодно", main=place("Редкино", "Лесная"), topic="housing_no_heating", group="housing")
    await desk.town.act(second.id, Act.MERGE, "coordinator", into=other.id)
    assert [each.is_part for each in await voices(desk, other.id)] == [True, False]
    assert await voices(desk, second.id) == []
    await press(desk, Press.UNDO, second.id)
    assert len(await voices(desk, other.id)) == len(await voices(desk, second.id)) == 1
    assert len(await voices(desk, first.id)) == 1


async def test_one_department_takes_all_questions_the_ordinary_way(desk: Phones) -> None:
    incident = await several(desk)
    await desk.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    after = await desk.town.incident(incident.id)
    assert (after.department_id, after.doubt, after.status) == (HOUSING, None, Status.ASSIGNED)
    assert not (await card(desk.town, incident.id, "olga"))[0].startswith("Два вопроса")


async def test_the_coordinator_names_a_second_question_that_the_reader_did_not_see(desk: Phones) -> None:
    incident = await desk.town.open("На Белавинской вода, и собаки")
    await desk.town.sweep_outbox()
    await press(desk, Press.SPLIT, incident.id)
    ((code, menu),) = await messages(desk.town)
    assert code == "menu_sparts" and "О чём ещё спросили?" in menu.html
    assert "Найти по слову" not in [button.label for row in menu.rows for button in row]
    await choose(desk, Menu.SPLIT_GROUPS, incident.id, "animals")
    ((code, menu),) = await messages(desk.town)
    assert code == "menu_stopics"
    await desk.press("coordinator", next(b.data or "" for row in menu.rows for b in row if "animals_stray" in (b.data or "")))
    first, second = await open_ones(desk)
    assert (first.topic, first.department_id, second.topic) == ("roads_drainage", ROADS, "animals_stray")
    assert (await voices(desk, second.id))[0].is_part
    toast = await choose(desk, Menu.SPLIT_TOPICS, incident.id, "animals_stray")
    assert toast == "Карточка на эту тему у сообщения уже есть. Выберите другую тему"
    assert await choose(desk, Menu.SPLIT_TOPICS, incident.id, "no_such") == "Такой темы у нас больше нет. Выберите другую"
    assert len(await open_ones(desk)) == 2


async def test_from_the_menu_of_parts_another_topic_is_reached_and_settles_it_too(desk: Phones) -> None:
    incident = await several(desk)
    await desk.town.sweep_outbox()
    await choose(desk, Menu.SPLIT_PARTS, incident.id, BY_WORD)
    ((code, _),) = await messages(desk.town)
    assert code == "menu_sgroups"
    await choose(desk, Menu.SPLIT_TOPICS, incident.id, "animals_stray")
    first, second = await open_ones(desk)
    assert (first.doubt, first.department_id, second.topic) == (None, ROADS, "animals_stray")


@pytest.mark.parametrize("by", ["ann", "observer", "head"])
async def test_who_is_no_coordinator_neither_gathers_nor_parts(desk: Phones, by: str) -> None:
    incident = await several(desk)
    for toast in (
        await press(desk, Press.GATHER, incident.id, by=by),
        await press(desk, Press.SPLIT, incident.id, by=by),
        await choose(desk, Menu.SPLIT_PARTS, incident.id, "all", by=by),
        await choose(desk, Menu.SPLIT_TOPICS, incident.id, "animals_stray", by=by),
    ):
        assert toast
    assert len(await open_ones(desk)) == 1
    assert (await desk.town.incident(incident.id)).version == incident.version


async def test_a_danger_among_the_questions_goes_at_once_and_the_rest_waits_for_the_coordinator(desk: Phones) -> None:
    now = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "яма на яме"}
    hot = (Part(group="roads", topic="roads_potholes", span=(0, 23), score=0.9, danger=True), PARTS[1])
    incident = await several(desk, parts=hot, **now)
    assert (incident.status, incident.department_id, incident.doubt) == (Status.ASSIGNED, ROADS, Doubt.QUESTIONS)
    assert {desk.town.chat("ann"), desk.town.chat("duty"), desk.town.chat("coordinator")} <= await desk.town.cards(incident.id)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    after = await desk.town.incident(incident.id)
    assert (after.status, after.doubt) == (Status.ACCEPTED, Doubt.QUESTIONS)
    text, _ = await card(desk.town, incident.id, "coordinator")
    assert text.startswith("⚠️ ОПАСНО") and "Холодно в квартирах: отдел ЖКХ" in text
    assert "Возможно, и холодно в квартирах, об этом решает координатор" in (await card(desk.town, incident.id, "ann"))[0]
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    first, second = await open_ones(desk)
    assert (first.danger_grade, first.status, first.doubt) == (DangerGrade.NOW, Status.ACCEPTED, None)
    assert (second.danger_grade, second.department_id) == (None, HOUSING)


async def test_a_danger_beside_the_questions_keeps_its_card_and_each_question_gets_one(desk: Phones) -> None:
    beside = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "искрит", "group": "energy", "topic": "energy_wires"}
    incident = await several(desk, **beside)
    assert (incident.topic, incident.doubt) == ("energy_wires", Doubt.QUESTIONS)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    first, *others = await open_ones(desk)
    assert (first.topic, first.danger_grade, first.department_id) == ("energy_wires", DangerGrade.NOW, incident.department_id)
    assert [(each.topic, each.danger_grade) for each in others] == [("roads_potholes", None), ("housing_no_heating", None)]


async def test_rules_that_changed_meanwhile_say_who_collects(desk: Phones) -> None:
    await desk.town.enrol("eve", Role.EXECUTOR, ECOLOGY)
    await set_mode(desk, ROADS, Mode.COORDINATOR)
    incident = await several(desk)
    ruled = [
        Rule(number=1, title="дороги", department_id=ECOLOGY, groups=frozenset({"roads"})),
        Rule(number=2, title="ЖКХ", department_id=HOUSING, groups=frozenset({"housing"})),
    ]
    async with desk.town.storage.transaction() as tx:
        await tx.rules.put(ruled)
    await press(desk, Press.GATHER, incident.id)
    after = await desk.town.incident(incident.id)
    assert (after.department_id, after.co_departments) == (ECOLOGY, (HOUSING,))


async def test_a_risk_keeps_the_choice_beside_it_and_one_department_may_keep_it_all(desk: Phones) -> None:
    risk = {"danger": True, "danger_grade": DangerGrade.RISK, "danger_words": "яма"}
    incident = await several(desk, **risk)
    assert (incident.department_id, incident.doubt) == (ROADS, Doubt.QUESTIONS)
    _, buttons = await card(desk.town, incident.id, "coordinator")
    assert buttons[:3] == ["Собрать ответ", "Разделить", "Один отдел"]
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=ROADS)
    after = await desk.town.incident(incident.id)
    assert (after.status, after.doubt, after.holder_id) == (Status.ACCEPTED, None, desk.town.who("ann").id)


async def test_a_corrected_place_keeps_the_questions_and_a_corrected_topic_ends_them(desk: Phones) -> None:
    incident = await several(desk)
    spot = desk.town.policy.places.find("Редкино", near=None)[0]
    await desk.town.act(incident.id, Act.CORRECT_PLACE, "coordinator", place=spot)
    assert (await desk.town.incident(incident.id)).doubt is Doubt.QUESTIONS
    await desk.town.act(incident.id, Act.CORRECT_TOPIC, "coordinator", topic="housing_no_heating")
    after = await desk.town.incident(incident.id)
    assert (after.doubt, after.department_id) == (None, HOUSING)


async def test_a_trial_week_of_the_leading_department_keeps_the_card_and_of_another_one_its_question(desk: Phones) -> None:
    await set_mode(desk, HOUSING, Mode.TRIAL)
    incident = await several(desk)
    assert incident.doubt is Doubt.QUESTIONS
    assert "Холодно в квартирах: отдел ЖКХ, учебная неделя" in (await card(desk.town, incident.id, "coordinator"))[0]
    assert await press(desk, Press.GATHER, incident.id) == LEARNS
    assert (await desk.town.incident(incident.id)).version == incident.version
    await set_mode(desk, ROADS, Mode.TRIAL)
    other = await desk.town.open(TEXT.replace("яма", "дыра"), **{**READ, "main": place("Редкино", "Лесная")})
    assert (other.doubt, other.proposed_id) == (Doubt.TRIAL, ROADS)
    assert desk.town.chat("ann") not in await desk.town.cards(other.id)
    async with desk.town.storage.transaction() as tx:
        await modes.set_mode(tx, desk.town.policy, ROADS, Mode.OWN, by=desk.town.who("coordinator"), now=desk.town.clock.now())
    assert (await desk.town.incident(other.id)).doubt is Doubt.QUESTIONS


async def test_several_questions_join_only_their_own_twin(desk: Phones) -> None:
    await desk.town.open("На Белавинской яма", topic="roads_potholes")
    incident = await several(desk)
    assert incident.number == 2
    again = await desk.town.take(await desk.town.write(TEXT), (await reading_of(desk, incident)))
    assert again.incident is not None and (again.incident.id, again.is_new) == (incident.id, False)


async def reading_of(desk: Phones, incident: Incident) -> Any:  # Any: a Reading
    async with desk.town.storage.transaction() as tx:
        return await tx.readings.of((await tx.voices.of(incident.id))[0].post_id)


async def test_a_groups_copy_of_a_co_executor_offers_facts(desk: Phones) -> None:
    async with desk.town.storage.transaction() as tx:
        known = next(each for each in await tx.departments.all() if each.id == HOUSING)
        await tx.departments.put(department(HOUSING, title=known.title, chat_id=GROUP, topic_id=7))
    incident = await several(desk)
    await press(desk, Press.GATHER, incident.id)
    assert GROUP in await desk.town.cards(incident.id)
    desk.town.people["group"] = desk.town.who("olga").__class__(
        **{n: getattr(desk.town.who("olga"), n) for n in ("id", "district_id", "role", "department_id", "title")}, user_id=GROUP
    )
    text, buttons = await card(desk.town, incident.id, "group")
    assert "Нужны ваши факты до 12:14" in text
    assert buttons == ["Дать факты", "Открыть пост", "История"]


async def test_a_deleted_or_changed_post_tells_all_its_cards(desk: Phones) -> None:
    from incidents.desk.intake.take_in import mark_deleted

    incident = await several(desk)
    await choose(desk, Menu.SPLIT_PARTS, incident.id, "all")
    _, second = await open_ones(desk)
    await desk.town.sweep_outbox()
    async with desk.town.storage.transaction() as tx:
        post = await tx.posts.get((await tx.voices.of(second.id))[0].post_id)
        await mark_deleted(tx, post, now=desk.town.clock.now())
    assert desk.town.chat("olga") in await desk.town.cards(second.id)
    assert (await desk.town.acts(second.id))[-1] is Act.NOTE


async def test_the_advice_names_the_question_without_an_answer(desk: Phones) -> None:
    from incidents.advice.check_draft import advice_on

    incident = await several(desk)
    await press(desk, Press.GATHER, incident.id)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    draft = await desk.town.draft(incident.id, "ann", "Здравствуйте! Яму на дороге заделает дорожный отдел до 27 ноября.")
    async with desk.town.storage.transaction() as tx:
        advice = (await advice_on(tx, desk.town.policy, draft, now=desk.town.clock.now(), limit=3000)).advice
    (found,) = [each.text for each in advice if each.code == "many_questions"]
    assert "В ответе нет: «Холодно в квартирах»" in found
