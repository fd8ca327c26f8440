"""One text answers three streets, though the bot stops half way."""

from incidents.official import Role
from tests.kit.story_town import SPEED, Story

TEXT = "Здравствуйте! Завтра заделаем яму. Отвечает отдел дорожного хозяйства."
POSTS = (
    "На Энергетиков у дома 29 яма на дороге, уже два колеса пробили",
    "В Конаково яма на дороге, улица Гагарина, 5, объехать нельзя",
    "На улице Баскакова у дома 12 огромная яма на дороге",
)
UNHURRIED = 10.0
"""Two seconds between two answers: the stop finds some on their way."""


async def test_one_text_answers_three_streets_though_the_bot_stops_between_them(story: Story) -> None:
    executor = story.who(Role.EXECUTOR, "roads")

    async def out() -> list[int]:
        return [len(await story.comments(post)) for post in posts]

    async def first_is_out() -> bool:
        return 0 < sum(await out()) < len(POSTS)

    async with story.running():
        await story.move_in()
        posts = [await story.post(text, by=5001 + n) for n, text in enumerate(POSTS)]
        for street in ("ул. Энергетиков, 29", "ул. Гагарина, 5", "ул. Баскакова, 12"):
            await story.message(executor, street, button="Принять")
        await story.control.type(executor, "/my")
        await story.press(executor, await story.message(executor, "Ждёт вас: 3", button="Несколько сразу"), "Несколько сразу")
        await story.press(executor, await story.message(executor, "выбрано 3 из 3", button="Ответить: 3…"), "Ответить: 3…")
        await story.message(executor, "Напишите один ответ на 3 карточки")
        await story.control.type(executor, TEXT)
        preview = await story.message(executor, "Один ответ на 3 карточки", "Выйдут за 2 минуты", button="Отправить: 3")
        await story.set_speed(UNHURRIED)
        await story.press(executor, preview, "Отправить: 3")
        await story.message(executor, "Выходят по одному: 3", button="Отозвать: 3")
        await story.until(first_is_out, "the first answer")
    await story.set_speed(SPEED)
    async with story.running():
        await story.message(executor, "Вышли: 3", button="Закрыть: 3…")
        assert await out() == [1, 1, 1]
        texts = [comment["text"] for post in posts for comment in await story.comments(post)]
        assert all(text.endswith("Завтра заделаем яму. Отвечает отдел дорожного хозяйства.") for text in texts)
        assert len(set(texts)) == len(POSTS)
