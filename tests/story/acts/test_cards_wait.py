"""A card waits for a day or for somebody else's answer, and comes back by itself; colleagues leave notes and reasons on it."""

from datetime import datetime

from incidents.official import Role
from tests.kit.story_town import Json, Story


async def more(town: Story, who: int, label: str) -> None:
    """«Ещё…» on the card, then this button."""
    card = await town.message(who, "ул. Энергетиков, 29", button="Ещё…")
    await town.press(who, card, "Ещё…")
    await town.press(who, await town.message(who, "Что ещё можно", button=label), label)


async def accepted(town: Story) -> tuple[int, Json]:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге уже месяц, когда заделают?")
    await town.press(executor, await town.message(executor, "ул. Энергетиков, 29", button="Принять"), "Принять")
    return executor, await town.message(executor, "приняли в ")


async def test_a_postponed_card_comes_back_in_the_morning_of_its_day(town: Story) -> None:
    executor, _card = await accepted(town)
    await more(town, executor, "Отложить")
    toast = await town.press(executor, await town.message(executor, "До какого дня отложить?"), "Завтра")
    assert toast is not None and toast.startswith("Отложили до ср 25 ноября, 9:00")
    await town.message(executor, "Отложено до ср 25 ноября, 9:00, вернём сами", button="Вернуть сейчас")
    await town.jump_to(datetime(2026, 11, 25, 9, 1, tzinfo=town.district.timezone))
    await town.message(executor, "Вернулось из отложенных", button="Ответить")
    await town.message(executor, "приняли 24 ноября")


async def test_somebody_elses_answer_is_waited_for_and_asked_about_again(town: Story) -> None:
    executor, card = await accepted(town)
    await more(town, executor, "Передать вовне")
    await town.message(executor, "Кому передали?")
    await town.control.type(executor, "дорожная служба области")
    await town.press(executor, await town.message(executor, "До какого дня обещали ответить?"), "Завтра")
    await town.message(executor, "Номер письма?")
    await town.control.type(executor, "412")
    await town.message(executor, "Записали: ждём чужой ответ", button="Ответить")
    waits = await town.message(executor, "Ждём чужой ответ: ", "дорожная служба области", "письмо № 412", button="Напомнить им")
    assert waits["message_id"] == card["message_id"]
    await town.jump_to(datetime(2026, 11, 25, 10, 1, tzinfo=town.district.timezone))
    again = await town.message(executor, "Пора спросить снова: дорожная служба области", button="Ответ пришёл")
    assert await town.press(executor, again, "Ответ пришёл") == "Хорошо. Теперь ответьте жителю"
    await town.message(executor, "Ответ пришёл, теперь жителю", button="Ответить")


async def test_a_note_and_a_reason_stand_on_every_copy_and_never_under_the_post(town: Story) -> None:
    coordinator = town.who(Role.COORDINATOR)
    executor, _card = await accepted(town)
    await more(town, executor, "Заметка своим")
    await town.message(executor, "Что передать своим?")
    await town.control.type(executor, "Ключ от шлагбаума у сторожа")
    await town.message(executor, "Заметка отдела дорожного хозяйства, ", "Ключ от шлагбаума у сторожа")
    await more(town, executor, "Причина")
    await town.press(executor, await town.message(executor, "Что мешает?"), "Нет техники")
    await town.message(executor, "Причина задержки: нет техники")
    assert not [text for text in await town.texts(coordinator) if "Ключ от шлагбаума" in text]
