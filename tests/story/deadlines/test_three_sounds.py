"""A reminder is a guest: it replaces the former one and goes when its act is done; phones ring three times for one incident."""

from datetime import datetime

from incidents.official import Role
from tests.kit.story_town import Story


async def test_reminders_come_one_after_another_and_none_is_left_when_the_act_is_done(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге уже месяц, когда заделают?")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.jump(minutes=46)
    first = await town.message(executor, "Ещё не приняли")
    assert first["silent"]
    await town.press(executor, card, "Принять")
    await town.gone(executor, "Ещё не приняли")
    await town.jump(hours=5)
    await town.message(executor, "Половина срока прошла")
    await town.jump_to(datetime.fromisoformat("2026-11-24T17:10:00+03:00"))  # 80 % of the time is over soon, and it is no evening yet
    await town.message(executor, "До срока")
    await town.jump_to(datetime.fromisoformat("2026-11-25T10:00:00+03:00"))
    await town.message(executor, "Срок вышел")
    await town.gone(executor, "До срока")
    rang = [m for m in await town.control.chat(executor) if m["html"] and not m["silent"] and "подключены" not in m["text"]]
    assert len(rang) <= 3
