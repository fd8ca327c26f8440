"""People of the desk over real HTTP: commands, enrolment, leave, duty, groups."""

from incidents.people import Role
from tests.story.town import Story, labels


async def test_a_coordinator_finds_a_card_and_sees_what_waits_for_a_decision(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")

    await town.control.type(executor, "/find энергетиков 29")
    found = await town.message(executor, "Нашли 1: энергетиков 29", button="1")
    await town.press(executor, found, "1")

    async def brought() -> bool:
        return bool((await town.message(executor, "ул. Энергетиков, 29", button="Принять"))["message_id"] > card["message_id"])

    await town.until(brought, "a fresh card comes")
    fresh = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, fresh, "Не наше")
    await town.message(coordinator, "ул. Энергетиков, 29")
    await town.control.type(coordinator, "/queue")
    queue = await town.message(coordinator, "Ждёт вашего решения: 1", button="Чьё: 1")
    await town.press(coordinator, queue, "Чьё: 1")
    kind = await town.message(coordinator, "Никому не назначено: 1", button="Вся очередь")
    assert kind["message_id"] == queue["message_id"]

    await town.control.type(executor, "/queue")
    await town.message(executor, "Команда /queue не для вашей роли")

    async def offered() -> bool:
        menus = {who: (await town.control.get(f"tg/chat/{who}"))["chat"]["commands"] for who in (coordinator, executor)}
        names = {who: {one["command"] for one in menu} for who, menu in menus.items()}
        return "queue" in names[coordinator] and "find" in names[executor] and "queue" not in names[executor]

    await town.until(offered, "each role has its own menu")
    await town.control.type(coordinator, "/summary")
    summary = await town.message(coordinator, "Пришло 1", button="Вчера")
    assert labels(summary)[-2:] == ["Вчера", "Неделя"]
