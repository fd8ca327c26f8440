"""Somebody calls: /new keeps the telephone apart, whoever accepts the card sees it, calls back, and the head's figures count that."""

from incidents.official import Role
from tests.kit.story_town import Story, labels

PHONE = "8 900 000-00-17"


async def test_who_called_is_seen_by_whoever_accepted_and_the_log_says_who_looked(town: Story) -> None:
    coordinator, executor, chief = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads"), town.who(Role.CHIEF, "roads")
    head = town.who(Role.HEAD)
    await town.control.type(coordinator, "/new На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    await town.message(coordinator, "Кому перезвонить?", button="Пропустить")
    await town.control.type(coordinator, f"Выдуманная Анна, {PHONE}")
    await town.message(coordinator, "Записали, кому перезвонить", "Сотрём через 30 дней")
    draft = await town.message(coordinator, "Завести сообщение?", "ул. Энергетиков, 29", button="Завести")
    await town.press(coordinator, draft, "Завести")
    card = await town.message(executor, "ул. Энергетиков, 29", "Просят перезвонить. Кому, видит тот, кто принял", button="Принять")
    await town.press(executor, card, "Принять")
    taken = await town.message(executor, "Просят перезвонить: «Ещё…»", button="Ещё…")
    await town.press(executor, taken, "Ещё…")
    more = await town.message(executor, button="Кому перезвонить")
    await town.press(executor, more, "Кому перезвонить")
    whom = await town.message(executor, "Кому перезвонить", PHONE, "яма на дороге", button="Перезвонили")
    await town.control.type(head, "/summary")
    await town.message(head, "ответили на 0")
    await town.press(executor, whom, "Перезвонили")
    await town.message(executor, "Что сказали?", "яма на дороге", "Имя и телефон не пишите")
    await town.control.type(executor, "Знаем, заделаем до 27 ноября")
    await town.message(executor, "Записали, что перезвонили", "Время ответа засчитано")
    said = await town.message(executor, "✅ Перезвонили 24 ноября, ", ", отдел дорожного хозяйства: «Знаем, заделаем до 27 ноября»")
    assert "Ответ опубликован" not in said["text"] and "Просят перезвонить" not in said["text"]
    assert not {"Открыть ответ", "Поправка"} & set(labels(said))
    await town.control.type(head, "/summary")
    await town.message(head, "ответили на 1")
    await town.control.type(coordinator, "/find Энергетиков")
    await town.press(coordinator, await town.message(coordinator, "Энергетиков", button="1"), "1")
    await town.press(coordinator, await town.message(coordinator, "ул. Энергетиков, 29", button="Ещё…"), "Ещё…")
    await town.press(coordinator, await town.message(coordinator, button="История"), "История")
    await town.message(coordinator, "История:", "посмотрели, кому перезвонить", ": перезвонили")
    for chat in (chief, coordinator, head):
        assert not any(PHONE in text for text in await town.texts(chat) if not text.startswith("Выдуманная"))
