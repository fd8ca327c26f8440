"""Works entered beforehand: a resident writes of them, the card knows, two presses answer with the end time."""

import base64

from incidents.official import Role
from tests.kit.story_town import PETER, Story


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


async def test_a_list_of_a_utility_answers_residents_and_a_later_end_offers_a_correction(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "housing")
    table = (
        "График отключений воды;;;;\nНаселенный пункт;Улица;Дата;Время;Вид работ\n"
        "пгт Редкино;ул. Гагарина, д. 1-15;24.11.2026;9:00-20:00;меняют задвижку, работает водоканал\n"
        "пгт Редкино;ул. Диева;23.11.2026;9:00-20:00;промывают трубы\n"
    )
    file = {"name": "отключения.csv", "base64": base64.b64encode(table.encode("cp1251")).decode()}
    await town.control.type(coordinator, "", document=file)
    report = await town.message(
        coordinator, "Плановые работы из таблицы: 1", "Редкино, ул. Гагарина", "Строка 4, «Время»: уже прошло", button="Занести: 1"
    )
    await town.press(coordinator, report, "Занести: 1")
    await town.message(coordinator, "Занесли: плановые работы")

    post = await town.post("Нет воды на улице Гагарина в Редкино, из крана ни капли", wall=town.own_wall, by=PETER)
    card = await town.message(executor, "Похоже на плановые работы: воду отключают до 20:00", button="Ответ с этим сроком")
    await town.press(executor, card, "Ответ с этим сроком")
    await town.press(executor, await town.message(executor, "Закончат сегодня, 24 ноября, до 20:00", button="Отправить"), "Отправить")
    await town.message(executor, "Ответ опубликован")

    await town.control.type(coordinator, "/works")
    await town.press(coordinator, await town.message(coordinator, "Плановые работы: 1", button="1"), "1")
    await town.press(coordinator, await town.message(coordinator, "меняют задвижку", button="Другой срок"), "Другой срок")
    await town.press(coordinator, await town.message(coordinator, "До какого часа продлили?", button="До 22:00"), "До 22:00")
    offer = await town.message(executor, "теперь до 22:00, жителю обещали до 20:00", button="Отправить поправку")
    await town.press(executor, offer, "Отправить поправку")
    preview = await town.message(executor, "теперь закончат сегодня, 24 ноября, до 22:00")
    await town.press(executor, preview, next(b["text"] for row in preview["buttons"] for b in row if b["text"].startswith("Отправить")))

    async def two() -> bool:
        return len(await town.comments(post)) == 2

    await town.until(two, "the correction stands under the post")
    assert "до 22:00" in (await town.comments(post))[1]["text"]
