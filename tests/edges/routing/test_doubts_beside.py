"""A doubt holds no card back: the department has it at once, and the coordinator's silent list keeps what nobody has settled."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.ticks.modes import questions
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.acts.messages import CoordinatorQueue
from incidents.approval.where_it_lay import lay
from incidents.desk.acts.undo import undo
from incidents.desk.second_questions import tell_of_beside
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, RejectReason, Status
from incidents.official import Mode
from incidents.reading import DangerGrade, Kind, Part
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import Phones, phones
from tests.kit.published_answers import publish
from tests.kit.said import card, said
from tests.kit.values.samples import place

TEXT = "Дороги нет, яма на яме. А ещё в доме холодно, батареи чуть живые"
PARTS = (
    Part(group="roads", topic="roads_potholes", span=(0, 23), score=0.9),
    Part(group="housing", topic="housing_no_heating", span=(24, 65), score=0.9),
)
TWO: dict[str, Any] = {"group": "roads", "topic": "roads_potholes", "parts": PARTS}  # Any: fields of a Reading
UNCLEAR: dict[str, Any] = {
    "group": "housing",
    "groups": (("housing", 0.3), ("roads", 0.28)),
    "topic": "housing_no_heating",
    "topics": (("housing_no_heating", 0.3), ("roads_potholes", 0.28)),
}
NOWHERE: dict[str, Any] = {"main": place()}


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


async def press(desk: Phones, what: Press, id: IncidentId, by: str = "coordinator") -> str | None:
    return await desk.press(by, CardButton(press=what, incident=id))


async def queue(desk: Phones, key: str = "") -> str:
    """What /queue says, or one kind of it."""
    async with desk.town.storage.transaction() as tx:
        await tx.outbox.say(desk.town.chat("coordinator"), CoordinatorQueue(key=key, page=0))
    return next(text for code, text in await said(desk.town) if code == "queue")


async def since(desk: Phones, id: IncidentId) -> list[Any]:  # Any: moments or None
    async with desk.town.storage.transaction() as tx:
        return [each.question_since for each in await tx.voices.of(id)]


@pytest.mark.parametrize(
    ("read", "doubt", "line"),
    [
        (NOWHERE, Doubt.PLACE, "Место не названо. Не ваше? Верните, в счёт не пойдёт"),
        (UNCLEAR, Doubt.TOPIC, "Возможно, и ямы на дороге. Не ваше? Верните, в счёт не пойдёт"),
        (TWO, Doubt.QUESTIONS, "Возможно, и холодно в квартирах, об этом решает координатор"),
    ],
)
async def test_a_card_in_doubt_is_with_its_department_at_once_and_in_the_silent_list(
    desk: Phones, read: dict[str, Any], doubt: Doubt, line: str
) -> None:
    incident = await desk.town.open(TEXT, **read)
    assert (incident.status, incident.doubt, incident.danger_grade) == (Status.ASSIGNED, doubt, None)
    mine = "olga" if incident.department_id == HOUSING else "ann"
    cards = await desk.town.cards(incident.id)
    assert desk.town.chat(mine) in cards and desk.town.chat("coordinator") not in cards
    assert line in (await card(desk.town, incident.id, mine))[0]
    assert "Решать сейчас нечего" in await queue(desk) and "Проверьте, карточки уже в отделах: 1" in await queue(desk)
    assert f"№ {incident.number}" in await queue(desk, "check")
    assert "Всё верно" in (await card(desk.town, incident.id, "coordinator"))[1]


async def test_one_tap_moves_it_and_one_tap_says_that_it_is_right(desk: Phones) -> None:
    incident = await desk.town.open(**UNCLEAR)
    _, buttons = await card(desk.town, incident.id, "coordinator")
    assert buttons[2:4] == ["В отдел дорожно…", "Всё верно"]
    await press(desk, Press.PROPOSED, incident.id)
    after = await desk.town.incident(incident.id)
    assert (after.department_id, after.doubt, after.returns) == (ROADS, None, 0)
    other = await desk.town.open("Непонятно что на Лесной", **{**UNCLEAR, "main": place("Редкино", "Лесная")})
    assert await press(desk, Press.CHECKED, other.id) == "Оставили как есть. Передумали? «Вернуть» работает 10 минут"
    right = await desk.town.incident(other.id)
    assert (right.department_id, right.status, right.doubt, right.answer_by) == (HOUSING, Status.ASSIGNED, None, other.answer_by)
    assert await press(desk, Press.CHECKED, other.id) == "Так уже и есть"
    assert "Проверьте" not in await queue(desk)


@pytest.mark.parametrize("mode", [Mode.COORDINATOR, Mode.TRIAL])
async def test_a_department_that_does_not_work_by_itself_gets_nothing(desk: Phones, mode: Mode) -> None:
    async with desk.town.storage.transaction() as tx:
        await tx.modes.set(HOUSING, mode, until=None, since=desk.town.clock.now())
    incident = await desk.town.open(**UNCLEAR)
    assert (incident.status, incident.department_id, incident.doubt) == (Status.NEW, None, Doubt.TOPIC)


async def test_a_rumour_and_another_district_wait_as_before(desk: Phones) -> None:
    rumour = await desk.town.open("Говорят, завод опять слил дрянь", kind=Kind.RUMOUR, **NOWHERE)
    assert (rumour.rumour, rumour.department_id) == (True, None)
    outside = await desk.town.open("В Кимрах яма", outside=True, main=place("Кимры"))
    assert (outside.department_id, outside.doubt) == (None, Doubt.OUTSIDE)


async def test_a_card_returned_in_doubt_counts_neither_among_the_returns_nor_in_the_departments_time(desk: Phones) -> None:
    async def back(read: dict[str, Any], text: str) -> Incident:
        incident = await desk.town.open(text, **read)
        desk.town.clock.moment += timedelta(minutes=30)
        mine = "olga" if incident.department_id == HOUSING else "ann"
        await desk.town.act(incident.id, Act.RETURN, mine)
        return await desk.town.incident(incident.id)

    doubted, sure = await back(NOWHERE, "Где-то яма"), await back({}, "Яма на Белавинской")
    assert (doubted.returns, doubted.doubt, doubted.department_id) == (0, Doubt.ROUTE, None)
    assert (sure.returns, sure.doubt) == (1, Doubt.ROUTE)
    calendar = desk.town.policy.calendar
    async with desk.town.storage.transaction() as tx:
        free = (await lay(tx.log, tx.approvals, doubted, calendar=calendar, until=desk.town.clock.now())).where
        theirs = (await lay(tx.log, tx.approvals, sure, calendar=calendar, until=desk.town.clock.now())).where
    assert (free.department, theirs.department) == (timedelta(0), timedelta(minutes=30))
    assert free.route >= timedelta(minutes=30)


async def _accepted(desk: Phones, incident: Incident) -> Incident:
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    return incident


async def _answered(desk: Phones, incident: Incident) -> Incident:
    await publish(desk.town, await desk.town.sent(incident.id, "ann"))
    assert (await desk.town.incident(incident.id)).status is Status.ANSWERED
    return incident


async def _closed(desk: Phones, incident: Incident) -> Incident:
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.EXPLAINED)
    return incident


async def _merged(desk: Phones, incident: Incident) -> Incident:
    other = await desk.town.open("На Лесной яма", topic="roads_potholes", main=place("Редкино", "Лесная"))
    await desk.town.act(incident.id, Act.MERGE, "ann", into=other.id)
    return other


async def _returned(desk: Phones, incident: Incident) -> Incident:
    await desk.town.act(incident.id, Act.RETURN, "ann", department_id=DepartmentId(HOUSING))
    return incident


@pytest.mark.parametrize("door", [_accepted, _answered, _closed, _merged, _returned])
async def test_a_second_question_stays_in_the_list_until_the_coordinator_has_settled_it(
    desk: Phones, door: Callable[[Phones, Incident], Awaitable[Incident]]
) -> None:
    incident = await desk.town.open(TEXT, **TWO)
    (asked_at,) = await since(desk, incident.id)
    assert asked_at == incident.published_at
    there = await door(desk, incident)
    assert asked_at in await since(desk, there.id)
    assert f"№ {there.number}" in await queue(desk, "check")
    text, buttons = await card(desk.town, there.id, "coordinator")
    assert "олодно в квартирах" in text and "Разделить" in buttons
    await desk.press("coordinator", MenuButton(menu=Menu.SPLIT_PARTS, incident=there.id, choice="all"))
    async with desk.town.storage.transaction() as tx:
        (second,) = [each for each in await tx.incidents.unfinished() if each.number > there.number]
    expected = ROADS if door is _returned else HOUSING
    assert (second.department_id, second.status, second.clock_from) == (expected, Status.ASSIGNED, incident.clock_from)
    assert (await desk.town.incident(there.id)).status is not Status.NEW
    assert asked_at not in await since(desk, there.id)
    assert "Проверьте" not in await queue(desk)


async def test_a_danger_that_was_answered_keeps_its_second_question(desk: Phones) -> None:
    hot = (Part(group="roads", topic="roads_potholes", span=(0, 23), score=0.9, danger=True), PARTS[1])
    incident = await desk.town.open(TEXT, **{**TWO, "parts": hot}, danger=True, danger_grade=DangerGrade.NOW, danger_words="яма")
    await desk.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)  # who drives out, nothing of the rest
    await desk.town.act(incident.id, Act.ACCEPT, "olga")
    await desk.town.act(incident.id, Act.CLOSE, "olga", outcome=ClosingOutcome.PASSED)
    assert f"№ {incident.number}" in await queue(desk, "check")


@pytest.mark.parametrize(
    ("what", "choice"),
    [
        (Act.CHECKED, {}),
        (Act.ASSIGN, {"department_id": HOUSING}),
        (Act.COLLECT, {"departments": frozenset({HOUSING})}),
        (Act.CORRECT_TOPIC, {"topic": "housing_no_heating"}),
        (Act.REJECT, {"reason": RejectReason.CHAT}),
    ],
)
async def test_the_coordinators_word_settles_it_and_an_undo_asks_again(desk: Phones, what: Act, choice: dict[str, Any]) -> None:
    incident = await desk.town.open(TEXT, **TWO)
    asked_at = await since(desk, incident.id)
    await desk.town.act(incident.id, what, "coordinator", **choice)
    assert await since(desk, incident.id) == [None] and "Проверьте" not in await queue(desk)
    if what is not Act.COLLECT:  # it has told others
        async with desk.town.storage.transaction() as tx:
            await undo(tx, desk.town.policy, incident.id, by=desk.town.who("coordinator"), now=desk.town.clock.now())
        assert await since(desk, incident.id) == asked_at
        assert (await desk.town.incident(incident.id)).doubt is Doubt.QUESTIONS


async def test_a_second_question_has_its_own_clock_from_the_hour_of_its_post(desk: Phones) -> None:
    incident = await desk.town.open(TEXT, **TWO)
    await _closed(desk, incident)
    await desk.town.sweep_outbox()
    await questions(desk.town.around())
    assert await desk.town.says("second_question") == []
    desk.town.clock.moment += desk.town.policy.norms.route
    await questions(desk.town.around())
    (row,) = [each for each in await desk.town.rows() if each.code == "second_question"]
    assert (row.chat_id, row.sound) == (desk.town.chat("coordinator"), True)
    ((_, text),) = [each for each in await said(desk.town) if each[0] == "second_question"]
    assert text.startswith("Второй вопрос ждёт с 9:1") and "холодно в квартирах" in text and "Отдел ЖКХ" in text
    await questions(desk.town.around())
    assert await desk.town.says("second_question") == []


async def test_the_coordinators_are_told_once_and_a_new_district_never(desk: Phones) -> None:
    async def told() -> bool:
        async with desk.town.storage.transaction() as tx:
            return await tell_of_beside(tx, now=desk.town.clock.now())

    await desk.town.open()
    await desk.town.sweep_outbox()
    assert (await told(), await told()) == (True, False)
    assert await desk.town.says() == [("beside", desk.town.chat("coordinator"))]
    ((_, text),) = await said(desk.town)
    assert text.startswith("Сомнения больше не держат карточку") and "«Проверьте»" in text


async def test_a_district_that_begins_with_this_program_hears_nothing_of_what_was(desk: Phones) -> None:
    await questions(desk.town.around())
    await desk.town.open()
    await desk.town.sweep_outbox()
    await questions(desk.town.around())
    assert await desk.town.says() == []


async def test_an_answered_card_tells_everybody_that_something_is_left(desk: Phones) -> None:
    incident = await _answered(desk, await desk.town.open(TEXT, **TWO))
    left = "Возможно, и холодно в квартирах: ответа об этом ещё нет, "
    assert f"{left}об этом решает координатор" in (await card(desk.town, incident.id, "ann"))[0]
    assert f"{left}разделите вопросы или нажмите «Всё верно»" in (await card(desk.town, incident.id, "coordinator"))[0]
