"""While the bot serves, the collector of memory has only what came since to walk through."""

import asyncio
import gc

from bot.signals import until_signal


async def test_what_was_built_before_the_bot_serves_is_not_walked_through_again() -> None:
    built: list[object] = [[]]
    later: list[list[object]] = []

    async def work() -> None:
        later.append([[]])

    def is_walked_through(one: object) -> bool:
        return any(each is one for each in gc.get_objects())

    assert is_walked_through(built)
    await asyncio.wait_for(until_signal(work()), 20)
    assert not is_walked_through(built)
    assert is_walked_through(later[0])
