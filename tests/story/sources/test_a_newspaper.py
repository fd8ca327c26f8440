"""A newspaper is added by its page; a comment under its news becomes a card, its answer is copied by hand."""

from datetime import timedelta

from bot.config.settings_networks import FeedsSettings
from bot.config.settings_values import FeedAddress
from incidents.official import Role
from tests.kit.story_town import SLOW, Story

PIT = "Редкино, на Гагарина у дома 12 яма на дороге, уже два колеса пробили"
ANSWER = "Здравствуйте! Редкино, Гагарина, 12: яму засыплем до 27 ноября, отвечает отдел дорог. Закончим и напишем здесь."
PAPER = {"name": "zarya", "title": "Заря", "about": "Новости Конаковского округа"}


async def test_a_comment_under_the_news_becomes_a_card_and_its_answer_goes_by_hand(story: Story) -> None:
    await story.control.post("town", papers=[PAPER])
    opening = {"title": "В Редкино открыли новый детский сад", "text": "Ленточку перерезал глава"}
    news = await story.control.post("feed/news", paper="zarya", **opening)
    base = story.control.base
    feeds = FeedsSettings(urls=(FeedAddress(f"{base}/feed/zarya/comments/feed", "Комментарии Зари"),))
    story.settings = story.settings.model_copy(update={"feeds": feeds})
    coordinator, executor = story.who(Role.COORDINATOR), story.who(Role.EXECUTOR, "roads")
    async with story.running():
        await story.move_in()
        await story.control.type(coordinator, "/sources")
        menu = await story.message(coordinator, "Источников: 5", button="Добавить…")
        await story.press(coordinator, menu, "Добавить…")
        await story.message(coordinator, "Какое сообщество читать?")
        await story.control.type(coordinator, f"{base}/feed/zarya/")
        await story.message(coordinator, "Добавили: «Заря», сайт", "Лента «Заря»: 1 новость", "об округе 1")

        async def swept() -> bool:
            async with story.app.storage.transaction() as tx:
                return all(source.baseline_at is not None for source in await tx.sources.all())

        await story.until(swept, "the feed is swept")
        await story.control.post("feed/news", paper="zarya", title="В Редкино отремонтировали школу", text="Учеников ждут новые парты")
        await story.control.post("feed/comment", paper="zarya", news_id=news["news_id"], author="Анна", text=PIT)
        card = await story.message(executor, "Редкино, ул. Гагарина, 12", button="Принять")
        assert "«Комментарии Зари», сайт" in card["text"]
        await story.set_speed(SLOW)
        await story.press(executor, card, "Ответить")
        await story.message(executor, "Напишите ответ жителю")
        await story.control.type(executor, ANSWER)
        preview = await story.message(executor, "Дадим текст, чтобы вставить под новостью", "яму засыплем")
        await story.press(executor, preview, "Отправить")
        await story.message(executor, "Опубликуем через 60 секунд")
        await story.jump(minutes=2)
        by_hand = await story.message(executor, "Ответ вставьте на сайте сами", "Пришлите текст в редакцию", button="Опубликовано")
        await story.press(executor, by_hand, "Опубликовано")
        await story.message(executor, "Ответ опубликован")
        calls = [call for call in (await story.control.get("log"))["calls"] if call["api"] == "feeds"]
        assert any(call["params"]["status"] == 304 for call in calls)
        async with story.app.storage.transaction() as tx:
            now = story.clock.now()
            opened = await tx.incidents.between(now - timedelta(days=1), now)
        assert len(opened) == 1, "retold news made a card"
