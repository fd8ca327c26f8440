"""Nine posts about water within an hour, as the training ground tells them: one card, one alert, the rest joins by itself."""

from bot.demo.town import RESIDENTS
from incidents.official import Role
from tests.kit.scenes import Json, scene
from tests.kit.story_town import Story


async def test_nine_posts_about_water_are_one_card_and_one_alert(town: Story) -> None:
    coordinator, head, executor = town.who(Role.COORDINATOR), town.who(Role.HEAD), town.who(Role.EXECUTOR, "housing")
    posts: dict[str, Json] = {}
    for by, line in zip(RESIDENTS, scene(), strict=False):
        if "under" in line:
            await town.comment(posts[line["under"]], line["text"], by=by)
        else:
            posts[str(line.get("key"))] = await town.post(line["text"], wall=town.wall(line["community"]), by=by)

    card = await town.message(executor, "Массовое: 9 сообщений", "пишут 9 жителей, ответили 0 из 9")
    assert "Нет холодной воды" in card["text"]
    told = await town.message(coordinator, "Вода, Редкино", "за час, обычно 0–1", "Причина пока не указана", button="Указать причину")
    await town.message(head, "Вода, Редкино", "Ваше слово не требуется", button="Подробнее")

    await town.press(coordinator, told, "Указать причину")
    await town.message(coordinator, "Какая причина?")
    await town.control.type(coordinator, "порыв на улице Гагарина, бригада на месте")
    await town.message(head, "известна причина", "порыв на улице Гагарина")
    await town.message(executor, "Массовое: 9 сообщений", "Причина: порыв на улице Гагарина, бригада на месте")

    await town.post("На Диева в Редкино тоже нет воды, кран сухой", wall=town.wall("Редкино рядом"), by=RESIDENTS[12])
    again = await town.message(executor, "Массовое: 10 сообщений, 2 адреса")
    assert again["message_id"] == card["message_id"]
    await town.quiet()
    for chat in (coordinator, head):
        assert len([text for text in await town.texts(chat) if "за час, обычно" in text]) == 1
