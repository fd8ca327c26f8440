"""Reading follows rights: whose card it is, who may be let in, and who looked."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.renderer import Renderer
from bot.storage.acts.looks import look as looks_table
from bot.storage.engine.own_district import everywhere
from bot.ticks.housekeeping import purge
from bot.username import BotName
from handlers.acts.buttons import LOOKS, ReadButton, ReadDo
from handlers.answers.buttons import AllButton, AllDo
from handlers.intake.buttons import DraftButton, DraftDo
from handlers.kit.buttons import Menu, Press
from handlers.region.buttons import RegionButton, RegionDo
from incidents.acts.looks import LookKind, ReadRequest, ReadRequestState
from incidents.acts.readers import may_see
from incidents.incident import Act, Incident
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.reading import card, looked, menu, of_roads, stands, told
from tests.kit.values.samples import place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


@pytest.mark.parametrize("press", [Press.SHOW, Press.WHY, Press.MORE, Press.HISTORY, Press.CALL, Press.SEE_ANSWER, Press.FORMER])
async def test_a_card_of_another_department_is_not_shown_and_a_coordinator_may_be_asked(town: Phones, press: Press) -> None:
    incident = await of_roads(town)
    await town.press("olga", card(press, incident))
    assert await town.town.says() == [("foreign_card", town.user("olga"))]
    assert await town.town.cards(incident.id) == set()
    assert (await told(town, "foreign_card")).startswith("Это вопрос другого отдела. Попросить координатора?")
    assert await looked(town) == [("olga", "refused", incident.id)]


FORGED = [
    (Menu.HISTORY, "+1"),
    (Menu.MERGE, "1"),
    (Menu.MERGE_SURE, "+0"),
    (Menu.NEAR, "+0"),
    (Menu.CORRECT, "topic"),
    (Menu.ASSIGN, "+1"),
    (Menu.TEMPLATE, "+1"),
]


@pytest.mark.parametrize(("what", "choice"), FORGED)
async def test_a_forged_menu_shows_nothing_of_others(town: Phones, what: Menu, choice: str) -> None:
    incident = await of_roads(town)
    await town.press("olga", menu(what, incident, choice))
    assert {code for code, _ in await town.town.says()} <= {"foreign_card"}


@pytest.mark.parametrize("do", [RegionDo.VOICE, RegionDo.LIST, RegionDo.TEXT])
@pytest.mark.parametrize("who", ["olga", "ann", "observer"])
async def test_voices_for_the_region_are_not_shown_by_a_forged_button(town: Phones, do: RegionDo, who: str) -> None:
    incident = await of_roads(town)
    await town.press(who, RegionButton(do=do, incident=incident.id, post=1))
    assert {code for code, _ in await town.town.says()} <= {"foreign_card"}


async def test_other_buttons_with_a_card_pass_the_same_gate(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("olga", AllButton(do=AllDo.POST, incident=incident.id))
    assert await town.town.says() == [("foreign_card", town.user("olga"))]


@pytest.mark.parametrize("menu_of", [Menu.ASSIGN, Menu.MERGE, Menu.CORRECT, Menu.SPLIT])
async def test_a_coordinators_menu_opens_for_nobody_else(town: Phones, menu_of: Menu) -> None:
    incident = await of_roads(town)
    others = ("observer", "duty") if menu_of is Menu.MERGE else ("ann", "observer", "duty")  # executors join their own cards
    for who in others:
        await town.press(who, menu(menu_of, incident, "+1"))
    assert {code for code, _ in await town.town.says()} <= {"foreign_card"}


async def test_a_draft_is_shown_to_whoever_brought_it_and_to_coordinators(town: Phones) -> None:
    await town.type("olga", "/new На Гагарина 12 яма, звонила соседка")
    await town.town.sweep_outbox()
    await town.press("ann", DraftButton(do=DraftDo.SHOW, draft=1))
    assert await town.town.says("draft") == []
    await town.press("olga", DraftButton(do=DraftDo.SHOW, draft=1))
    await town.press("coordinator", DraftButton(do=DraftDo.SHOW, draft=1))
    shown = {chat for _, chat in await town.town.says("draft")}
    assert shown == {town.user("olga"), town.user("coordinator")}


async def test_who_has_it_or_helps_sees_it_and_is_not_written_down(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("ann", card(Press.SHOW, incident))
    await town.press("chief", card(Press.HISTORY, incident))
    await town.press("coordinator", card(Press.HISTORY, incident))
    await town.town.act(incident.id, Act.COLLECT, "coordinator", departments=frozenset({HOUSING}))
    await town.press("olga", card(Press.SHOW, incident))
    assert await town.town.says("foreign_card") == []
    assert await looked(town) == []


async def test_the_head_and_the_observer_read_all_and_every_look_is_written_down(town: Phones) -> None:
    incident = await of_roads(town)
    for who in ("head", "observer"):
        await town.press(who, card(Press.SHOW, incident))
        await town.press(who, card(Press.HISTORY, incident))
    assert await town.town.says("foreign_card") == []
    assert await looked(town) == [(who, how, incident.id) for who in ("head", "observer") for how in ("opened", "history")]


async def test_the_duty_reads_dangers_only(town: Phones) -> None:
    calm = await of_roads(town)
    danger = await town.town.open("Оборван провод", danger_grade=DangerGrade.NOW, main=place("Конаково", "улица Гагарина", "3"))
    await town.town.sweep_outbox()
    await town.press("duty", card(Press.SHOW, danger))
    assert await town.town.says("foreign_card") == []
    await town.press("duty", card(Press.SHOW, calm))
    assert (await told(town, "foreign_card")).startswith("Опасным это не отмечено. Попросить координатора?")


async def test_an_old_button_brings_no_card_of_others(town: Phones) -> None:
    incident = await of_roads(town)
    await stands(town, incident, "olga", 50)
    await town.press("olga", "zz9:unknown", message_id=50)
    assert await town.town.cards(incident.id) == set()
    assert await town.town.says() == [("foreign_card", town.user("olga"))]


async def asked(town: Phones, incident: Incident) -> int:
    await town.press("olga", card(Press.SHOW, incident))
    await town.press("olga", ReadButton(do=ReadDo.ASK, id=incident.id))
    assert await town.town.says("read_asked") == [("read_asked", town.user("coordinator"))]
    async with town.town.storage.transaction() as tx:
        request = await tx.read_requests.latest(town.town.who("olga").id, incident.id)
    assert request is not None
    return request.id


async def test_a_coordinator_lets_them_read_and_it_is_known_who_did(town: Phones) -> None:
    incident = await of_roads(town)
    request = await asked(town, incident)
    assert (await told(town, "read_asked")).startswith("Просят показать карточку: исполнитель 3")
    assert await town.press("olga", ReadButton(do=ReadDo.ASK, id=incident.id)) == "Уже попросили, ждём ответа координатора"
    assert await town.press("coordinator", ReadButton(do=ReadDo.SHOW, id=request)) == "Показали"
    assert town.user("olga") in await town.town.cards(incident.id)
    assert (await told(town, "read_asked")).startswith("Карточку показали")
    await town.press("olga", card(Press.HISTORY, incident))
    assert await town.town.says("menu_history") == [("menu_history", town.user("olga"))]
    assert [how for _, how, _ in await looked(town)] == ["refused", "allowed", "history"]
    kinds = [what for what, _ in await town.town.audited()]
    assert kinds == ["forbidden", "read_asked", "read_allowed"]
    assert "уже решено" in str(await town.press("coordinator", ReadButton(do=ReadDo.HIDE, id=request))).lower()


async def test_a_coordinator_says_no(town: Phones) -> None:
    incident = await of_roads(town)
    request = await asked(town, incident)
    await town.press("coordinator", ReadButton(do=ReadDo.HIDE, id=request))
    assert "не показали" in await told(town, "read_refused")
    assert await town.town.cards(incident.id) == set()


async def test_nobody_but_a_coordinator_decides(town: Phones) -> None:
    incident = await of_roads(town)
    request = await asked(town, incident)
    for who in ("olga", "ann", "head", "observer"):
        assert await town.press(who, ReadButton(do=ReadDo.SHOW, id=request)) == "Показать карточку другому отделу может координатор"
    assert await town.town.cards(incident.id) == set()


async def test_a_search_finds_what_is_theirs_and_numbers_are_written_down_without_words(town: Phones) -> None:
    incident = await of_roads(town)
    await town.type("olga", "/find диагноз")
    assert (await told(town, "found")).startswith("Не нашлось: «диагноз»\nИщем среди карточек, которые вам видны")
    await town.type("olga", f"/find {incident.number}")
    text = await told(town, "found")
    assert text.startswith("Это вопрос другого отдела. Попросить координатора?")
    assert "Белавинская" not in text
    await town.type("ann", "/find диагноз")
    assert (await told(town, "found")).startswith("Нашли 1: диагноз")
    assert await looked(town) == [("olga", "found", None), ("olga", "found", None), ("ann", "found", incident.id)]
    async with town.town.storage.transaction() as tx:
        rows = [dict(row._mapping) for row in await tx._all(everywhere(select(looks_table)))]
    assert "диагноз" not in str(rows)


async def test_another_page_of_what_was_found_is_written_down_too(town: Phones) -> None:
    for n in range(8):
        await town.town.open("Яма во дворе", main=place("Конаково", "улица Гагарина", str(n + 1)))
    await town.type("head", "/find яма")
    await town.press("head", "l2:found::1")
    assert [how for who, how, _ in await looked(town) if who == "head"] == ["found"] * 8


async def test_a_coordinator_sees_who_looked_and_nobody_else_does(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("observer", card(Press.SHOW, incident))
    await town.press("olga", card(Press.SHOW, incident))
    await town.press("coordinator", card(Press.HISTORY, incident))
    row = [row for row in await town.town.rows() if row.code == "menu_history"][-1]
    async with town.town.storage.transaction() as tx:
        history = await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())
    assert "Кто смотрел" in [button.label for each in history.rows for button in each]
    await town.press("coordinator", menu(Menu.HISTORY, incident, LOOKS))
    text = await told(town, "menu_looks")
    assert "наблюдатель 8: карточка" in text
    assert "исполнитель 3: не показали" in text
    await town.town.sweep_outbox()
    for who in ("ann", "observer", "head"):
        for button in (menu(Menu.HISTORY, incident, LOOKS), menu(Menu.LOOKS, incident, "+1")):
            assert await town.press(who, button) == "Кто смотрел карточку, видит координатор"
    assert await town.town.says("menu_looks") == []


async def test_looks_are_forgotten_after_a_year(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("observer", card(Press.SHOW, incident))
    await asked(town, incident)
    around = town.town.around()
    town.town.clock.move(days=364)
    await purge(around)
    assert len(await looked(town)) == 2
    town.town.clock.move(days=2)
    await purge(around)
    assert await looked(town) == []
    async with town.town.storage.transaction() as tx:
        assert await tx.read_requests.latest(town.town.who("olga").id, incident.id) is None


async def test_a_lawyer_who_was_asked_reads_the_card(town: Phones) -> None:
    incident = await of_roads(town)
    lawyer = await town.town.enrol("lawyer", Role.EXECUTOR, HOUSING)
    async with town.town.storage.transaction() as tx:
        await tx.officials.save(replace(lawyer, lawyer=True))
    await town.press("lawyer", card(Press.SHOW, incident))
    assert len(await town.town.says("foreign_card")) == 1
    await town.press("ann", menu(Menu.HELP, incident, "lawyer"))
    await town.press("lawyer", card(Press.SHOW, incident))
    assert len(await town.town.says("foreign_card")) == 1
    assert LookKind.OPENED in {how for who, how, _ in await looked(town) if who == "lawyer"}


async def test_a_coordinators_word_ends_with_the_work_here(town: Phones) -> None:
    incident = await of_roads(town)
    now, olga = town.town.clock.now(), town.town.who("olga")
    async with town.town.storage.transaction() as tx:
        request = ReadRequest(id=0, incident_id=incident.id, official_id=olga.id, asked_at=now, state=ReadRequestState.ALLOWED)
        await tx.read_requests.add(request)
        assert await may_see(tx, olga, incident)
        gone = replace(olga, active=False)
        assert not await may_see(tx, gone, incident)
