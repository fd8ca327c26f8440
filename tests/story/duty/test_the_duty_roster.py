"""The roster by taps: a week is filled, a shift changes hands, the gap of the weekend is told on Friday, a danger wakes whoever took it."""

import re
from datetime import datetime

from incidents.official import Role
from tests.kit.story_town import Story


async def test_a_week_is_filled_a_shift_is_swapped_and_a_danger_finds_whoever_took_it(town: Story) -> None:
    coordinator, duty, mate = town.who(Role.COORDINATOR), town.who(Role.DUTY), 9101
    await town.control.post("town", users=[{"id": mate, "first_name": "Сменщиков"}])
    await town.control.type(coordinator, "/people")
    await town.press_data(coordinator, await town.message(coordinator, "Сотрудников:"), "p1:invite:0:duty")
    link = re.search(r"start=(\S+)", (await town.message(coordinator, "Ссылка для одного человека"))["text"])
    assert link is not None
    await town.control.type(mate, f"/start {link[1]}")
    await town.message(mate, "Вы подключены: дежурный")

    await town.control.type(coordinator, "/duty")
    for day in ("ср 25", "чт 26", "пт 27"):  # three taps a day
        await town.press(coordinator, await town.message(coordinator, "Дежурства, ", button=day), day)
        await town.press(coordinator, await town.message(coordinator, "Кто дежурит?", button="Сменщиков"), "Сменщиков")
        await town.press(coordinator, await town.message(coordinator, "Когда дежурство?", button="Сутки, 8–8"), "Сутки, 8–8")
        await town.message(coordinator, f"{day}: Сменщиков сутки")
    await town.message(coordinator, "Никого: вт 24", "сб 28")
    await town.message(mate, "Ваши дежурства", "ср 25 ноября, 8:00 – чт 26 ноября, 8:00", button="Поменяться")

    await town.press(mate, await town.message(mate, "Ваши дежурства", button="Поменяться"), "Поменяться")
    await town.press(mate, await town.message(mate, "Какую смену отдать?", button="1"), "1")
    offer = await town.message(mate, "Смена ср 25 ноября", "просто отдать")
    gift = next(b["text"] for row in offer["buttons"] for b in row if b["text"].startswith("Отдать"))
    await town.press(mate, offer, gift)
    asked = await town.message(duty, "Просят взять дежурство: ср 25 ноября", "Просит: Сменщиков", button="Беру")
    assert await town.press(duty, asked, "Беру") == "Смена ваша. Тому, кто просил, сказали"
    await town.message(mate, "Смену взяли: ср 25 ноября")

    await town.jump_to(datetime(2026, 11, 25, 8, 1, tzinfo=town.district.timezone))
    await town.message(duty, "Вы на дежурстве до чт 26 ноября, 8:00")
    await town.post("Осторожно, с крыши дома Ленина 17 прямо сейчас падают глыбы льда, чуть не убило ребёнка")
    await town.message(duty, "⚠️", "пр-т Ленина, 17", button="Принято, выезжаем")
    assert not [text for text in await town.texts(mate) if "Ленина" in text]

    await town.jump_to(datetime(2026, 11, 27, 10, 1, tzinfo=town.district.timezone))
    await town.message(coordinator, "В графике дежурств пусто", "сб 28, вс 29, пн 30", button="Открыть график")
