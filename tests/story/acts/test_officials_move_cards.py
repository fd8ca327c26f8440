"""A card finds another owner in three taps, and whoever was hasty takes it back."""

from incidents.official import Role
from tests.kit.story_town import Story, labels


async def test_not_ours_reaches_the_right_department_in_three_taps_and_can_be_taken_back(town: Story) -> None:
    executor, other = town.who(Role.EXECUTOR, "roads"), town.who(Role.EXECUTOR, "improvement")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Не наше")
    await town.press(executor, card, "Не наше")
    menu = await town.message(executor, "Чьё это, по-вашему?", button="Не знаю чьё")
    assert labels(menu) == ["1. Благоустройства", "Другой отдел…", "Не знаю чьё", "Назад"]
    await town.press(executor, menu, "Другой отдел…")
    menu = await town.message(executor, "Чьё это, по-вашему?", "1. Отдел благоустройства", "2. Отдел архитектуры", button="Дальше")
    (label,) = [label for label in labels(menu) if "лагоустр" in label]
    toast = await town.press(executor, menu, label)
    assert toast is not None and toast.endswith("Передумали? «Вернуть» работает 10 минут")
    await town.message(other, "ул. Энергетиков, 29", "передали коллеги (исполнитель, отдел дорожного хозяйства)", button="Принять")
    mine = await town.message(executor, "ул. Энергетиков, 29", button="Вернуть в отдел")
    assert await town.press(executor, mine, "Вернуть в отдел") == "Вернули, как было"
    back = await town.message(executor, "ул. Энергетиков, 29", button="Не наше")
    assert back["message_id"] > card["message_id"]  # what has left a chat is not written over: the card comes anew


async def test_a_closing_is_taken_back_within_ten_minutes_and_the_log_tells_of_both(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    accepted = await town.message(executor, "приняли в ", button="Ещё…")
    await town.press(executor, accepted, "Ещё…")
    await town.press(executor, await town.message(executor, "Что ещё можно", button="Закрыть"), "Закрыть")
    await town.press(executor, await town.message(executor, "Чем закончилось?"), "Разъяснили")
    asked = await town.message(executor, "Жителю ещё не ответили. Разъяснить сейчас?", button="Разъяснить")
    toast = await town.press(executor, asked, "Закрыть без ответа")
    assert toast == "Закрыто. Передумали? «Вернуть» работает 10 минут"
    closed = await town.message(executor, "✅ Разъяснили", button="Вернуть в работу")
    await town.press(executor, closed, "Вернуть в работу")
    again = await town.message(executor, "приняли в ", button="Ответить")
    assert again["message_id"] == card["message_id"]
    await town.press(executor, again, "Ещё…")
    await town.press(executor, await town.message(executor, "Что ещё можно", button="История"), "История")
    log = await town.message(executor, "История:", "закрыли: разъяснили", "вернули, как было: закрытие")
    assert "приняли" in log["text"]
    await town.press(executor, log, "Назад")
    await town.gone(executor, "История:")
    await town.jump(minutes=11)
    settled = await town.message(executor, "приняли в ", button="Открыть пост")
    assert not any(label.startswith("Вернуть") for label in labels(settled))
