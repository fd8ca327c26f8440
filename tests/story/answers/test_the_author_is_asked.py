"""Nobody knows where it is: the department has the card all the same and asks the author, whose answer names the place."""

from incidents.official import Role
from tests.kit.story_town import ANN, Story


async def test_the_author_says_where_and_the_card_goes_on(town: Story) -> None:
    roads = town.who(Role.EXECUTOR, "roads")
    post = await town.post("Огромная яма на дороге, колесо пробил, когда заделаете?", by=ANN)
    await town.press(roads, await town.message(roads, "Место не названо", button="Ещё…"), "Ещё…")
    await town.press(roads, await town.message(roads, button="Спросить жителя"), "Спросить жителя")
    preview = await town.message(roads, "Поможем, если уточните место", button="Отправить")
    await town.press(roads, preview, "Отправить")
    await town.message(roads, "Место не названо", "Спросили жителя")
    comment = (await town.comments(post))[0]
    assert comment["from_id"] == -town.own_wall and "уточните место" in comment["text"]
    await town.comment(post, "Это Конаково, улица Энергетиков у дома 29", by=ANN)
    await town.message(roads, "Автор ответил", "Энергетиков")
    card = await town.message(roads, "ул. Энергетиков, 29", button="Принять")
    assert "Автор уточнил" in card["text"] and "место уточнил автор" in card["text"]
