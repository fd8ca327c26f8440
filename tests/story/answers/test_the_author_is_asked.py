"""Nobody knows where it is: the author is asked under the post, answers, and the card finds its department by itself."""

from incidents.official import Role
from tests.kit.story_town import ANN, Story


async def test_the_author_says_where_and_the_card_goes_on(town: Story) -> None:
    coordinator, roads = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    post = await town.post("Огромная яма на дороге, колесо пробил, когда заделаете?", by=ANN)
    lost = await town.message(coordinator, "Непонятно, где", button="Спросить автора")
    await town.press(coordinator, lost, "Спросить автора")
    preview = await town.message(coordinator, "Поможем, если уточните место", button="Отправить")
    await town.press(coordinator, preview, "Отправить")
    await town.message(coordinator, "Непонятно, где", "Жителя спросили")
    comment = (await town.comments(post))[0]
    assert comment["from_id"] == -town.own_wall and "уточните место" in comment["text"]
    await town.comment(post, "Это Конаково, улица Энергетиков у дома 29", by=ANN)
    await town.message(coordinator, "Автор ответил", "Энергетиков")
    card = await town.message(roads, "ул. Энергетиков, 29", button="Принять")
    assert "Автор уточнил" in card["text"] and "место уточнил автор" in card["text"]
