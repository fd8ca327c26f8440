"""The head orders from a card; the chief replies to the order; the head reads it at once and lets the card go."""

from incidents.official import Role
from tests.kit.story_town import Story


async def test_an_order_is_reported_by_a_reply_and_let_go(town: Story) -> None:
    head, chief, executor = town.who(Role.HEAD), town.who(Role.CHIEF, "roads"), town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    await town.message(executor, "ул. Энергетиков, 29")
    await town.control.type(head, "/find Энергетиков")
    found = await town.message(head, "Энергетиков")
    await town.press(head, found, next(b["text"] for row in found["buttons"] for b in row if "1" in b["text"]))
    card = await town.message(head, "ул. Энергетиков, 29", button="Поручить…")
    await town.press(head, card, "Поручить…")
    await town.press(head, await town.message(head, "Когда доложить?"), "Сегодня до 16:00")
    await town.message(head, "Что поручить?", button="Без слов")
    await town.control.type(head, "Огородить яму сегодня и доложить, когда заделают")
    await town.message(head, "Поручили, доложат до вт 24 ноября, 16:00")
    order = await town.message(chief, "Поручение главы:", "«Огородить яму сегодня", button="Доложить")
    await town.message(executor, "📌", "ул. Энергетиков, 29")
    await town.control.type(chief, "Огородили, заделаем завтра", reply_to_message_id=order["message_id"])
    report = await town.message(head, "Доложили:", "«Огородили, заделаем завтра»", button="Снять с контроля")
    assert await town.press(head, report, "Снять с контроля") == "Приняли и сняли с контроля"
    await town.message(chief, "Доклад приняли")
