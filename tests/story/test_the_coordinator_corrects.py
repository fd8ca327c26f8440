"""The reader was not sure or was wrong: the coordinator says what it is about and where, and the card goes where it belongs."""

from incidents.people import Role
from tests.story.town import Story, labels


async def test_two_taps_settle_the_topic_and_a_few_words_the_place(town: Story) -> None:
    coordinator = town.who(Role.COORDINATOR)
    await town.post("Ларёк на Вокзальной пиво подросткам отпускает ночью, полиция в курсе?")
    card = await town.message(coordinator, "Проверьте тему", button="Другая тема…")
    likely = labels(card)[:2]
    assert "Похоже на разное" in card["text"]
    toast = await town.press(coordinator, card, likely[1])
    assert toast is not None and toast.startswith("Запомнили: ")
    await town.gone(coordinator, "Проверьте тему")

    roads = town.who(Role.EXECUTOR, "roads")
    await town.post("Огромная яма на дороге, колесо пробил, когда заделаете?")
    lost = await town.message(coordinator, "Непонятно, где", button="Указать место")
    await town.press(coordinator, lost, "Указать место")
    await town.message(coordinator, "Где это?", button="Список посёлков")
    await town.control.type(coordinator, "лесная 12а")
    several = await town.message(coordinator, "Таких мест несколько", "Редкино, ул. Лесная, 12А")
    await town.press(coordinator, several, "2. Редкино")
    taken = await town.message(roads, "Редкино, ул. Лесная, 12А", button="Принять")
    assert "место указал координатор" in taken["text"]
    await town.gone(coordinator, "Таких мест несколько")
