"""A department begins with a trial week: only the coordinator sees its cards; then they go by the coordinator's hand."""

from datetime import datetime

from incidents.official import Role
from tests.kit.story_town import Story


async def test_a_department_learns_for_a_week_and_then_works_by_the_coordinators_hand(town: Story) -> None:
    executor, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR)
    await town.control.type(coordinator, "/modes")
    menu = await town.message(coordinator, "Как работают отделы")
    line = next(line for line in menu["text"].splitlines() if "орожного хозяйства" in line)
    await town.press(coordinator, menu, line.split(".")[0])
    await town.press(coordinator, await town.message(coordinator, "дорожного хозяйства: сам", button="Учебная неделя"), "Учебная неделя")
    await town.message(coordinator, "дорожного хозяйства: учебная неделя, до 1 декабря", button="Назад")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(coordinator, "Учебная неделя: отделу не ушло", button="Другому…")
    await town.press(coordinator, card, card["buttons"][0][0]["text"])
    await town.message(coordinator, "бот отправил бы туда же")
    assert not [text for text in await town.texts(executor) if "Энергетиков" in text]
    await town.jump_to(datetime(2026, 11, 25, 8, 30, tzinfo=town.district.timezone))
    await town.message(coordinator, "Учебная неделя: до 1 декабря", "совпало 1 из 1")
    await town.jump_to(datetime(2026, 12, 2, 9, 1, tzinfo=town.district.timezone))
    await town.message(coordinator, "Учебная неделя закончилась")
    await town.post("На улице Баскакова у дома 5 яма на дороге, машины объезжают по газону")
    card = await town.message(coordinator, "Баскакова", "Передайте одним касанием", button="Другому…")
    await town.press(coordinator, card, card["buttons"][0][0]["text"])
    await town.message(executor, "Баскакова", button="Принять")
