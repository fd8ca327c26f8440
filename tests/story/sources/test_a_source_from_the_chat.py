"""A community's link is typed in the chat: it is checked at once, and its next post becomes a card."""

from incidents.official import Role
from tests.kit.story_town import Story


async def test_a_post_of_a_community_added_in_the_chat_becomes_a_card(story: Story) -> None:
    wall = story.wall("Редкино рядом")
    walls = tuple(each for each in story.settings.vk.walls if each.address != f"-{wall}")
    story.settings = story.settings.model_copy(update={"vk": story.settings.vk.model_copy(update={"walls": walls})})
    coordinator, executor = story.who(Role.COORDINATOR), story.who(Role.EXECUTOR, "roads")
    await story.post("У переезда в Редкино яма на дороге, старая", wall=wall)
    async with story.running():
        await story.move_in()
        await story.control.type(coordinator, "/sources")
        menu = await story.message(coordinator, "Источников: 3", button="Добавить…")
        await story.press(coordinator, menu, "Добавить…")
        await story.message(coordinator, "Какое сообщество читать?")
        await story.control.type(coordinator, "https://t.me/redkino_chat")
        await story.message(coordinator, "Чат Telegram добавляют из него самого")
        await story.control.type(coordinator, "https://vk.com/redkino_ryadom")
        await story.message(coordinator, "Добавили: «Редкино рядом»", "карточки пойдут с новых")

        async def swept() -> bool:
            async with story.app.storage.transaction() as tx:
                return all(source.baseline_at is not None for source in await tx.sources.all())

        await story.until(swept, "the new wall is swept")
        await story.post("Редкино, на Гагарина у дома 12 яма на дороге, уже два колеса пробили", wall=wall)
        card = await story.message(executor, "Редкино, ул. Гагарина, 12", button="Принять")
        assert "«Редкино рядом», ВК" in card["text"]
        assert not [text for text in await story.texts(executor) if "старая" in text]
