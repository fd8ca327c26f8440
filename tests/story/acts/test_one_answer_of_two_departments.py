"""One problem needs two departments: the second department gives its facts, the first one answers, the resident hears one voice."""

from incidents.official import Role
from tests.kit.story_town import Story, labels


async def test_facts_of_a_co_executor_come_to_the_collector(town: Story) -> None:
    coordinator, roads, housing = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads"), town.who(Role.EXECUTOR, "housing")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже месяц, когда заделают?")
    mine = await town.message(roads, "ул. Энергетиков, 29", button="Принять")
    number = mine["text"].rsplit("№ ", 1)[1].split()[0]
    await town.control.type(coordinator, f"/find {number}")
    found = await town.message(coordinator, f"№ {number}")
    await town.press(coordinator, found, next(label for label in labels(found) if number in label))
    card = await town.message(coordinator, "ул. Энергетиков, 29", button="Ещё…")
    await town.press(coordinator, card, "Ещё…")
    await town.press(coordinator, await town.message(coordinator, "Что ещё можно", button="Соисполнитель"), "Соисполнитель")
    menu = await town.message(coordinator, "Чьи факты нужны")
    await town.press(coordinator, menu, next(label for label in labels(menu) if label.endswith("ЖКХ")))
    menu = await town.message(coordinator, "Чьи факты нужны", button="Спросить отмеченных")
    toast = await town.press(coordinator, menu, "Спросить отмеченных")
    assert toast == "Ждём факты: отдел ЖКХ"

    theirs = await town.message(housing, "Нужны ваши факты", button="Дать факты")
    await town.press(housing, theirs, "Дать факты")
    await town.message(housing, "Что известно вашему отделу")
    await town.control.type(housing, "Под ямой наша труба, заменим к 18:00")
    await town.message(roads, "Факты собраны", "заменим к 18:00", button="Ответить")
    collected = await town.message(roads, "факты есть ✓", button="Принять")
    assert collected["message_id"] == mine["message_id"]
    await town.message(housing, "Ваши факты получены")
