"""The reader did not know where, or was wrong about what: the coordinator says it in a few words, and the card goes where it belongs."""

from incidents.official import Role
from tests.kit.story_town import Story, labels


async def test_a_few_words_settle_the_place_and_a_word_the_topic(town: Story) -> None:
    coordinator, roads = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.post("Огромная яма на дороге, колесо пробил, когда заделаете?")
    await town.message(roads, "Место не названо", button="Принять")
    lost = await town.to_check(coordinator, "Место не названо", button="Указать место")
    await town.press(coordinator, lost, "Указать место")
    await town.message(coordinator, "Где это?", button="Список посёлков")
    await town.control.type(coordinator, "лесная 12а")
    several = await town.message(coordinator, "Таких мест несколько", "Редкино, ул. Лесная, 12А")
    await town.press(coordinator, several, "2. Редкино")
    taken = await town.message(roads, "Редкино, ул. Лесная, 12А", button="Принять")
    assert "место указали" in taken["text"]
    await town.gone(coordinator, "Таких мест несколько")

    mine = await town.message(coordinator, "Редкино, ул. Лесная, 12А", button="Тема и место")
    await town.press(coordinator, mine, "Тема и место")
    await town.press(coordinator, await town.message(coordinator, "Что поправить?", button="Тема"), "Тема")
    await town.press(coordinator, await town.message(coordinator, "О чём это?", button="Найти по слову"), "Найти по слову")
    await town.message(coordinator, "Например: светофор")
    await town.control.type(coordinator, "светофор")
    found = await town.message(coordinator, "Нашли темы")
    toast = await town.press(coordinator, found, next(label for label in labels(found) if label.startswith("1. ")))
    assert toast is not None and toast.startswith("Запомнили: светофор")
    await town.message(roads, "Светофор", "Редкино, ул. Лесная, 12А")
