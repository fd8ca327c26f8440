"""Commands through the real inbox: who gets which list, and what a command of another role is told."""

from collections.abc import AsyncIterator

import pytest

from bot.renderer import Renderer
from bot.telegram.command_menus import NOTHING, Menus, wanted
from handlers.kit.buttons import ListButton, Listed
from incidents.delivery import Say
from incidents.incident import Act, ClosingOutcome, Untold
from incidents.official import Role
from tests.kit.desk_town import konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


@pytest.mark.parametrize(
    ("command", "code", "in_group"),
    [("/queue", "queue", "queue"), ("/summary", "summary_for", "summary_for"), ("/sources", "sources", "chat_which")],
)
async def test_a_list_comes_in_private_wherever_it_is_asked(town: Phones, command: str, code: str, in_group: str) -> None:
    """«/sources» in a group asks, in private too, what that group is."""
    await town.type("coordinator", command)
    await town.type("coordinator", command, chat=GROUP)
    assert await town.town.says() == [(code, town.user("coordinator")), (in_group, town.user("coordinator"))]


async def test_a_command_of_another_role_is_told_whose_it_is(town: Phones) -> None:
    await town.type("ann", "/queue")
    (row,) = await town.town.rows()
    assert row.code == "refusal"
    assert row.params["text"] == "Команда /queue не для вашей роли, ею пользуется координатор. Ваши команды покажет /help"
    assert await town.town.audited() == [("forbidden", town.user("ann"))]


async def test_a_command_that_does_not_exist_leads_to_help(town: Phones) -> None:
    await town.type("ann", "/nothing")
    (row,) = await town.town.rows()
    assert "Такой команды нет" in str(row.params["text"])
    assert await town.town.audited() == []


async def test_a_page_is_turned_in_place_and_a_foreign_list_is_refused(town: Phones) -> None:
    await town.press("coordinator", ListButton(what=Listed.QUEUE, key="topic", page=1), message_id=61)
    (row,) = await town.town.rows()
    assert row.params == {"key": "topic", "page": 1, "edit": 61}
    toast = await town.press("ann", ListButton(what=Listed.QUEUE, key="", page=0))
    assert toast == "Этот список видит координатор. Что ждёт вас, покажет /my"
    await town.press("ann", ListButton(what=Listed.DONE, key="", page=0))
    assert (await town.town.says())[-1] == ("done", town.user("ann"))


async def test_a_command_is_no_answer_to_a_question(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await town.press("ann", f"c1:answer:{incident.id}")
    await town.type("ann", "/my")
    assert (await town.town.says())[-1] == ("my", town.user("ann"))
    await town.type("ann", "Здравствуйте! Сегодня откачаем воду.")
    assert (await town.town.says())[-1] == ("answer", town.user("ann"))


async def test_every_official_has_the_menu_of_their_role_and_it_follows_the_role(town: Phones) -> None:
    menus = Menus(town.town.storage, town.bot)
    assert await menus.step() == len(town.town.people)
    assert await menus.step() == 0
    offered = {body["scope"]: body["commands"] for method, body in town.telegram.calls if method == "setMyCommands"}
    of = {name: next(value for scope, value in offered.items() if str(town.user(name)) in scope) for name in ("coordinator", "ann")}
    assert "queue" in of["coordinator"]
    assert "queue" not in of["ann"]
    ann = await town.town.enrol("ann", Role.COORDINATOR, user_id=town.user("ann"))
    assert await menus.step() == 1
    assert wanted(ann) != NOTHING


async def test_whoever_cannot_have_a_menu_is_not_asked_again(town: Phones) -> None:
    town.telegram.says["setMyCommands"] = (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})
    menus = Menus(town.town.storage, town.bot)
    assert await menus.step() > 0
    assert await menus.step() == 0


async def shown(town: Phones, code: str, **params: int | str) -> str:
    """A list as a coordinator reads it."""
    coordinator = town.town.who("coordinator")
    await town.town.sweep_outbox()
    async with town.town.storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=coordinator.user_id, code=code, params={"official": coordinator.id, **params}))
    (row,) = await town.town.rows()
    async with town.town.storage.transaction() as tx:
        return parse((await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())).html)


async def test_the_lists_are_made_from_what_stands_in_the_database(town: Phones) -> None:
    assert "Решать сейчас нечего" in await shown(town, "queue", key="", page=0)
    assert "За неделю закрытых нет" in await shown(town, "done", page=0)
    assert "«Подслушано Конаково», ВК: ещё не читали" in await shown(town, "sources", page=0)
    incident = await town.town.open()
    await town.town.act(incident.id, Act.RETURN, "ann")
    assert "Никому не назначено: 1" in await shown(town, "queue", key="", page=0)
    assert (await shown(town, "queue", key="route", page=3)).startswith("Никому не назначено: 1\n1. ")
    assert "Ждёт вашего решения: 1" in await shown(town, "queue", key="forged", page=0)
    await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert "Сделано за неделю: 1" in await shown(town, "done", page=7)
    assert "с 18 ноября" in await shown(town, "summary_for", key="week")
    assert "Вторник, 24 ноября" in await shown(town, "summary_for", key="forged")
    town.town.clock.move(days=8)
    assert "За неделю закрытых нет" in await shown(town, "done", page=0)
