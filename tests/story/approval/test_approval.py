"""An answer goes through the press service: switched on in the chat, returned for a date, corrected, published."""

from incidents.official import Role
from tests.kit.story_town import SLOW, SPEED, Story


async def test_the_press_service_gives_an_answer_back_and_lets_the_better_one_out(town: Story) -> None:
    executor, coordinator, press = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR), town.who(Role.APPROVER)
    await town.control.type(coordinator, "/approval")
    modes = await town.message(coordinator, "Согласование ответов: без согласования", button="Все")
    await town.press(coordinator, modes, "Все")
    await town.message(coordinator, "Согласование ответов: все ответы")

    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! Яму заделаем. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "✍️ Ответ на согласовании с ", button="Мой ответ")
    asked = await town.message(press, "Согласовать до ", "нет: когда", button="Вернуть…")
    await town.press(press, asked, "Вернуть…")
    menu = await town.message(press, "Почему вернуть?", button="Нет даты")
    assert menu["message_id"] == asked["message_id"]
    await town.press(press, menu, "Нет даты")

    back = await town.message(executor, "Ответ вернули, нужна дата", button="Поправить")
    await town.press(executor, back, "Поправить")
    await town.message(executor, "Пришлите исправленный текст")
    await town.control.type(executor, "Здравствуйте! Яму заделаем до 27 ноября. Отвечает отдел дорожного хозяйства.")
    preview = await town.message(executor, "до 27 ноября", button="Отправить")
    await town.press(executor, preview, "Отправить")
    again = await town.message(press, "Согласовать до ", "когда ✓", button="Опубликовать")
    assert await town.comments(post) == []
    await town.set_speed(SLOW)
    await town.press(press, again, "Опубликовать")
    await town.message(press, "Выйдет в ", button="Отменить отправку")
    await town.set_speed(SPEED)
    await town.message(executor, "Ответ опубликован", "Проверили: виден всем")
    await town.message(press, "Опубликовано в ", button="Открыть ответ")
    assert [c["text"] for c in await town.comments(post)] == [
        "Здравствуйте! Яму заделаем до 27 ноября. Отвечает отдел дорожного хозяйства."
    ]
