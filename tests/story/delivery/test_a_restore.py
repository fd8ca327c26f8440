"""The restore drill: a copy under presses, the disk dies, the bot goes on from the copy, residents read nothing twice."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.config.settings import DatabaseSettings
from bot.storage.backup.make import make_copy
from bot.storage.restore.restore import restore
from incidents.official import Role
from tests.kit.story_town import SLOW, SPEED, Story, labels

REPLY = "Здравствуйте! Завтра до 12:00 бригада заделает яму. Отвечает отдел дорожного хозяйства."


async def test_the_bot_goes_on_from_a_copy_and_no_resident_reads_an_answer_twice(story: Story, tmp_path: Path) -> None:
    roads, coordinator = story.who(Role.EXECUTOR, "roads"), story.who(Role.COORDINATOR)
    async with story.running():
        await story.move_in()
        first = await story.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
        card = await story.message(roads, "ул. Энергетиков, 29", button="Принять")
        await story.quiet()

        copying = asyncio.ensure_future(copy(story, tmp_path))
        await story.press(roads, card, "Принять")
        await story.message(roads, "приняли в ", button="Ответить")
        assert await copying

        await story.set_speed(SLOW)
        accepted = await story.message(roads, "приняли в ", button="Ответить")
        await story.answer(roads, accepted, REPLY)
        await story.message(roads, "Опубликуем через 60 секунд")
        made = await copy(story, tmp_path)
        await story.set_speed(SPEED)
        await story.message(roads, "Ответ опубликован", "Проверили: виден всем")
        second = await story.post("У дома 31 на Энергетиков тоже яма, глубокая, на дороге у поворота")
        late = await story.message(roads, "ул. Энергетиков, 31", button="Принять")
        await story.quiet()
    assert [each["text"] for each in await story.comments(first)] == [REPLY]

    await story.jump(hours=2)
    anew = f"sqlite+aiosqlite:///{tmp_path / 'new server' / 'otklik.db'}"
    (tmp_path / "new server").mkdir()
    now = story.clock.now().astimezone(story.district.timezone)
    done = await asyncio.to_thread(restore, anew, made, district=story.district.id, now=now)
    assert now - done.taken_at > timedelta(hours=2)
    story.settings = story.settings.model_copy(update={"database": DatabaseSettings(url=anew)})

    async with story.running():
        told = await story.message(coordinator, "База восстановлена из копии")
        assert "сначала бот посмотрит, нет ли под постом такого же" in told["text"]
        await story.message(roads, "Ответ опубликован", "Проверили: виден всем")
        await story.quiet()
        again = await story.message(roads, "ул. Энергетиков, 31", "№ 1", button="Принять")
        assert again["message_id"] != late["message_id"], "the post is read again, its card comes again"
        accept = next(each["callback_data"] for row in late["buttons"] for each in row if each["text"] == "Принять")
        toast = await story.press_data(roads, late, accept)
        assert toast is not None and not toast.startswith("Принято"), "a button of the forgotten card means no other card"
        await story.clock.sleep(300)
        await story.quiet()
        assert "Принять" in labels(await story.message(roads, "ул. Энергетиков, 31", "№ 1"))
    assert [each["text"] for each in await story.comments(first)] == [REPLY]
    assert await story.comments(second) == []


async def copy(story: Story, folder: Path) -> Path:
    now = story.clock.now().astimezone(story.district.timezone)
    made = await asyncio.to_thread(make_copy, story.settings.database.url, folder / "copies", district=story.district.id, now=now)
    return made.path
