"""A resident writes to the bot where the district's lawyer allowed it: a card, and an answer into the same chat."""

from incidents.official import Role
from tests.kit.story_town import Story

RESIDENT = 9_501


async def test_a_resident_writes_to_the_bot_and_reads_the_answer_there(story: Story) -> None:
    telegram = story.settings.telegram.model_copy(update={"private_appeals": True})
    story.settings = story.settings.model_copy(update={"telegram": telegram})
    await story.control.post("town", users=[{"id": RESIDENT, "first_name": "Житель"}])
    async with story.running():
        await story.move_in()
        executor = story.who(Role.EXECUTOR, "roads")
        await story.control.type(RESIDENT, "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
        await story.message(RESIDENT, "Сообщение получили", "112")
        card = await story.message(executor, "ул. Энергетиков, 29", "личный чат", button="Ответить")
        assert "Житель" not in card["text"]
        await story.answer(executor, card, "Здравствуйте! Завтра заделаем яму. Отвечает отдел дорожного хозяйства.")
        await story.message(executor, "Ответ опубликован")
        await story.message(RESIDENT, "Здравствуйте! Завтра заделаем яму.")
        assert len([text for text in await story.texts(RESIDENT) if "Сообщение получили" in text]) == 1
