"""Reading follows rights: whose card it is, who may be let in, and who looked."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.screens.renderer import Renderer
from bot.storage.acts.looks import look as looks_table
from bot.storage.delivery.copies import Copy
from bot.storage.delivery.outbox import OutboxKind
from bot.ticks.housekeeping import purge
from bot.username import BotName
from handlers.acts.buttons import LOOKS, ReadButton, ReadDo
from handlers.answers.buttons import AllButton, AllDo
from handlers.buttons import CardButton, Menu, MenuButton, Press
from handlers.intake.buttons import DraftButton, DraftDo
from handlers.people.buttons import GroupButton
from handlers.region.buttons import RegionButton, RegionDo
from incidents.acts.looks import LookKind
from incidents.desk.people.staff import change_role, dismiss
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, Incident
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import place

WORDS = "На Белавинской яма, у Сидоровой диагноз"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def of_roads(town: Phones) -> Incident:
    incident = await town.town.open(WORDS)
    assert incident.department_id == ROADS
    await town.town.sweep_outbox()
    return incident


async def told(town: Phones, code: str) -> str:
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return parse((await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())).html)


async def looked(town: Phones) -> list[tuple[str, str, int | None]]:
    names = {each.id: name for name, each in town.town.people.items()}
    async with town.town.storage.transaction() as tx:
        rows = await tx._all(select(looks_table).order_by(looks_table.c.id))
        return [(names[row.official_id], row.how, row.incident_id) for row in rows]


def card(press: Press, incident: Incident) -> CardButton:
    return CardButton(press=press, incident=incident.id)


def menu(what: Menu, incident: Incident, choice: str) -> MenuButton:
    return MenuButton(menu=what, incident=incident.id, choice=choice)


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
    for who in ("ann", "observer", "duty"):
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
    assert (await told(town, "foreign_card")).startswith("Это не об опасности, карточка у отдела. Попросить координатора?")


async def test_an_old_button_brings_no_card_of_others(town: Phones) -> None:
    incident = await of_roads(town)
    await stands(town, incident, "olga", 50)
    await town.press("olga", "zz9:unknown", message_id=50)
    assert await town.town.cards(incident.id) == set()
    assert await town.town.says() == [("foreign_card", town.user("olga"))]


async def stands(town: Phones, incident: Incident, who: str | ChatId, message_id: int) -> None:
    """A copy of the card stands in this chat."""
    chat = town.user(who) if isinstance(who, str) else who
    async with town.town.storage.transaction() as tx:
        await tx.copies.save(Copy(incident_id=incident.id, chat_id=chat, topic_id=None, message_id=message_id, shown="", photos_sent=False))


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
        rows = [dict(row._mapping) for row in await tx._all(select(looks_table))]
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


@pytest.mark.parametrize("press", [Press.HISTORY, Press.CALL])
async def test_in_a_group_notes_and_phones_come_in_private(town: Phones, press: Press) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    await town.town.sweep_outbox()
    assert await town.press("ann", card(press, incident), chat=GROUP) == "Показали в личном чате с ботом"
    assert {chat for _, chat in await town.town.says()} == {town.user("ann")}
    await town.press("ann", menu(Menu.HISTORY, incident, "+1"), chat=GROUP)
    assert {chat for _, chat in await town.town.says()} == {town.user("ann")}


async def test_the_card_in_a_group_has_no_notes(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    await town.town.act(incident.id, Act.NOTE, "ann", words="жалобщик скандальный")
    shown = {chat: await face(town, incident, chat) for chat in (GROUP, town.user("ann"))}
    assert "скандальный" in shown[town.user("ann")]
    assert "скандальный" not in shown[GROUP]


async def face(town: Phones, incident: Incident, chat: ChatId) -> str:
    async with town.town.storage.transaction() as tx:
        made = await Renderer(konakovo(), BotName()).card(tx, incident.id, chat, now=town.town.clock.now())
        return parse(made.html)


async def passed(town: Phones) -> dict[ChatId, int | str | None]:
    """Last edits: chat and message."""
    return {row.chat_id: row.params.get("edit") for row in await town.town.rows() if row.code == "card_moved"}


async def copies(town: Phones, id: IncidentId) -> set[ChatId]:
    async with town.town.storage.transaction() as tx:
        return {copy.chat_id for copy in await tx.copies.of(id)}


async def moved_to_housing(town: Phones) -> Incident:
    incident = await of_roads(town)
    for n, who in enumerate(("ann", "peter", "head"), start=50):
        await stands(town, incident, who, n)
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    return incident


async def test_a_department_that_lost_a_card_gets_one_last_edit_and_nothing_more(town: Phones) -> None:
    incident = await moved_to_housing(town)
    assert await passed(town) == {town.user("ann"): 50, town.user("peter"): 51}
    text = await told(town, "card_moved")
    assert text.startswith("Передано: отдел ЖКХ")
    assert "диагноз" not in text
    assert await copies(town, incident.id) == {town.user("head")}
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.ACCEPT, "olga")
    assert town.user("ann") not in await town.town.cards(incident.id)
    assert await passed(town) == {}


async def test_whoever_said_not_ours_may_take_it_back_where_the_card_stood(town: Phones) -> None:
    incident = await of_roads(town)
    await stands(town, incident, "ann", 50)
    await stands(town, incident, "peter", 51)
    await town.press("ann", menu(Menu.RETURN, incident, "housing"))
    assert set(await passed(town)) == {town.user("ann"), town.user("peter")}
    buttons, rows = {}, [row for row in await town.town.rows() if row.code == "card_moved"]
    async with town.town.storage.transaction() as tx:
        for row in rows:
            made = await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())
            buttons[row.chat_id] = [button.label for each in made.rows for button in each]
    assert buttons == {town.user("ann"): ["Вернуть"], town.user("peter"): []}
    assert await town.press("ann", card(Press.UNDO, incident)) == "Вернули, как было"
    assert {town.user("ann"), town.user("peter")} <= await town.town.cards(incident.id)


async def test_a_card_that_was_not_sent_yet_is_not_sent_to_whom_it_is_no_business_of(town: Phones) -> None:
    incident = await town.town.open(WORDS)
    assert town.user("ann") in await town.town.cards(incident.id)
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert town.user("ann") not in await town.town.cards(incident.id)
    assert await passed(town) == {}


async def test_whoever_moved_receives_nothing_of_the_former_department(town: Phones) -> None:
    incident = await of_roads(town)
    closed = await town.town.open("Яма", main=place("Конаково", "улица Гагарина", "3"))
    await town.town.act(closed.id, Act.CLOSE, "coordinator", outcome="explained")
    await stands(town, incident, "peter", 50)
    await stands(town, closed, "peter", 51)
    await town.town.sweep_outbox()
    await move(town, "peter", Role.EXECUTOR, HOUSING)
    assert sorted(row.params["edit"] or 0 for row in await town.town.rows() if row.code == "card_moved") == [50, 51]
    await town.town.sweep_outbox()
    await town.town.take(await town.town.write("И у нас на Белавинской так же"))
    assert town.user("peter") not in {row.chat_id for row in await town.town.rows() if row.kind is OutboxKind.CARD}


async def move(town: Phones, who: str, role: Role, department: Any) -> None:
    async with town.town.storage.transaction() as tx:
        changed = await change_role(
            tx, town.town.policy, town.town.who(who).id, role, department, by=town.town.who("coordinator"), now=town.town.clock.now()
        )
    town.town.people[who] = changed


async def test_whoever_was_let_in_and_moved_reads_it_no_more(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", ReadButton(do=ReadDo.SHOW, id=await asked(town, incident)))
    await stands(town, incident, "olga", 60)
    await town.town.sweep_outbox()
    await move(town, "olga", Role.OBSERVER, None)
    await move(town, "olga", Role.EXECUTOR, HOUSING)
    assert await passed(town) == {town.user("olga"): 60}
    await town.press("olga", card(Press.SHOW, incident))
    assert len(await town.town.says("foreign_card")) == 1


async def test_whoever_was_dismissed_keeps_no_words_of_residents(town: Phones) -> None:
    incident = await of_roads(town)
    await stands(town, incident, "peter", 50)
    async with town.town.storage.transaction() as tx:
        by = town.town.who("coordinator")
        await dismiss(tx, town.town.policy, town.town.who("peter").id, to=None, by=by, now=town.town.clock.now())
    assert await passed(town) == {town.user("peter"): 50}
    assert await told(town, "card_moved") == f"Карточка № {incident.number} закрыта для вас. Её ведут сотрудники округа"
    assert await copies(town, incident.id) == set()


async def test_a_group_that_lost_a_card_gets_the_last_edit_too(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    await stands(town, incident, GROUP, 70)
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert await passed(town) == {GROUP: 70}
    await town.town.sweep_outbox()
    town.town.clock.moment += timedelta(minutes=1)
    await town.town.act(incident.id, Act.ACCEPT, "olga")
    assert GROUP not in await town.town.cards(incident.id)
