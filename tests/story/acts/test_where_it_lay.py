"""An overdue card: the chief reads where it lay, the reason is asked for, and the head sees it beside the figure."""

from datetime import datetime, timedelta

from incidents.deadlines.reminders import CHIEF_AFTER
from incidents.official import Role
from tests.kit.story_town import SLOW, Story


async def test_the_reason_of_a_delay_is_asked_for_and_stands_beside_the_figure(town: Story) -> None:
    executor, chief, head = town.who(Role.EXECUTOR, "roads"), town.who(Role.CHIEF, "roads"), town.who(Role.HEAD)
    zone = town.district.timezone
    await town.post("На Энергетиков у дома 29 яма на дороге уже месяц, когда заделают?")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    await town.message(executor, "приняли в ")
    async with town.app.storage.transaction() as tx:
        due_by = next(each.due_by for each in await tx.incidents.unfinished() if each.place.house == "29")
    assert due_by is not None
    await town.set_speed(SLOW)  # an hour later it is the coordinator's turn
    await town.jump_to(town.district.calendar.add(due_by, CHIEF_AFTER + timedelta(minutes=5)))
    asked = await town.message(chief, "Отделу нужна помощь", "Где лежало: маршрут ", "согласование 0")
    assert "отдел " in asked["text"]
    await town.jump_to(datetime(2026, 11, 25, 16, 30, tzinfo=zone))
    question = await town.message(executor, "Утром это увидит глава", button="Причина")
    await town.press(executor, question, "Причина")
    menu = await town.message(executor, "ричин", button="Нет техники")
    await town.press(executor, menu, "Нет техники")
    await town.jump_to(datetime(2026, 11, 26, 7, 30, tzinfo=zone))
    summary = await town.message(head, "Четверг, 26 ноября")
    assert "отдел дорожного хозяйства 1, нет техники" in summary["text"]
