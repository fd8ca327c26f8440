"""A group of Odnoklassniki is added by its link; a comment there becomes a card, its answer is copied by hand."""

from datetime import timedelta

from bot.config.settings_networks import OkSettings
from incidents.official import Role
from tests.kit.ok import GROUP, KEYS, OK_TOWN
from tests.kit.story_town import SLOW, Story

PIT = "Редкино, на Гагарина у дома 12 яма на дороге, уже два колеса пробили"
ANSWER = "Здравствуйте! Редкино, Гагарина, 12: яму засыплем до 27 ноября, отвечает отдел дорог. Закончим и напишем здесь."


async def test_a_comment_in_a_group_becomes_a_card_and_its_answer_goes_by_hand(story: Story) -> None:
    await story.control.post("town", **OK_TOWN)
    old = await story.control.post("ok/post", group_id=GROUP, text="У переезда в Редкино яма на дороге, старая")
    story.settings = story.settings.model_copy(update={"ok": OkSettings.model_validate({**KEYS, "api_base": story.control.base})})
    coordinator, executor = story.who(Role.COORDINATOR), story.who(Role.EXECUTOR, "roads")
    async with story.running():
        await story.move_in()
        await story.control.type(coordinator, "/sources")
        menu = await story.message(coordinator, "Источников: 4", button="Добавить…")
        await story.press(coordinator, menu, "Добавить…")
        await story.message(coordinator, "Какое сообщество читать?", "https://ok.ru/group/12345")
        await story.control.type(coordinator, "https://ok.ru/group/77")
        refused = await story.message(coordinator, "Не добавили", "закрытая группа", button="Добавить…")
        await story.press(coordinator, refused, "Добавить…")
        await story.message(coordinator, "Какое сообщество читать?")
        await story.control.type(coordinator, "https://m.ok.ru/nashe-redkino?st=1")
        await story.message(coordinator, "Добавили: «Наше Редкино», ОК", "карточки пойдут с новых")

        async def swept() -> bool:
            async with story.app.storage.transaction() as tx:
                return all(source.baseline_at is not None for source in await tx.sources.all())

        await story.until(swept, "the group is swept")
        await story.control.post("ok/comment", topic_id=old["topic_id"], author_id=101, text=PIT, photos=["pothole"])
        card = await story.message(executor, "Редкино, ул. Гагарина, 12", button="Принять")
        assert "«Наше Редкино», ОК" in card["text"]
        await story.set_speed(SLOW)
        await story.press(executor, card, "Ответить")
        await story.message(executor, "Напишите ответ жителю")
        await story.control.type(executor, ANSWER)
        preview = await story.message(executor, "Дадим текст, чтобы вставить под темой, ОК", "яму засыплем")
        await story.press(executor, preview, "Отправить")
        await story.message(executor, "Опубликуем через 60 секунд")
        await story.jump(minutes=2)
        by_hand = await story.message(executor, "Ответ вставьте в Одноклассниках сами", "откройте тему", button="Опубликовано")
        await story.press(executor, by_hand, "Опубликовано")
        await story.message(executor, "Ответ опубликован")
        calls = [call for call in (await story.control.get("log"))["calls"] if call["api"] == "ok"]
        assert calls
        assert all(call["ok"] for call in calls)
        async with story.app.storage.transaction() as tx:
            now = story.clock.now()
            assert len(await tx.incidents.between(now - timedelta(days=1), now)) == 1, "what stood there before made a card"
