"""Who goes next at the database: a press before the cards of a burst, and nobody for ever."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.storage.engine.storage import Storage
from bot.storage.engine.turns import BETWEEN, IN_A_ROW, LATELY, STUCK, Turns

PATIENCE = 60.0  # real seconds: a turn that never comes fails


async def order(turns: Turns, queue: Sequence[tuple[str, bool]]) -> list[str]:
    """All of them wait while somebody holds the turn; gives their order."""
    went: list[str] = []

    async def go(name: str, first: bool) -> None:
        async with turns.ahead if first else turns:
            went.append(name)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group, turns:
        for name, first in queue:
            group.create_task(go(name, first))
        await asyncio.sleep(0)
    return went


async def test_a_press_goes_before_cards_that_wait_longer() -> None:
    assert await order(Turns(), [("card 1", False), ("card 2", False), ("press", True)]) == ["press", "card 1", "card 2"]


async def test_many_presses_let_a_card_go_in_between() -> None:
    queue = [("card 1", False), ("card 2", False), *((str(n), True) for n in range(2 * IN_A_ROW))]
    assert await order(Turns(), queue) == ["0", "1", "2", "card 1", "3", "4", "5", "card 2"]


async def test_whoever_gives_up_waiting_stops_nobody() -> None:
    turns, went = Turns(), list[str]()

    async def go(name: str) -> None:
        async with turns.ahead:
            went.append(name)

    async with turns:
        gone, stays = asyncio.ensure_future(go("gone")), asyncio.ensure_future(go("stays"))
        await asyncio.sleep(0)
        gone.cancel()
    await asyncio.wait([gone, stays])
    assert (went, gone.cancelled()) == (["stays"], True)


async def test_a_turn_that_comes_to_one_who_is_just_cancelled_is_passed_on() -> None:
    turns, went = Turns(), list[str]()

    async def go(name: str) -> None:
        async with turns:
            went.append(name)

    async with turns:
        gone, stays = asyncio.ensure_future(go("gone")), asyncio.ensure_future(go("stays"))
        await asyncio.sleep(0)
    gone.cancel()  # the turn was given to it, and it has not run yet
    await asyncio.wait([gone, stays])
    assert (went, gone.cancelled()) == (["stays"], True)
    async with turns.ahead:
        went.append("free")
    assert went == ["stays", "free"]


async def test_a_block_that_fails_gives_its_turn_back() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="broken"):
        async with turns.ahead:
            raise ValueError("broken")
    assert await order(turns, [("next", False)]) == ["next"]


async def most_at_once(turns: Turns, cards: int) -> int:
    """So many of them are inside together."""
    inside = most = 0

    async def card() -> None:
        nonlocal inside, most
        async with turns:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(cards):
            group.create_task(card())
    return most


async def test_when_nobody_presses_the_rest_has_all_but_one() -> None:
    assert await most_at_once(Turns(8), 9) == 7


async def test_the_rest_goes_in_its_order_also_when_somebody_comes_late() -> None:
    turns, went = Turns(4), list[int]()

    async def card(number: int) -> None:
        async with turns:
            went.append(number)

    async with asyncio.TaskGroup() as group, turns.ahead:
        for number in range(3):
            group.create_task(card(number))
        await asyncio.sleep(1.5 * LATELY)
        await card(3)
    assert went == sorted(went)
    assert len(went) == 4


async def test_a_press_that_lasts_lets_no_crowd_in() -> None:
    turns, went = Turns(8), list[int]()

    async def card(number: int) -> None:
        async with turns:
            went.append(number)
            await asyncio.sleep(10 * LATELY)

    await turns.take(first=True)
    tasks = [asyncio.ensure_future(card(number)) for number in range(6)]
    await asyncio.sleep(1.5 * LATELY)
    assert len(went) <= 2  # as each is due
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_nobody_waits_for_a_press_that_is_stuck() -> None:
    turns = Turns(8)
    async with turns.ahead:
        await asyncio.sleep(STUCK)
        assert await most_at_once(turns, 9) == 6


async def test_of_several_at_once_the_rest_has_a_few_after_a_press() -> None:
    turns = Turns(8)
    async with turns.ahead:
        pass
    assert await most_at_once(turns, 9) == BETWEEN


async def test_no_card_begins_while_a_press_is_at_work_and_a_press_begins_at_once() -> None:
    turns, went = Turns(4), list[str]()

    async def card() -> None:
        async with turns:
            went.append("card")

    async with asyncio.TaskGroup() as group, turns.ahead:
        group.create_task(card())
        await asyncio.sleep(0.01)
        async with turns.ahead:
            went.append("another press")
        await asyncio.sleep(0.01)
        went.append("press")
    assert went == ["another press", "press", "card"]


async def test_between_many_presses_at_once_cards_go_too() -> None:
    turns, went = Turns(4), list[str]()

    async def card() -> None:
        async with turns:
            went.append("card")

    async with asyncio.TaskGroup() as group, turns.ahead:
        group.create_task(card())
        for number in range(IN_A_ROW):
            await asyncio.sleep(0)
            async with turns.ahead:
                went.append(str(number))
        await asyncio.sleep(0)
        went.append("the first press ends")
    assert went == ["0", "1", "card", "2", "the first press ends"]


async def test_a_press_that_is_stuck_keeps_the_rest_waiting_for_a_moment_only() -> None:
    turns = Turns(4)
    async with turns.ahead, asyncio.timeout(PATIENCE):
        async with turns:
            pass
        async with turns.ahead, turns:  # one more comes, and is stuck too
            pass


async def test_a_few_cards_that_are_stuck_stop_neither_cards_nor_presses() -> None:
    turns = Turns(BETWEEN + 2)
    async with turns.ahead:
        pass
    for _ in range(BETWEEN):
        await turns.take(first=False)  # and never end
    async with asyncio.timeout(PATIENCE), turns, turns.ahead:
        pass


async def test_a_card_that_waited_for_room_behind_a_stuck_press_goes_too() -> None:
    turns = Turns(3)
    async with turns.ahead, asyncio.timeout(PATIENCE):
        for _ in range(2):
            await turns.take(first=True)
        waiting = asyncio.ensure_future(turns.take(first=False))
        await asyncio.sleep(0)
        for _ in range(2):
            turns.end(first=True)
        await waiting
        turns.end(first=False)


async def test_a_transaction_that_a_person_waits_for_begins_before_others(storage: Storage) -> None:
    went: list[str] = []

    async def go(name: str, is_waited_for: bool) -> None:
        async with storage.transaction(person_waits=is_waited_for):
            went.append(name)

    async with asyncio.TaskGroup() as group, storage.transaction(person_waits=True):
        for name in ("card 1", "card 2"):
            group.create_task(go(name, is_waited_for=False))
        press = group.create_task(go("press", is_waited_for=True))
        await asyncio.sleep(0)
        if not storage.is_embedded:  # side by side
            await press
    assert went[0] == "press"
    assert went[1:] == ["card 1", "card 2"] or not storage.is_embedded
