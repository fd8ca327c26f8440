"""One evening the coordinator changes a word of the advice and a topic's time to answer: the next card and the next preview go by them."""

from incidents.official import Role
from incidents.routing.taxonomy import groups
from tests.kit.story_town import Story


async def test_the_next_card_and_the_next_preview_go_by_what_was_changed_in_the_chat(town: Story) -> None:
    executor, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR)
    await town.control.type(coordinator, "/advice")
    menu = await town.message(coordinator, "Советы к ответам", button="Замены слов")
    await town.press(coordinator, menu, "Замены слов")
    menu = await town.message(coordinator, "Замены слов:", button="Добавить")
    await town.press(coordinator, menu, "Добавить")
    await town.message(coordinator, "Что и чем заменить?")
    await town.control.type(coordinator, "в разрезе обращения → по сообщению")
    await town.message(coordinator, "в разрезе обращения → по сообщению", "Действует", button="Убрать")

    await town.control.type(coordinator, "/norms")
    menu = await town.message(coordinator, "Нормы округа", button="Сроки тем")
    await town.press(coordinator, menu, "Сроки тем")
    menu = await town.message(coordinator, "Свои сроки ответа", button="Другая тема…")
    await town.press(coordinator, menu, "Другая тема…")
    menu = await town.message(coordinator, "Для какой темы свой срок?")
    n = list(groups(town.district.topics)).index("roads") + 1
    for page in range(2, -(-n // 8) + 1):
        await town.press(coordinator, menu, "Дальше")
        menu = await town.message(coordinator, "Для какой темы свой срок?", f"{page * 8 - 7}. ")
    await town.press(coordinator, menu, f"{n}. Дороги")
    menu = await town.message(coordinator, "Дороги: какая тема?", button="Вся группа")
    await town.press(coordinator, menu, "Вся группа")
    menu = await town.message(coordinator, "Группа «Дороги»", button="2 ч")
    assert await town.press(coordinator, menu, "2 ч") == "Новые сообщения пойдут по-новому"
    await town.message(coordinator, "Группа «Дороги»: ответить за 2 ч рабочих (изменено)")

    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    assert "Ответить до вт 24 ноября" in card["text"]
    await town.press(executor, card, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.type(executor, "Здравствуйте! В разрезе обращения заделаем яму 25 ноября, отвечает отдел дорожного хозяйства")
    await town.message(executor, "«В разрезе обращения» проще сказать «по сообщению»", button="Отправить так")

    await town.control.type(coordinator, "/norms")
    menu = await town.message(coordinator, "Нормы округа", button="Что меняли")
    await town.press(coordinator, menu, "Что меняли")
    await town.message(coordinator, "Что меняли в нормах", "Ответить, группа «Дороги»: 2 ч, было 9 ч")
