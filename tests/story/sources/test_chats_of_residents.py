"""Residents write in a house chat and under a channel: two coordinators agree, cards come, the answer stands in the chat."""

from incidents.official import Role
from incidents.posts import Network
from tests.kit.resident_chats import PAPER, TALK, YARD, adds_the_bot, becomes_source, second_coordinator, writes
from tests.kit.story_town import SLOW, Story, labels


async def test_a_house_chat_becomes_a_source_and_its_resident_is_answered_there(town: Story) -> None:
    coordinator = await second_coordinator(town)
    executor = town.who(Role.EXECUTOR, "roads")
    await adds_the_bot(town, YARD, "Двор на Энергетиков", by=coordinator)
    await writes(town, YARD, "На Энергетиков у дома 31 яма на дороге, это ещё до согласия")
    await becomes_source(town, "Двор на Энергетиков", coordinator)
    told = await town.message(YARD, "Этот чат читает Отклик", "Опасно прямо сейчас? 112")
    assert told["buttons"] == []

    await writes(town, YARD, "/weather@another_bot")
    said = await writes(town, YARD, "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    assert "«Двор на Энергетиков», Telegram" in card["text"]
    assert "Пётр" not in card["text"]
    await town.set_speed(SLOW)
    await town.answer(executor, card, "Здравствуйте! Яму у дома 29 на Энергетиков заделаем 27 ноября, отвечает дорожная служба.")
    await town.jump(seconds=70)
    reply = await town.message(YARD, "Яму у дома 29 на Энергетиков заделаем 27 ноября")
    assert reply["reply_to_message_id"] == said
    await town.message(executor, "ул. Энергетиков, 29", "Ответ опубликован")

    async def proved() -> bool:
        async with town.app.storage.transaction() as tx:
            post = await tx.posts.find(Network.TELEGRAM, f"c/{str(YARD).removeprefix('-100')}/{said}")
            assert post is not None
            incident = await tx.voices.incident_of(post.id)
            return incident is not None and all(each.proved_at is not None for each in await tx.answers.of(incident))

    await town.until(proved, "the answer is proved")
    assert not [text for text in await town.texts(executor) if "дома 31" in text]


async def test_a_channel_and_its_discussion_are_one_post_with_comments(town: Story) -> None:
    coordinator = await second_coordinator(town)
    executor = town.who(Role.EXECUTOR, "roads")
    await adds_the_bot(town, PAPER, "Энергетик рядом", by=coordinator, kind="channel", discussion=TALK)
    await becomes_source(town, "Энергетик рядом", coordinator, "Читать")
    await town.message(PAPER, "Этот канал читает Отклик")
    await adds_the_bot(town, TALK, "Энергетик: обсуждение", by=coordinator)
    await becomes_source(town, "Энергетик: обсуждение", coordinator)
    await town.message(TALK, "Этот чат читает Отклик")

    async def heard() -> bool:
        post = await town.control.post("tg/type", user_id=coordinator, chat_id=PAPER, text="Доброе утро, соседи")
        return post["update_id"] is not None

    await town.until(heard, "posts of channels are asked for")
    await writes(town, PAPER, "На Энергетиков у дома 29 яма на дороге, пишут подписчики, заделайте", by=coordinator)
    await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.quiet()
    async with town.app.storage.transaction() as tx:
        found = [each for each in await tx.incidents.unfinished() if each.place.house == "29"]
    assert len(found) == 1


async def test_a_group_that_becomes_a_supergroup_and_a_bot_that_is_thrown_out(town: Story) -> None:
    coordinator = await second_coordinator(town)
    executor = town.who(Role.EXECUTOR, "roads")
    await adds_the_bot(town, -4501, "Двор на Гагарина", by=coordinator, kind="group")
    await becomes_source(town, "Двор на Гагарина", coordinator)
    await town.message(-4501, "Этот чат читает Отклик")
    moved = (await town.control.post("tg/migrate", chat_id=-4501))["chat_id"]
    await writes(town, moved, "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.control.post("town", chats=[{"id": moved, "bot_status": "kicked"}])
    fails = await town.message(coordinator, "В чате не всё в порядке", "Бота там нет", button="Открыть")
    assert "Все источники" in labels(fails)
