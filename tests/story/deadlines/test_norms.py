"""A norm is changed in the chat and the very next card goes by it."""

from incidents.official import Role
from tests.kit.story_town import Story


async def test_the_next_card_goes_by_the_norm_that_was_just_typed(town: Story) -> None:
    executor, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR)
    await town.control.type(coordinator, "/norms")
    menu = await town.message(coordinator, "Нормы округа", button="1")
    await town.press(coordinator, menu, "1")
    await town.message(coordinator, "Ответить жителю:", "Сколько нужно?")
    await town.control.type(coordinator, "2 ч")
    await town.message(coordinator, "Ответить жителю: 2 ч рабочих (изменено)")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    assert "Ответить до вт 24 ноября" in card["text"]
