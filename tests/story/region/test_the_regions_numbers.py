"""The region's list comes as a file: numbers and clocks go to the cards, and what we lack becomes a card."""

import base64

from incidents.official import Role
from tests.kit.story_town import Story

HEADER = "Номер обращения;Срок ответа;Текст сообщения;Ссылка"


async def test_a_list_of_the_region_gives_numbers_and_opens_what_we_lack(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    ours = f"5418190;24.11.2026 12:30;Яма на дороге у дома;https://vk.com/wall{post['owner_id']}_{post['post_id']}"
    theirs = "5418222;25.11.2026 12:00;На Белавинской, 5 яма во всю дорогу, машины объезжают по тротуару;https://vk.com/wall-555_7"
    content = base64.b64encode("\n".join((HEADER, ours, theirs)).encode()).decode()
    await town.control.post("tg/type", user_id=coordinator, document={"name": "регион.csv", "base64": content})

    report = await town.message(coordinator, "Сверили: 2 сообщения региона", button="Нет у нас: 1")
    numbered = await town.message(executor, "регион № 5418190", "столько ждёт регион")
    assert numbered["message_id"] == card["message_id"]
    assert "Ответить до вт 24 ноября, 12:30" in numbered["text"]

    await town.press(coordinator, report, "Нет у нас: 1")
    listed = await town.message(coordinator, "Есть у региона, нет у нас: 1", button="Завести все: 1")
    await town.press(coordinator, listed, "Завести все: 1")
    await town.message(executor, "Белавинская, 5", "регион № 5418222", "Список региона")


async def test_what_was_answered_is_entered_into_the_regions_system(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    url = f"https://vk.com/wall{post['owner_id']}_{post['post_id']}"
    content = base64.b64encode(f"Номер;Ссылка\n5418190;{url}".encode()).decode()
    await town.control.post("tg/type", user_id=coordinator, document={"name": "регион.csv", "base64": content})
    await town.message(coordinator, "Сверили: 1 сообщение региона")
    await town.answer(executor, card, "Здравствуйте! Завтра заделаем яму. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Ответ опубликован", "Ответа в системе региона ещё нет")

    await town.control.type(coordinator, "/region")
    state = await town.message(coordinator, "Сверка с регионом", button="Показать блоки")
    await town.press(coordinator, state, "Показать блоки")
    block = await town.message(coordinator, "Внести, 1 из 1", "Завтра заделаем яму", button="Внесено")
    await town.press(coordinator, block, "Внесено")
    await town.message(coordinator, "Всё внесено.")
    await town.gone(executor, "Ответа в системе региона ещё нет")
