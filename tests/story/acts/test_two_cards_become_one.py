"""Two cards are one problem, or one card is two: the coordinator joins and parts them from the phone."""

from incidents.official import Role
from tests.kit.story_town import PETER, Story


async def test_two_cards_are_joined_and_parted_again(town: Story) -> None:
    coordinator, roads = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    first = await town.message(roads, "ул. Энергетиков, 29", button="Принять")
    number = first["text"].rsplit("№ ", 1)[1].split()[0]
    await town.post("Непонятно чей фонарь мигает третью ночь, куда звонить?", by=PETER)
    await town.message(town.who(Role.EXECUTOR, "improvement"), "фонарь мигает", button="Принять")
    lost = await town.to_check(coordinator, "фонарь мигает", button="Ещё…")
    await town.press(coordinator, lost, "Ещё…")
    more = await town.message(coordinator, "Что ещё можно", button="Объединить")
    await town.press(coordinator, more, "Объединить")
    which = await town.message(coordinator, "С чем объединить", button="Другой номер")
    await town.press(coordinator, which, "Другой номер")
    await town.message(coordinator, "Напишите номер цифрами")
    await town.control.type(coordinator, number)
    sure = await town.message(coordinator, f"с № {number}?", button="Объединить")
    toast = await town.press(coordinator, sure, "Объединить")
    assert toast is not None and toast.startswith(f"Объединили с № {number}")
    await town.message(coordinator, "Сообщения жителей теперь там", button="Вернуть отдельно")
    await town.message(roads, "ул. Энергетиков, 29", "2 жителя")
    folded = await town.message(coordinator, "Сообщения жителей теперь там", button="Вернуть отдельно")
    await town.press(coordinator, folded, "Вернуть отдельно")
    await town.message(coordinator, "фонарь мигает", button="Ещё…")
