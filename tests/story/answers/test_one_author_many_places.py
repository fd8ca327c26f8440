"""One resident writes the same on three walls: one card, one answer written, three comments that stand."""

from incidents.official import Role
from tests.kit.story_town import Story

TEXT = "На Энергетиков у дома 29 яма на дороге, уже два колеса пробили"


async def test_one_answer_stands_on_every_wall(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    walls = [town.own_wall, town.wall("Наше Конаково"), town.wall("Редкино рядом")]
    posts = [await town.post(TEXT, wall=wall) for wall in walls]
    card = await town.message(executor, "То же ещё в 2 местах", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! Завтра заделаем яму. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Повторили и в остальных местах: 2")
    for post in posts:
        ours = [comment for comment in await town.comments(post) if comment["from_id"] < 0]
        assert ["Завтра заделаем яму" in comment["text"] for comment in ours] == [True]
