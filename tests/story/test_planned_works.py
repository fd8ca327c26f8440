"""Works entered beforehand: a resident writes of them, the card knows, two presses answer with the end time."""

from incidents.people import Role
from tests.story.town import PETER, Story


async def test_works_entered_beforehand_answer_the_resident(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "housing")
    await town.control.type(coordinator, "/works")
    await town.press(coordinator, await town.message(coordinator, "Плановых работ нет", button="Добавить"), "Добавить")
    await town.press(coordinator, await town.message(coordinator, "Что будет?", button="Вода"), "Вода")
    for question, words in (
        ("Где воду отключают?", "Редкино, Гагарина"),
        ("Когда воду отключают?", "до 20:00"),
        ("Что делают?", "меняют задвижку на водоводе, работает водоканал"),
    ):
        await town.message(coordinator, question)
        await town.control.type(coordinator, words)
    await town.message(coordinator, "Записали: воду отключают")

    post = await town.post("Нет воды на улице Гагарина в Редкино, из крана ни капли", wall=town.own_wall, by=PETER)
    card = await town.message(executor, "Похоже на плановые работы: воду отключают до 20:00", button="Ответ с этим сроком")
    await town.press(executor, card, "Ответ с этим сроком")
    preview = await town.message(executor, "Закончат сегодня, 24 ноября, до 20:00", button="Отправить")
    await town.press(executor, preview, "Отправить")
    await town.message(executor, "Ответ опубликован")
    (comment,) = await town.comments(post)
    assert comment["text"].startswith("Здравствуйте! Это плановые работы: меняют задвижку на водоводе, работает водоканал.")
