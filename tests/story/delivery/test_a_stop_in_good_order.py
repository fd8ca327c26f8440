"""SIGTERM in the middle of a send: what Telegram has is written down first, so nothing comes twice after the start."""

import asyncio
import signal
import time
from pathlib import Path

from bot.signals import LAST
from bot.storage.engine.storage import Storage, open_storage
from incidents.messages import NotUnderstood
from incidents.official import Role
from tests.kit.otklik_process import ends, otklik_run
from tests.kit.story_town import Story

LATE = 2.0  # real seconds between the messenger's effect and its answer
WORDS = "Это сообщение никуда не ушло"


async def order(story: Story, seconds: float) -> None:
    await story.control.post("fault", api="telegram", method="sendMessage", kind="slow", seconds=seconds, times=100)


async def forget_faults(story: Story) -> None:
    await story.control._session.delete(f"{story.control.base}/control/faults")


async def say(storage: Storage, chats: list[int]) -> None:
    async with storage.transaction() as tx:
        for chat in chats:
            await tx.outbox.say(chat, NotUnderstood())  # type: ignore[arg-type]  # the town's numbers


async def are_settled(storage: Storage, chats: list[int]) -> bool:
    async with storage.transaction() as tx:
        return not any([await tx.outbox.is_on_its_way(chat, NotUnderstood) for chat in chats])  # type: ignore[arg-type]  # see `say`


async def count(story: Story, chat: int) -> int:
    return sum(WORDS in text for text in await story.texts(chat))


async def until_there_are(story: Story, chat: int, wanted: int) -> None:
    async def are_there() -> bool:
        return await count(story, chat) == wanted

    await story.until(are_there, f"{wanted} in {chat}")


async def test_a_process_that_is_stopped_in_the_middle_of_a_burst_sends_nothing_again(story: Story, tmp_path: Path) -> None:
    chats = [story.who(Role.COORDINATOR), story.who(Role.HEAD), story.who(Role.DUTY)]
    async with story.running():
        await story.move_in()
        await story.quiet()
    storage = await open_storage(story.settings.database.url, story.district.id)

    async def all_stand() -> bool:
        return all([await count(story, chat) == 1 for chat in chats])

    try:
        await say(storage, chats)
        await order(story, LATE)
        async with otklik_run(story, tmp_path) as process:
            await story.until(all_stand, "the messages stand, their answers are on the way")
            process.send_signal(signal.SIGTERM)
            assert await ends(process) == 0
        await forget_faults(story)
        assert await are_settled(storage, chats)
        async with otklik_run(story, tmp_path) as process:
            await say(storage, chats[:1])
            await until_there_are(story, chats[0], 2)
            process.send_signal(signal.SIGTERM)
            assert await ends(process) == 0
        assert [await count(story, chat) for chat in chats] == [2, 1, 1]
    finally:
        await storage.close()


async def test_a_second_signal_waits_for_nothing(story: Story, tmp_path: Path) -> None:
    chat = story.who(Role.COORDINATOR)
    async with story.running():
        await story.move_in()
        await story.quiet()
    storage = await open_storage(story.settings.database.url, story.district.id)
    try:
        await say(storage, [chat])
        await order(story, LAST * 2)
        async with otklik_run(story, tmp_path) as process:
            await until_there_are(story, chat, 1)  # it stands, the answer is on the way
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.5)
            assert process.returncode is None
            process.send_signal(signal.SIGTERM)
            assert await ends(process) == 0
        assert time.monotonic() - began < LAST
    finally:
        await forget_faults(story)
        await storage.close()
