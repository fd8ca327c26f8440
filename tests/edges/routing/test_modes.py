"""Modes over the real storage, desk and worker."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.renderer import Renderer
from bot.storage.engine.storage import Storage
from bot.ticks.modes import modes
from handlers.kit.buttons import CardButton, Press
from handlers.routing.buttons import ModeButton, ModeDo
from incidents.errors import DomainError, Forbidden
from incidents.incident import Act, Doubt, Status
from incidents.messenger import Message
from incidents.official import Department, Mode
from incidents.reading import DangerGrade
from incidents.routing.reading_corrections import CorrectionKind
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.values.samples import at, place
from tests.kit.values.stored import NOW, stored_incident


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


def button(do: ModeDo, mode: str = "", department: str = ROADS) -> ModeButton:
    return ModeButton(do=do, department=department, mode=mode)


async def roads(town: DeskTown) -> Department:
    async with town.storage.transaction() as tx:
        return next(each for each in await tx.departments.all() if each.id == ROADS)


async def shown(town: DeskTown, code: str) -> Message:
    row = [row for row in await town.rows() if row.code == code][-1]
    async with town.storage.transaction() as tx:
        return await Renderer(konakovo()).say(tx, row, now=town.clock.now())


async def learn(hands: Phones) -> None:
    assert await hands.press("coordinator", button(ModeDo.SET, Mode.TRIAL)) == "Записали, другие координаторы узнают"
    await hands.town.sweep_outbox()


async def test_in_a_trial_week_only_the_coordinator_sees_and_nothing_can_be_answered(hands: Phones) -> None:
    town = hands.town
    await learn(hands)
    assert (await roads(town)).mode_until == date(2026, 12, 1)
    incident = await town.open()
    assert (incident.status, incident.department_id, incident.doubt, incident.proposed_id) == (Status.NEW, None, Doubt.TRIAL, ROADS)
    assert await town.cards(incident.id) == {town.chat("coordinator")}
    toast = await hands.press("coordinator", CardButton(press=Press.ANSWER, incident=incident.id))
    assert toast is not None
    assert toast.startswith("Учебная неделя")
    with pytest.raises(Forbidden):
        await town.draft(incident.id, "coordinator")


async def test_the_coordinators_own_routing_is_compared_with_the_bots_and_teaches_it(hands: Phones) -> None:
    town = hands.town
    await learn(hands)
    same, other = await town.open(), await town.open("Яма", topic="roads_potholes", main=place("Конаково", "Лесная"))
    toast = await hands.press("coordinator", CardButton(press=Press.PROPOSED, incident=same.id))
    assert toast == "Записали. Отделу не ушло: учебная неделя"
    await town.act(other.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    after = await town.incident(same.id)
    assert (after.status, after.department_id, after.sorted_id) == (Status.NEW, None, ROADS)
    assert (await town.incident(other.id)).department_id == HOUSING
    async with town.storage.transaction() as tx:
        assert await tx.modes.trial_score(ROADS) == (1, 2)
        assert {each.kind for each in await tx.corrections.all()} <= {CorrectionKind.DEPARTMENT}
    assert town.chat("ann") not in await town.cards(same.id)
    assert await hands.press("coordinator", CardButton(press=Press.PROPOSED, incident=same.id)) == (
        "Так и записано, отделу не ушло: учебная неделя"
    )


async def test_a_live_card_is_not_lost_in_a_trial_week(hands: Phones) -> None:
    town = hands.town
    incident = await town.open("Нет отопления", group="housing", topic="housing_no_heating")
    await learn(hands)
    with pytest.raises(DomainError, match="учебная неделя"):
        await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=ROADS)
    assert (await town.incident(incident.id)).department_id == HOUSING
    await town.act(incident.id, Act.RETURN, "olga", department_id=ROADS)
    returned = await town.incident(incident.id)
    assert (returned.department_id, returned.doubt) == (None, Doubt.ROUTE)


async def test_a_danger_goes_to_duty_and_the_coordinator_in_a_trial_week_and_by_their_word_to_the_department(hands: Phones) -> None:
    town = hands.town
    await learn(hands)
    incident = await town.open("Огонь", danger=True, danger_grade=DangerGrade.NOW)
    assert await town.cards(incident.id) == {town.chat("duty"), town.chat("coordinator")}
    await hands.press("coordinator", CardButton(press=Press.PROPOSED, incident=incident.id))
    assert (await town.incident(incident.id)).department_id == ROADS


async def test_by_the_coordinators_hand_a_sure_card_goes_on_by_one_press(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(ModeDo.SET, Mode.COORDINATOR))
    incident = await town.open()
    assert (incident.doubt, incident.proposed_id) == (Doubt.CONFIRM, ROADS)
    assert await town.cards(incident.id) == {town.chat("coordinator")}
    assert await hands.press("ann", CardButton(press=Press.PROPOSED, incident=incident.id)) != "Передал координатор"
    await hands.press("coordinator", CardButton(press=Press.PROPOSED, incident=incident.id))
    after = await town.incident(incident.id)
    assert (after.status, after.department_id, after.doubt) == (Status.ASSIGNED, ROADS, None)
    assert town.chat("ann") in await town.cards(incident.id)
    foreign = await town.open("Яма", outside=True, main=place("Кимры", "Кирова"))
    toast = await hands.press("coordinator", CardButton(press=Press.PROPOSED, incident=foreign.id))
    assert toast == "Отдел уже выбран. Передать другому можно кнопкой «Передать»"


async def test_a_corrected_topic_does_not_leak_out_of_a_trial_week(hands: Phones) -> None:
    town = hands.town
    await learn(hands)
    unclear = await town.open("Что-то", group="housing", topic="housing_no_heating", outside=True, main=place("Конаково", "Лесная"))
    await town.act(unclear.id, Act.CORRECT_TOPIC, "coordinator", topic="roads_potholes")
    after = await town.incident(unclear.id)
    assert after.department_id is None


async def test_the_trial_week_ends_by_itself_without_one_old_card_in_the_department(hands: Phones) -> None:
    town = hands.town
    await learn(hands)
    by_hand = await town.open()
    waiting = await town.open("Яма", topic="roads_potholes", main=place("Конаково", "Лесная"))
    await hands.press("coordinator", CardButton(press=Press.PROPOSED, incident=by_hand.id))
    town.clock.moment = at(8, 30, day=25)
    await modes(town.around())
    await modes(town.around())
    assert await town.says("trial") == [("trial", town.chat("coordinator"))]
    assert "совпало 1 из 1" in (await shown(town, "trial")).html
    town.clock.moment = at(9, day=30).replace(month=12, day=2)
    await town.sweep_outbox()
    await modes(town.around())
    await modes(town.around())
    assert (await roads(town)).mode is Mode.COORDINATOR
    assert await town.says("mode_over") == [("mode_over", town.chat("coordinator"))]
    assert "Учебная неделя закончилась" in (await shown(town, "mode_over")).html
    assert (await town.incident(by_hand.id)).status is Status.CLOSED
    after = await town.incident(waiting.id)
    assert (after.status, after.doubt, after.clock_from) == (Status.NEW, Doubt.CONFIRM, town.clock.moment)
    assert town.chat("ann") not in await town.cards(waiting.id) | await town.cards(by_hand.id)


async def test_the_menu_is_the_coordinators_and_bad_days_get_a_sentence(hands: Phones) -> None:
    town = hands.town
    await hands.type("coordinator", "/modes")
    assert "Как работают отделы" in (await shown(town, "modes")).html
    await hands.press("coordinator", button(ModeDo.SHOW))
    assert "сам" in (await shown(town, "mode")).html
    await hands.press("coordinator", button(ModeDo.LIST))
    assert await hands.press("ann", button(ModeDo.SET, Mode.TRIAL)) == "Как работает отдел, решает координатор"
    assert await hands.press("coordinator", button(ModeDo.SET, "nonsense")) == "Такого режима больше нет. Откройте /modes ещё раз"
    assert await hands.press("coordinator", button(ModeDo.SET, Mode.TRIAL, "nowhere")) == "Такого отдела у нас нет"
    assert await hands.press("coordinator", button(ModeDo.SET, Mode.OWN)) == "Так уже и есть"
    await learn(hands)
    await hands.press("coordinator", button(ModeDo.UNTIL))
    assert "До какого дня" in (await shown(town, "ask_trial_until")).html
    for words, refusal in (("когда-нибудь", "Не нашли"), ("20 ноября", "уже прошёл"), ("1 мая", "Дольше месяца")):
        await hands.type("coordinator", words)
        assert refusal in (await shown(town, "refusal")).html
    await hands.type("coordinator", "4 декабря")
    assert (await roads(town)).mode_until == date(2026, 12, 4)
    assert [what for what, _ in await town.audited()].count("mode") == 2


async def test_the_trials_score_counts_from_its_beginning(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.departments.put(Department(id=HOUSING, district_id=tx.district_id, title="отдел ЖКХ"))
        assert [each.mode for each in await tx.departments.all()] == [Mode.OWN]
        await tx.modes.set(HOUSING, Mode.TRIAL, until=date(2025, 3, 10), since=NOW)
        await stored_incident(tx, proposed_id=HOUSING, sorted_id=HOUSING)
        await stored_incident(tx, proposed_id=HOUSING, sorted_id=ROADS)
        await stored_incident(tx, proposed_id=HOUSING)
        await stored_incident(tx, proposed_id=HOUSING, sorted_id=HOUSING, opened_at=NOW.replace(year=2024))
        assert await tx.modes.trial_score(HOUSING) == (1, 2)
        await tx.departments.put(Department(id=HOUSING, district_id=tx.district_id, title="ЖКХ"))
        assert [(each.mode, each.mode_until) for each in await tx.departments.all()] == [(Mode.TRIAL, date(2025, 3, 10))]
