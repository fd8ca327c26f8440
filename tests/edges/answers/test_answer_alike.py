"""One text answers several cards: an ordinary answer for each, where it is true."""

import itertools
from collections.abc import AsyncIterator, Iterator

import pytest

from incidents.answers.values import HOLD, AnswerState
from incidents.desk.answers.answer_alike import draft_alike, recall_alike, send_alike
from incidents.incident import Act, Status
from tests.kit.outages import now_is, outage
from tests.kit.phones import Phones, phones

TEXT = "Здравствуйте! До 27 ноября откачаем воду. Отвечает отдел дорожного хозяйства."


@pytest.fixture
async def phone(database_url: str) -> AsyncIterator[Phones]:
    async with phones(database_url) as phone:
        yield phone


_NUMBERS = itertools.count()


def guids() -> Iterator[str]:
    return (f"alike{n}" for n in _NUMBERS)


async def test_each_card_has_an_answer_of_its_own_and_the_hold_takes_all_back(phone: Phones) -> None:
    cards, town = await outage(phone, 3), phone.town
    ann, at = town.who("ann"), town.clock.now()
    async with town.storage.transaction() as tx:
        drafts, left = await draft_alike(tx, town.policy, [each.id for each in cards], TEXT, guids=guids(), by=ann, now=at)
    assert not left
    assert [each.incident_id for each in drafts] == [each.id for each in cards]
    assert len({each.guid for each in drafts}) == len({each.text for each in drafts}) == 3
    assert set(await now_is(phone, cards)) == {Status.ASSIGNED}
    town.clock.move(seconds=30)
    async with town.storage.transaction() as tx:
        assert await send_alike(tx, town.policy, at, by=ann, now=town.clock.now()) == (3, [])
    async with town.storage.transaction() as tx:  # a second press
        assert await send_alike(tx, town.policy, at, by=ann, now=town.clock.now()) == (0, [])
    sent = [await town.answer(each.id) for each in drafts]
    assert {(each.state, each.publish_at) for each in sent} == {(AnswerState.SCHEDULED, town.clock.now() + HOLD)}
    assert set(await now_is(phone, cards)) == {Status.ACCEPTED}
    async with town.storage.transaction() as tx:
        assert await recall_alike(tx, at, by=town.who("peter")) == 0  # another's
        assert await recall_alike(tx, at, by=ann) == 3
    assert {(await town.answer(each.id)).state for each in drafts} == {AnswerState.DRAFT}


async def test_what_another_holds_what_is_closed_and_what_is_untrue_is_left_out(phone: Phones) -> None:
    cards, town = await outage(phone, 4), phone.town
    await town.act(cards[0].id, Act.ACCEPT, "peter")
    await town.act(cards[1].id, Act.REJECT, "coordinator", reason="chat")
    ann, ids = town.who("ann"), [each.id for each in cards]
    async with town.storage.transaction() as tx:
        drafts, left = await draft_alike(tx, town.policy, ids, TEXT, guids=guids(), by=ann, now=town.clock.now())
    assert left == ids[:2]
    assert [each.incident_id for each in drafts] == ids[2:]
    stops = "Здравствуйте! До 31 ноября откачаем воду."  # there is no such day
    elsewhere = "Здравствуйте! В Редкино до 27 ноября откачаем воду. Отвечает отдел дорожного хозяйства."
    for untrue in (stops, elsewhere):
        town.clock.move(seconds=1)
        async with town.storage.transaction() as tx:
            assert await draft_alike(tx, town.policy, ids, untrue, guids=guids(), by=ann, now=town.clock.now()) == ([], ids)
