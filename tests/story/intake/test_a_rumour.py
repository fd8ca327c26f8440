"""A rumour goes to the press service, whoever checked gives the facts, the resident reads what was found."""

from incidents.official import Role
from tests.kit.story_town import PETER, Story, labels

TALK = "Говорят, дорогу на улице Энергетиков закроют до весны, это правда?"


async def test_a_rumour_is_checked_and_refuted_in_the_words_of_whoever_checked(town: Story) -> None:
    press, roads = town.who(Role.APPROVER), town.who(Role.EXECUTOR, "roads")
    post = await town.post(TALK)
    card = await town.message(press, "Слух, нужна проверка", "ул. Энергетиков", button="Запросить факты")
    assert "Опровергнуть" not in labels(card)
    assert not [text for text in await town.texts(roads) if "Энергетиков" in text]
    await town.comment(post, "Тоже говорят, что дорогу на Энергетиков закроют до весны", by=PETER)
    await town.message(press, "Повторяют: 2 сообщения в одном сообществе")

    await town.press(press, card, "Запросить факты")
    menu = await town.message(press, "У кого спросить факты?")
    await town.press(press, menu, next(label for label in labels(menu) if "Дорожного" in label))
    await town.press(roads, await town.message(roads, "Нужны ваши факты", button="Дать факты"), "Дать факты")
    await town.message(roads, "Что известно вашему отделу?")
    await town.control.type(roads, "Дорогу не закрываем, ночью будет ямочный ремонт")

    ready = await town.message(press, "Факты собраны", button="Опровергнуть")
    await town.press(press, ready, "Опровергнуть")
    preview = await town.message(press, "Так увидит житель", "дорогу не закрываем")
    await town.press(press, preview, next(label for label in labels(preview) if label.startswith("Отправить")))

    async def answered() -> bool:
        return any("Проверили сегодня" in comment["text"] for comment in await town.comments(post))

    await town.until(answered, "the refutation stands under the post")
    await town.message(press, "Слух, ответили", button="Закрыть")


async def test_what_is_no_rumour_goes_on_to_its_department(town: Story) -> None:
    press, roads = town.who(Role.APPROVER), town.who(Role.EXECUTOR, "roads")
    await town.post(TALK)
    card = await town.message(press, "Слух, нужна проверка", button="Ещё…")
    await town.press(press, card, "Ещё…")
    await town.press(press, await town.message(press, "Что ещё можно", button="Это не слух"), "Это не слух")
    await town.message(roads, "ул. Энергетиков", button="Принять")
