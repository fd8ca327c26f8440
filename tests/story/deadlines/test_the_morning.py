"""The coordinator's morning: the digest of the night, its cards let go, a dropped post taken in."""

from datetime import datetime, timedelta

from incidents.official import Role
from tests.kit.story_town import Story


async def test_the_night_is_told_at_half_past_eight_and_let_go_by_one_press(town: Story) -> None:
    executor, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR)
    zone = town.district.timezone
    await town.jump_to(datetime(2026, 11, 24, 22, 0, tzinfo=zone))
    await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    await town.post("Всем хорошего вечера, соседи, какой сегодня красивый закат")
    await town.until(lambda: _all_read(town), "the posts of the evening are read")
    assert not [text for text in await town.texts(executor) if "Энергетиков" in text]
    await town.jump_to(datetime(2026, 11, 25, 8, 30, tzinfo=zone))
    digest = await town.message(coordinator, "За ночь: 1 новое", button="Отпустить все")
    assert "карточки уйдут в 9:00" in digest["text"]
    await town.press(coordinator, digest, "Отпустить все")
    await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(coordinator, digest, "Не взяли")
    missed = await town.message(coordinator, "Не взяли 1", "закат", button="1")
    await town.press(coordinator, missed, "1")
    post = await town.message(coordinator, "Не взяли. Бот решил", "закат", button="Верно, не наше")
    await town.press(coordinator, post, "Верно, не наше")
    await town.message(coordinator, "Не взяли: пусто")


async def _all_read(town: Story) -> bool:
    """Both posts of the evening were taken in or dropped."""
    now = town.clock.now()
    async with town.app.storage.transaction() as tx:
        opened = await tx.incidents.between(now - timedelta(hours=2), now)
        return bool(opened) and bool(await tx.dropped_posts.between(now - timedelta(hours=2), now))
