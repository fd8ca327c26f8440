"""After the answer: the author is angry, then grateful, and each time a person decides."""

from incidents.official import Role
from tests.kit.story_town import ANN, Story


async def test_the_authors_anger_reopens_and_their_thanks_close_by_a_persons_press(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! Яму заделали. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Ответ опубликован", button="Закрыть")

    await town.comment(post, "Ничего не сделали, яма на месте", by=ANN)
    angry = await town.message(executor, "Автор недоволен", "Ничего не сделали", button="Вернуть в работу")
    await town.press(executor, angry, "Вернуть в работу")
    again = await town.message(executor, "вернули в работу", "Автор отозвался", button="Ответить")
    await town.answer(executor, again, "Здравствуйте! Проверили, теперь точно заделали. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Ответ опубликован", button="Закрыть")

    await town.comment(post, "Спасибо, проехали без ям", by=ANN)
    thanks = await town.message(executor, "Автор благодарит", "проехали без ям", button="Закрыть")
    await town.press(executor, thanks, "Закрыть")
    menu = await town.message(executor, "Чем закончилось?", button="Сделано")
    await town.press(executor, menu, "Сделано")
    await town.message(executor, "✅ Сделано:", "Автор отозвался: «Спасибо, проехали без ям»")
