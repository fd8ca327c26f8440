"""One word comes by seven doors; each card is erased by its number, and no byte and no chat holds it."""

import asyncio
from datetime import timedelta

from bot.config.settings_networks import FeedsSettings, OkSettings
from bot.config.settings_values import FeedAddress
from incidents.official import Role
from tests.kit.erased import WORD, files_that_hold
from tests.kit.ok import GROUP, KEYS, OK_TOWN
from tests.kit.resident_chats import SECOND, YARD, adds_the_bot, becomes_source, second_coordinator, writes
from tests.kit.story_town import PETER, Story

RESIDENT = 9_501
PAPER = {"name": "zarya", "title": "Заря", "about": "Новости Конаковского округа"}
ORIGIN = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Житель"}


def pit(place: str) -> str:
    """A trouble of the roads at a place of its own."""
    return f"{place} яма на дороге, {WORD}, заделайте, пожалуйста"


async def forwarded(town: Story, by: int, text: str) -> None:
    """An official forwards what a resident wrote, and says that a card is wanted."""
    sender, chat = {"id": by, "is_bot": False, "first_name": "Сотрудник"}, {"id": by, "type": "private", "first_name": "Сотрудник"}
    message = {"message_id": 9001, "date": 1_700_000_000, "chat": chat, "from": sender, "text": text, "forward_origin": ORIGIN}
    await town.control.post("tg/update", raw={"message": message})
    await town.press(by, await town.message(by, "Завести сообщение?", WORD, button="Завести"), "Завести")


async def watch_odnoklassniki(town: Story, coordinator: int) -> int:
    """The group is added by its link; gives an old topic of it."""
    old = await town.control.post("ok/post", group_id=GROUP, text="Доброе утро, Редкино")
    await town.control.type(coordinator, "/sources")
    await town.press(coordinator, await town.message(coordinator, "Источников", button="Добавить…"), "Добавить…")
    await town.message(coordinator, "Какое сообщество читать?")
    await town.control.type(coordinator, "https://ok.ru/nashe-redkino")
    await town.message(coordinator, "Добавили: «Наше Редкино»")
    return int(old["topic_id"])


async def erased(town: Story, coordinator: int, number: int, nth: int) -> None:
    """By the number of a card."""
    await town.control.type(coordinator, f"/erase {number}")
    await town.press(coordinator, await town.message(coordinator, "Уйдут", button="Стереть…"), "Стереть…")
    sure = await town.message(coordinator, "На каком основании?", button="Просьба человека")
    await town.press(coordinator, sure, "Просьба человека")
    await town.message(coordinator, f"Акт № {nth}:")


async def test_whatever_door_a_word_came_by_it_goes(story: Story) -> None:
    await story.control.post("town", **OK_TOWN, papers=[PAPER], users=[{"id": RESIDENT, "first_name": "Житель"}])
    news = await story.control.post("feed/news", paper="zarya", title="В Редкино открыли сад", text="Ленточку перерезал глава")
    base = story.control.base
    story.settings = story.settings.model_copy(
        update={
            "feeds": FeedsSettings(urls=(FeedAddress(f"{base}/feed/zarya/comments/feed", "Комментарии Зари"),)),
            "ok": OkSettings.model_validate({**KEYS, "api_base": base}),
            "telegram": story.settings.telegram.model_copy(update={"private_appeals": True}),
        }
    )
    executor = story.who(Role.EXECUTOR, "roads")
    async with story.running():
        await story.move_in()
        coordinator = await second_coordinator(story)
        await adds_the_bot(story, YARD, "Двор на Энергетиков", by=coordinator)
        await becomes_source(story, "Двор на Энергетиков", coordinator)
        await story.message(YARD, "Этот чат читает Отклик")
        topic = await watch_odnoklassniki(story, coordinator)
        await story.quiet()

        await story.post(pit("Городня, на Советской у дома 3"))
        await story.control.post("vk/message", group_id=story.own_wall, user_id=PETER, text=pit("На Энергетиков у дома 29"))
        await story.control.post("ok/comment", topic_id=topic, author_id=101, text=pit("Редкино, на Гагарина у дома 12"))
        await story.control.post("feed/comment", paper="zarya", news_id=news["news_id"], author="Анна", text=pit("Козлово, Ленина, 5"))
        await writes(story, YARD, pit("Конаково, на Баскакова у дома 7"))
        await story.control.type(RESIDENT, pit("Изоплит, на Садовой у дома 4"))
        await forwarded(story, coordinator, pit("Мокшино, на Парковой у дома 8"))

        async def numbers() -> list[int]:
            async with story.app.storage.transaction() as tx:
                opened = await tx.incidents.between(story.clock.now() - timedelta(days=1), story.clock.now())
            return [each.number for each in opened] if len(opened) == 7 else []

        cards = await story.until(numbers, "seven cards")
        for number in cards:
            await story.message(executor, f"№ {number}", WORD, button="Принять")
        assert await asyncio.to_thread(files_that_hold, WORD, story.settings.database.url)
        for nth, number in enumerate(cards, start=1):
            await erased(story, coordinator, number, nth)

        everybody = [*(each.user_id for each in story.town.officials), SECOND]

        async def nowhere() -> bool:
            return not [text for chat in everybody for text in await story.texts(chat) if WORD in text]

        await story.until(nowhere, "no chat shows the word")
        await story.quiet()
        assert await nowhere()
        await story.app.storage.checkpoint()
        assert await asyncio.to_thread(files_that_hold, WORD, story.settings.database.url) == []
