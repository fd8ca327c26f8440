"""The evening's proposal is in the morning's summary, the head orders from it and reads the report; «Что сказать»."""

from incidents.official import Role
from tests.kit.story_town import Story, labels


async def test_what_was_proposed_in_the_evening_is_decided_in_the_morning(town: Story) -> None:
    head, coordinator, chief = town.who(Role.HEAD), town.who(Role.COORDINATOR), town.who(Role.CHIEF, "roads")
    executor = town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29")
    number = card["text"].split("№ ")[1].split()[0]
    await town.control.type(coordinator, f"/find {number}")
    found = await town.message(coordinator, "Энергетиков")
    await town.press(coordinator, found, "1")
    await town.press(coordinator, await town.message(coordinator, "ул. Энергетиков, 29", button="Ещё…"), "Ещё…")
    await town.press(coordinator, await town.message(coordinator, "№", button="Главе на решение"), "Главе на решение")
    await town.jump_to(town.clock.now().replace(hour=14, minute=29, second=30))  # 17:29 in Moscow

    evening = await town.message(coordinator, "Главе на решение, 25 ноября: 1", "добавлено вручную", button="Добавить по номеру")
    await town.press(coordinator, evening, "1")
    await town.press(coordinator, await town.message(coordinator, "Предложения нет", button="Предлагаем…"), "Предлагаем…")
    await town.message(coordinator, "Что предложить главе?")
    await town.control.type(coordinator, "закрыть проезд и заделать за день")
    await town.message(coordinator, "Предлагаем закрыть проезд и заделать за день")

    await town.jump_to(town.clock.now().replace(day=25, hour=4, minute=29, second=30))
    morning = await town.message(head, "Среда, 25 ноября", "Решить вам: 1", "Предлагаем закрыть проезд и заделать за день")
    assert labels(morning)[:2] == ["Решить: 1", "Что сказать"]
    await town.press(head, morning, "Решить: 1")
    await town.press(head, await town.message(head, "Карточка по кнопке с номером"), "1")
    await town.press(head, await town.message(head, "ул. Энергетиков, 29", button="Поручить…"), "Поручить…")
    await town.press(head, await town.message(head, "Когда доложить?", button="Голосом"), "Сегодня до 16:00")
    await town.message(head, "Что поручить?")
    await town.control.type(head, "Закрывайте и делайте")
    order = await town.message(chief, "Поручение главы:", "«Закрывайте и делайте»")
    await town.control.type(chief, "Проезд закрыли, к вечеру заделаем", reply_to_message_id=order["message_id"])
    await town.message(head, "Доложили:", "«Проезд закрыли, к вечеру заделаем»", button="Принято")
    await town.press(head, morning, "Решить: 1")
    await town.message(head, "Решать вам больше нечего")

    await town.press(head, morning, "Что сказать")
    told = await town.message(head, "Что сказать · 25 ноября", "Откуда это")
    assert "Спрашивают. За неделю больше всего: " in told["text"]
    assert f"1 сообщение с 18 ноября по 25 ноября; № {number}" in told["text"]
    assert "Открытых обещаний с датой нет" in told["text"]
    await town.press(head, told, "Назад")
    await town.gone(head, "Откуда это")
