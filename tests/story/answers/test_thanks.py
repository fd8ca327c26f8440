"""A resident thanks: the department reads it, passes it on and says a word back; the head reads it in the morning."""

from incidents.official import Role
from tests.kit.story_town import Story, labels

WORDS = "Хочу поблагодарить монтёров, приехали на улицу Энергетиков за десять минут, вежливые, всё сделали аккуратно"


async def test_thanks_reach_the_crew_the_resident_and_the_head(town: Story) -> None:
    executor, head = town.who(Role.EXECUTOR, "housing"), town.who(Role.HEAD)
    post = await town.post(WORDS)
    card = await town.message(executor, "Вам спасибо", "ул. Энергетиков", button="Передать бригаде")
    assert "Делать ничего не нужно" in card["text"]
    await town.press(executor, card, "Передать бригаде")
    await town.message(executor, "Спасибо вам", "Хочу поблагодарить монтёров")

    await town.press(executor, await town.message(executor, "Передали бригаде", button="Ответить спасибо"), "Ответить спасибо")
    preview = await town.message(executor, "Так увидит житель", "Спасибо, что написали")
    await town.press(executor, preview, next(label for label in labels(preview) if label.startswith("Отправить")))

    async def answered() -> bool:
        return any("Передали бригаде, им это важно" in comment["text"] for comment in await town.comments(post))

    await town.until(answered, "a word of thanks stands under the post")
    await town.jump(hours=24)
    await town.message(head, "Среда, 25 ноября", "Спасибо:", "монтёров")
