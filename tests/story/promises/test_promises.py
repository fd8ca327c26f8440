"""A promise: named in an answer, shown, reminded on its morning, moved honestly, kept with a word to the resident."""

from datetime import datetime

from incidents.official import Role
from tests.kit.story_town import Story


async def test_a_promise_is_reminded_moved_and_kept(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! До 25 ноября заделаем яму. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Обещано до 25 ноября: заделаем яму", button="Новый срок")

    await town.jump_to(datetime(2026, 11, 25, 9, 1, tzinfo=town.district.timezone))
    morning = await town.message(executor, "Сегодня обещали: заделаем яму", button="Новый срок")
    await town.press(executor, morning, "Новый срок")
    menu = await town.message(executor, "Какой новый срок?", button="До пятницы")
    await town.press(executor, menu, "До пятницы")
    preview = await town.message(executor, "Срок меняется: обещали «заделаем яму» до 25 ноября", button="Отправить")
    await town.press(executor, preview, "Отправить")
    moved = await town.message(executor, "Обещано до 27 ноября: заделаем яму", button="Сделано")

    await town.press(executor, moved, "Сделано")
    menu = await town.message(executor, "Написать об этом жителю?", button="Написать жителю")
    await town.press(executor, menu, "Написать жителю")
    preview = await town.message(executor, "мы обещали: «заделаем яму». Сделали.", button="Отправить")
    await town.press(executor, preview, "Отправить")
    await town.message(executor, "Ответ опубликован", button="Закрыть")

    async def all_there() -> bool:
        return len(await town.comments(post)) == 3

    await town.until(all_there, "three answers under the post")
