"""A resident's word goes in through many doors; /erase, and no chat and no byte of the database holds it."""

import asyncio

from incidents.official import Role
from tests.kit.erased import WORD, files_that_hold
from tests.kit.story_town import ANN, PETER, SLOW, Story


async def test_a_word_that_went_everywhere_is_nowhere(town: Story) -> None:
    executor, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR)
    post = await town.post(f"На Энергетиков у дома 29 яма на дороге, {WORD}, заделайте", photos=("pothole",))
    card = await town.message(executor, WORD, button="Принять")
    other = await town.post("В Редкино на Лесной в доме 5 нет тепла, холодно", by=PETER)
    await town.press(executor, card, "Принять")
    accepted = await town.message(executor, "приняли в ", button="Ответить")
    comment = await town.comment(post, f"Так яму и не сделали, {WORD}", by=ANN)
    await town.quiet()

    await town.control.type(executor, f"/find {WORD}")
    await town.message(executor, "Нашли")
    await town.press(executor, accepted, "Ещё…")
    more = await town.message(executor, button="История")
    await town.press(executor, more, "История")
    await town.set_speed(SLOW)
    await town.press(executor, accepted, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.type(executor, f"Здравствуйте! Завтра до 12:00 заделаем яму, {WORD}. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Так увидит житель", button="Отправить")
    assert WORD in "".join(await town.texts(executor))

    await town.control.type(coordinator, f"/erase https://vk.com/id{ANN}")
    offer = await town.message(coordinator, "Уйдут все сообщения одного автора", "Не отправлено ответов: 1", button="Стереть…")
    await town.press(coordinator, offer, "Стереть…")
    sure = await town.message(coordinator, "На каком основании?", button="Просьба человека")
    await town.press(coordinator, sure, "Просьба человека")
    await town.message(coordinator, "Акт № 1", "просьба самого человека")

    everybody = [each.user_id for each in town.town.officials]

    async def nowhere() -> bool:
        return not [text for chat in everybody for text in await town.texts(chat) if WORD in text]

    await town.until(nowhere, "no chat shows the word")
    await town.set_speed(120.0)
    await town.quiet()
    assert await nowhere()
    await town.app.storage.checkpoint()
    assert await asyncio.to_thread(files_that_hold, WORD, town.settings.database.url) == []
    assert comment and other
