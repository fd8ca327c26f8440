"""Links over real HTTP: the last coordinator opens their own, an official moves by one, a stranger's is cancelled."""

import re
from typing import Any

from incidents.official import Role
from tests.kit.story_town import Story, labels

NEWCOMER = 9102


async def invited(town: Story, coordinator: int, choice: str, title: str) -> tuple[str, dict[str, Any]]:  # Any: JSON of the control API
    """What the bearer of a new link types, and the message that carried it."""
    await town.control.type(coordinator, "/people")
    menu = await town.message(coordinator, "Сотрудников:", button="Пригласить")
    await town.press_data(coordinator, menu, f"p1:invite:0:{choice}")
    message = await town.message(coordinator, f"на сутки: {title}", button="Отменить ссылку")
    link = re.search(r"start=(\S+)", message["text"])
    assert link is not None
    return f"/start {link[1]}", message


async def test_a_link_asks_officials_first_is_announced_and_can_be_taken_back(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.control.post("town", users=[{"id": NEWCOMER, "first_name": "Новикова"}])
    link, _ = await invited(town, coordinator, "executor/housing", "исполнитель")
    await town.control.type(coordinator, link)
    await town.message(coordinator, "Вы последний координатор", "Ссылка цела")

    await town.control.type(executor, link)
    question = await town.message(executor, "Вы уже исполнитель", "Перейти туда?", button="Остаться")
    assert labels(question) == ["Перейти", "Остаться"]
    assert "Ссылка цела" in (await town.press(executor, question, "Остаться") or "")
    await town.gone(executor, "Перейти туда?")
    await town.control.type(executor, link)
    question = await town.message(executor, "Перейти туда?", button="Перейти")
    assert "Теперь: исполнитель" in (await town.press(executor, question, "Перейти") or "")
    await town.message(executor, "Ваша роль теперь: исполнитель, отдел")
    await town.message(coordinator, "Новая роль по ссылке:", "кто её сделал:", button="Закрыть доступ")
    await town.control.type(NEWCOMER, link)
    await town.message(NEWCOMER, "Ссылка уже использована или устарела")

    link, carrier = await invited(town, coordinator, "head", "глава")
    assert "Ссылка отменена" in (await town.press(coordinator, carrier, "Отменить ссылку") or "")
    await town.message(coordinator, "Открытых ссылок нет")
    await town.control.type(NEWCOMER, link)

    link, _ = await invited(town, coordinator, "observer", "наблюдатель")
    await town.control.type(NEWCOMER, link)
    await town.message(NEWCOMER, "Вы подключены: наблюдатель")
    told = await town.message(coordinator, "Подключён новый сотрудник: Новикова, наблюдатель", button="Закрыть доступ")
    await town.press(coordinator, told, "Закрыть доступ")
    sure = await town.message(coordinator, "Закрыть доступ?", "Новикова", button="Закрыть доступ")
    assert sure["message_id"] == told["message_id"]
    assert await town.press(coordinator, sure, "Закрыть доступ") == "Доступ закрыт"
    link, _ = await invited(town, coordinator, "approver", "согласующий")
    await town.control.type(NEWCOMER, link)
    await town.message(NEWCOMER, "Вам закрыли доступ, ссылка его не откроет")
