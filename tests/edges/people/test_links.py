"""Links for newcomers: who may open them, who is asked first, who hears of it, and how a link is taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery.invitation_codes import rendered
from bot.renderer import Renderer
from bot.username import BotName
from handlers.kit.rendering import Unneeded
from handlers.people.buttons import PeopleButton, PeopleDo
from incidents.incident import Act, Status
from incidents.messenger import Message
from incidents.official import Official, Role
from tests.kit.desk_town import HOUSING, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse

CLOSED = "Ссылка уже использована или устарела"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def said(town: Phones, code: str, to: str | None = None) -> Message:
    """The last message of this code, as it will be read."""
    rows = [row for row in await town.town.rows() if row.code == code and (to is None or row.chat_id == town.user(to))]
    assert rows, f"nothing is said: {code}"
    async with town.town.storage.transaction() as tx:
        return await rendered(Renderer(konakovo(), BotName("otklik_bot")), tx, rows[-1], now=town.town.clock.now())


async def text(town: Phones, code: str, to: str | None = None) -> str:
    return parse((await said(town, code, to)).html)


async def tap(town: Phones, who: str, message: Message, label: str) -> str | None:
    """Press the button with this label."""
    data = {button.label: button.data for row in message.rows for button in row}
    assert label in data
    return await town.press(who, data[label] or "")


async def press(town: Phones, do: PeopleDo, whom: str | None = None, choice: str = "", by: str = "coordinator") -> str | None:
    id = town.town.who(whom).id if whom else 0
    return await town.press(by, PeopleButton(do=do, official=id, choice=choice))


async def invite(town: Phones, choice: str, by: str = "coordinator") -> str:
    """Make a link; gives back what its bearer types."""
    await press(town, PeopleDo.INVITE, choice=choice, by=by)
    copied = (await said(town, "invitation", by)).rows[0][0].copy
    assert copied is not None
    return f"/start {copied.partition('=')[2]}"


async def people_list(town: Phones) -> Message:
    await town.type("coordinator", "/people")
    return await said(town, "people")


async def open_list(town: Phones) -> str:
    shown = await people_list(town)
    labels = [b.label for row in shown.rows for b in row if b.label.startswith("Ссылки")]
    assert len(labels) == 1
    await tap(town, "coordinator", shown, labels[0])
    return await text(town, "people_links")


async def official(town: Phones, name: str) -> Official | None:
    async with town.town.storage.transaction() as tx:
        return await tx.officials.by_user(town.user(name))


async def role(town: Phones, name: str) -> tuple[Role, str | None] | None:
    found = await official(town, name)
    return (found.role, found.department_id) if found is not None else None


async def test_the_last_coordinator_keeps_the_district_whatever_link_they_open(town: Phones) -> None:
    link = await invite(town, "executor/housing")
    await town.type("coordinator", link)
    assert await role(town, "coordinator") == (Role.COORDINATOR, None)
    assert "Вы последний координатор" in await text(town, "refusal", "coordinator")
    await town.type("resident", link)
    assert await role(town, "resident") == (Role.EXECUTOR, HOUSING)


async def test_a_coordinator_who_opens_a_link_is_asked_and_stays_or_moves(town: Phones) -> None:
    await town.town.enrol("second", Role.COORDINATOR)
    link = await invite(town, "executor/housing")
    await town.type("coordinator", link)
    assert await role(town, "coordinator") == (Role.COORDINATOR, None)
    question = await said(town, "ask_to_move", "coordinator")
    assert parse(question.html).startswith("Вы уже координатор 5. Ссылка для роли: исполнитель, отдел ЖКХ. Перейти туда?")
    assert [b.label for row in question.rows for b in row] == ["Перейти", "Остаться"]

    assert "Всё осталось как было" in str(await tap(town, "coordinator", question, "Остаться"))
    assert await role(town, "coordinator") == (Role.COORDINATOR, None)
    assert "уже не открывается" in str(await tap(town, "coordinator", question, "Перейти"))

    await town.type("coordinator", link)
    assert str(await tap(town, "coordinator", question, "Перейти")).startswith("Теперь: исполнитель, ")
    assert await role(town, "coordinator") == (Role.EXECUTOR, HOUSING)
    told = await text(town, "moved", "second")
    assert "Новая роль по ссылке" in told
    await town.type("resident", link)
    assert await role(town, "resident") is None


async def test_the_rule_of_the_last_coordinator_holds_when_the_question_is_answered_late(town: Phones) -> None:
    await town.town.enrol("second", Role.COORDINATOR)
    await town.type("coordinator", await invite(town, "executor/housing"))
    question = await said(town, "ask_to_move", "coordinator")
    await press(town, PeopleDo.DISMISS, "second", "department")
    assert "последний координатор" in str(await tap(town, "coordinator", question, "Перейти"))
    assert await role(town, "coordinator") == (Role.COORDINATOR, None)


async def test_whoever_moves_by_a_link_passes_on_what_the_new_role_may_not_work_on(town: Phones) -> None:
    held = await town.town.open()
    await town.town.act(held.id, Act.ACCEPT, "ann")
    await town.type("ann", await invite(town, "executor/housing"))
    assert (await town.town.incident(held.id)).holder_id == town.town.who("ann").id
    await tap(town, "ann", await said(town, "ask_to_move", "ann"), "Перейти")
    after = await town.town.incident(held.id)
    assert (after.status, after.holder_id) == (Status.ASSIGNED, None)
    assert "Ваша роль теперь: исполнитель, отдел ЖКХ" in await text(town, "role_changed", "ann")
    assert "Передали 1: № 1" in await text(town, "handed_over", "coordinator")


async def test_nobody_moves_by_the_number_of_a_link_they_did_not_open(town: Phones) -> None:
    await town.type("ann", await invite(town, "coordinator"))
    question = await said(town, "ask_to_move", "ann")
    assert "уже не открывается" in str(await tap(town, "peter", question, "Перейти"))
    await tap(town, "peter", question, "Остаться")
    assert await role(town, "peter") != (Role.COORDINATOR, None)
    await tap(town, "ann", question, "Перейти")
    assert await role(town, "ann") == (Role.COORDINATOR, None)


async def test_a_link_for_the_role_that_one_has_is_left_for_another(town: Phones) -> None:
    link = await invite(town, "coordinator")
    await town.type("coordinator", link)
    assert "и так ваша роль" in await text(town, "refusal", "coordinator")
    await town.type("resident", link)
    assert await role(town, "resident") == (Role.COORDINATOR, None)


async def test_a_question_that_waited_for_a_day_moves_nobody(town: Phones) -> None:
    await town.type("ann", await invite(town, "observer"))
    question = await said(town, "ask_to_move", "ann")
    town.town.clock.move(days=1)
    assert "Ваша роль прежняя" in str(await tap(town, "ann", question, "Перейти"))
    assert await role(town, "ann") == (Role.EXECUTOR, "roads")


async def test_every_coordinator_hears_who_came_by_whose_link_and_may_close_the_access(town: Phones) -> None:
    second = await town.town.enrol("second", Role.COORDINATOR)
    async with town.town.storage.transaction() as tx:
        await tx.officials.save(replace(second, name="Петрова Ольга"))
    await town.type("resident", await invite(town, "coordinator", by="second"))
    told = [chat for _, chat in await town.town.says("joined")]
    assert told == [town.user("coordinator"), town.user("second")]
    message = await said(town, "joined", "coordinator")
    lines = parse(message.html).split("\n")
    assert lines[0] == "Подключён новый сотрудник: resident, координатор"
    assert lines[1] == "Ссылка от 9:14, кто её сделал: Петрова Ольга, координатор 9"
    assert [b.label for row in message.rows for b in row] == ["Карточка", "Закрыть доступ"]
    await tap(town, "coordinator", message, "Закрыть доступ")
    await tap(town, "coordinator", await said(town, "people_block"), "Закрыть доступ")
    assert await role(town, "resident") is None


async def test_the_newcomer_who_is_gone_is_not_announced(town: Phones) -> None:
    await town.type("resident", await invite(town, "head"))
    newcomer = await official(town, "resident")
    assert newcomer is not None
    town.town.people["newcomer"] = newcomer
    await press(town, PeopleDo.BLOCK, "newcomer", "yes")
    with pytest.raises(Unneeded):
        await said(town, "joined", "coordinator")


async def test_open_links_are_listed_with_who_when_what_for_and_are_cancelled(town: Phones) -> None:
    assert "Открытых ссылок нет" in await open_list(town)
    first = await invite(town, "executor/housing")
    town.town.clock.move(minutes=6)
    second = await invite(town, "head")
    lines = (await open_list(town)).split("\n")
    assert lines[0] == "Открытых ссылок: 2"
    assert lines[1:3] == ["1. Глава", "Кто и когда: Координатор 5, 9:20, до 25 ноября, 9:20"]
    assert lines[3:5] == ["2. Исполнитель, отдел ЖКХ", "Кто и когда: Координатор 5, 9:14, до 25 ноября, 9:14"]
    assert "Ссылки: 2" in [b.label for row in (await people_list(town)).rows for b in row]
    assert "Ссылка отменена" in str(await tap(town, "coordinator", await said(town, "people_links"), "Отменить 1"))
    assert (await text(town, "people_links")).startswith("Открытых ссылок: 1\n1. Исполнитель")
    await town.type("resident", second)
    assert await role(town, "resident") is None
    assert CLOSED in await text(town, "refusal", "resident")
    await town.type("resident", first)
    assert await role(town, "resident") == (Role.EXECUTOR, HOUSING)
    assert "Открытых ссылок нет" in await open_list(town)
    assert ("invitation_cancelled", town.user("coordinator")) in await town.town.audited()


async def test_a_link_is_cancelled_under_its_own_message(town: Phones) -> None:
    link = await invite(town, "head")
    message = await said(town, "invitation")
    assert "Ссылка отменена" in str(await tap(town, "coordinator", message, "Отменить ссылку"))
    assert "уже не открывается" in str(await tap(town, "coordinator", message, "Отменить ссылку"))
    await town.type("resident", link)
    assert await role(town, "resident") is None


async def test_a_link_that_was_cancelled_before_its_message_went_out_is_not_shown(town: Phones) -> None:
    await press(town, PeopleDo.INVITE, choice="head")
    await open_list(town)
    await tap(town, "coordinator", await said(town, "people_links"), "Отменить 1")
    with pytest.raises(Unneeded):
        await said(town, "invitation")


async def test_many_links_have_pages(town: Phones) -> None:
    for _ in range(7):
        await press(town, PeopleDo.INVITE, choice="observer")
    assert (await open_list(town)).startswith("Открытых ссылок: 7 · страница 1 из 2")
    await tap(town, "coordinator", await said(town, "people_links"), "Раньше")
    shown = await said(town, "people_links")
    assert "страница 2 из 2\n7. Наблюдатель" in parse(shown.html)
    await tap(town, "coordinator", shown, "Новее")
    assert "страница 1 из 2" in await text(town, "people_links")


async def test_a_message_that_is_sent_again_carries_the_only_code_that_works(town: Phones) -> None:
    first = await invite(town, "head")
    copied = (await said(town, "invitation")).rows[0][0].copy or ""
    await town.type("resident", first)
    assert await role(town, "resident") is None
    await town.type("resident", f"/start {copied.partition('=')[2]}")
    assert await role(town, "resident") == (Role.HEAD, None)


async def test_a_blocked_person_does_not_come_back_by_any_link(town: Phones) -> None:
    before = await invite(town, "executor/housing")
    await press(town, PeopleDo.BLOCK, "ann", "yes")
    town.town.clock.move(minutes=5)
    after = await invite(town, "executor/housing")
    for link in (before, after):
        await town.type("ann", link)
        assert await role(town, "ann") is None
        assert "Вам закрыли доступ" in await text(town, "refusal", "ann")
    assert ("linkrefused", town.user("ann")) in await town.town.audited()
    await press(town, PeopleDo.UNBLOCK, "ann")
    assert await role(town, "ann") == (Role.EXECUTOR, "roads")
    await town.type("resident", before)
    assert await role(town, "resident") == (Role.EXECUTOR, HOUSING)


async def test_whoever_was_dismissed_comes_back_only_by_a_link_that_was_made_after_that(town: Phones) -> None:
    before = await invite(town, "executor/housing")
    await press(town, PeopleDo.DISMISS, "ann", "department")
    await town.type("ann", before)
    assert await role(town, "ann") is None
    assert "сделана раньше, чем вам закрыли доступ" in await text(town, "refusal", "ann")
    town.town.clock.move(minutes=5)
    await town.type("ann", await invite(town, "executor/housing"))
    assert await role(town, "ann") == (Role.EXECUTOR, HOUSING)


async def test_links_of_a_coordinator_who_is_one_no_more_open_nothing_and_the_report_says_so(town: Phones) -> None:
    await town.town.enrol("second", Role.COORDINATOR)
    link = await invite(town, "coordinator", by="second")
    await press(town, PeopleDo.ROLE, "second", "observer")
    await town.type("resident", link)
    assert await role(town, "resident") is None
    assert "Отменили открытые ссылки этого человека: 1" in await text(town, "handed_over", "coordinator")
