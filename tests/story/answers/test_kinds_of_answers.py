"""Kinds of answers, the whole way: an interim answer, the final one after it, a correction of what is published."""

from incidents.official import Role
from tests.kit.story_town import Story, labels


async def test_an_interim_answer_then_the_final_one_then_a_correction_stand_under_the_post(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    accepted = await town.message(executor, "приняли в ", button="Промежуточный")

    await town.press(executor, accepted, "Промежуточный")
    await town.message(executor, "Напишите промежуточный ответ", "ещё 7 дней")
    await town.control.type(executor, "Здравствуйте! Смотрим яму. Завтра напишем срок. Отвечает отдел дорожного хозяйства.")
    preview = await town.message(executor, "Так увидит житель", button="Отправить")
    await town.press(executor, preview, "Отправить")
    waiting = await town.message(executor, "Окончательный ответ до вт 1 декабря", "Промежуточный ответ опубликован", button="Ответить")
    assert waiting["message_id"] == card["message_id"]

    await town.answer(executor, waiting, "Здравствуйте! Яму заделаем до 26 ноября. Отвечает отдел дорожного хозяйства.")
    answered = await town.message(executor, "✅ Ответ опубликован", "Проверили", button="Ещё…")
    await town.press(executor, answered, "Ещё…")
    menu = await town.message(executor, "Что ещё можно", button="Поправка")
    await town.press(executor, menu, "Поправка")
    await town.message(executor, "Какие слова в ответе неверны?")
    await town.control.type(executor, "до 26 ноября")
    await town.message(executor, "А как верно?")
    await town.control.type(executor, "до 27 ноября")
    preview = await town.message(executor, "Поправляем себя", button="Отправить")
    await town.press(executor, preview, "Отправить")
    corrected = await town.message(executor, "✅ Поправка опубликована", "Проверили")
    assert "Открыть ответ" in labels(corrected)

    assert [comment["text"] for comment in await town.comments(post)] == [
        "Здравствуйте! Смотрим яму. Завтра напишем срок. Отвечает отдел дорожного хозяйства.",
        "Здравствуйте! Яму заделаем до 26 ноября. Отвечает отдел дорожного хозяйства.",
        "Поправляем себя: 24 ноября мы написали «до 26 ноября», верно так: «до 27 ноября». Спасибо, что заметили.",
    ]
