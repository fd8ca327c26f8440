"""What goes wrong under one text for several cards."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from typing_extensions import override

from bot.delivery.publishing import Publishing
from bot.wakeups import Nudge
from handlers.acts.buttons import BulkButton, BulkDo
from handlers.answers.buttons import AnswerButton, AnswerDo
from incidents.answers.everyone import EVERY
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.desk.answers.publish_answer import start_publishing
from incidents.desk.intake.take_in import mark_deleted
from incidents.incident import Act, ClosingOutcome, Incident, Status
from incidents.posts import Network, Post
from incidents.publisher import NotAllowed, Published
from tests.kit.outages import now_is, outage
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends
from tests.kit.promises import published
from tests.kit.screens import labels, shown
from tests.kit.scripted_network import COMMENT, Result, ScriptedNetwork

TEXT = "Здравствуйте! До 27 ноября откачаем воду. Отвечает отдел дорожного хозяйства."


class KilledError(BaseException):
    """The process is gone: nothing of ours catches it."""


@dataclass
class Thread(ScriptedNetwork):
    """Keeps what stands under the posts; at its second call the caller dies, `late`: after the comment stands."""

    late: bool = False
    stands: list[str] = field(default_factory=list)

    @override
    async def publish(self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()) -> Result:
        self.guids.append(guid)
        dies = len(self.guids) == 2
        if not dies or self.late:
            self.stands.append(text)
        if dies:
            raise KilledError
        return Published(external_id=f"wall-1_1_r{len(self.stands)}", url="https://vk.com/wall-1_1")

    @override
    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        return COMMENT if text in self.stands else None


@pytest.fixture
async def phone(database_url: str) -> AsyncIterator[Phones]:
    async with phones(database_url) as phone:
        yield phone


async def answers(phone: Phones, cards: Sequence[Incident]) -> list[Answer]:
    async with phone.town.storage.transaction() as tx:
        given = await tx.answers.of_each([each.id for each in cards])
    return [given[each.id][-1] for each in cards]


async def states(phone: Phones, cards: Sequence[Incident]) -> list[AnswerState]:
    return [each.state for each in await answers(phone, cards)]


async def typed(phone: Phones) -> None:
    for each in (BulkDo.MY, BulkDo.ANSWER):
        await phone.press("ann", BulkButton(do=each, key="", id=0))
    await phone.type("ann", TEXT)


async def sent(phone: Phones, count: int = 3) -> list[Incident]:
    """So many cards whose answers wait for their minute."""
    cards = await outage(phone, count)
    await typed(phone)
    await phone.press("ann", await sends(phone.town, (await answers(phone, cards))[0].id), message_id=60)
    return cards


def publishing(phone: Phones, network: ScriptedNetwork) -> Publishing:
    return Publishing(phone.town.storage, phone.town.clock, {Network.VK: network}, Nudge(poll=0.01), phone.town.policy)


async def work_off(phone: Phones, network: ScriptedNetwork, seconds: float) -> None:
    """A process that has just started; it goes on for so long."""
    process = publishing(phone, network)
    for _ in range(int(seconds // 10)):
        phone.town.clock.move(seconds=10)
        while await process.step():
            pass


@pytest.mark.parametrize("late", [False, True])
async def test_a_kill_between_two_answers_loses_none_and_sends_none_twice(phone: Phones, late: bool) -> None:
    cards, network = await sent(phone, 4), Thread(late=late)
    with pytest.raises(KilledError):
        await work_off(phone, network, 300)
    assert await states(phone, cards) == [AnswerState.PUBLISHED, AnswerState.PUBLISHING, AnswerState.SCHEDULED, AnswerState.SCHEDULED]
    await work_off(phone, network, 300)
    assert await states(phone, cards) == [AnswerState.PUBLISHED] * 4
    assert sorted(network.stands) == sorted(each.text for each in await answers(phone, cards))
    assert "Вышли: 4" in (await shown(phone.town, "answer")).html


async def test_a_recall_takes_back_all_that_is_not_at_the_network_yet(phone: Phones) -> None:
    cards = await sent(phone)
    first = (await answers(phone, cards))[0]
    phone.town.clock.move(seconds=HOLD.total_seconds())
    async with phone.town.storage.transaction() as tx:
        await start_publishing(tx, await tx.answers.get(first.id), now=phone.town.clock.now())
    assert await phone.press("ann", AnswerButton(do=AnswerDo.RECALL, answer=first.id)) == "Отозвали: 2, текст сохранён"
    assert await states(phone, cards) == [AnswerState.PUBLISHING, AnswerState.DRAFT, AnswerState.DRAFT]
    await phone.press("ann", AnswerButton(do=AnswerDo.RECALL, answer=first.id))
    assert (await states(phone, cards))[0] is AnswerState.PUBLISHING


async def test_held_answered_and_closed_cards_of_a_choice_are_left_as_they_are(phone: Phones) -> None:
    cards = await outage(phone, 5)
    await phone.press("ann", BulkButton(do=BulkDo.MY, key="", id=0))
    await phone.town.act(cards[0].id, Act.ACCEPT, "peter")
    await phone.town.act(cards[1].id, Act.ACCEPT, "ann")
    await published(phone, await phone.town.sent(cards[1].id, "ann", TEXT))
    await phone.town.act(cards[2].id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.REFUSED)
    await phone.press("ann", BulkButton(do=BulkDo.ANSWER, key="", id=0))
    assert "один ответ на 2 карточки" in (await shown(phone.town, "ask_alike")).html
    await phone.type("ann", TEXT)
    html = (await shown(phone.town, "alike")).html
    assert "решили или ответ уже есть: 3. " in html
    assert all(f"№ {each.number} (" in html for each in cards[:3])
    await phone.press("ann", await sends(phone.town, (await answers(phone, cards[3:]))[0].id))
    assert await now_is(phone, cards) == [Status.ACCEPTED, Status.ANSWERED, Status.CLOSED, Status.ACCEPTED, Status.ACCEPTED]
    assert (await phone.town.incident(cards[0].id)).holder_id == phone.town.who("peter").id
    async with phone.town.storage.transaction() as tx:
        assert [len(await tx.answers.of(each.id)) for each in cards] == [0, 1, 0, 1, 1]


async def test_an_author_who_deleted_the_post_stops_only_the_own_answer(phone: Phones) -> None:
    cards = await sent(phone)
    async with phone.town.storage.transaction() as tx:
        post = await tx.posts.get((await tx.voices.of(cards[0].id))[0].post_id)
        for each in await tx.posts.mark_gone(Network.VK, [post.post.external_id], at=phone.town.clock.now()):
            await mark_deleted(tx, each, now=phone.town.clock.now())
    network = ScriptedNetwork(results=[NotAllowed(user_text="запись удалена"), COMMENT])
    await work_off(phone, network, 180)
    assert await states(phone, cards) == [AnswerState.REFUSED, AnswerState.PUBLISHED, AnswerState.PUBLISHED]
    assert [code for code, _ in await phone.town.says("answer_by_hand")] == ["answer_by_hand"]
    assert "Не вышли сами: 1" in (await shown(phone.town, "answer")).html


async def test_closing_takes_what_the_text_reached_and_only_by_right(phone: Phones) -> None:
    cards = await sent(phone)
    given = await answers(phone, cards)
    phone.town.clock.move(seconds=(HOLD + EVERY * 3).total_seconds())
    assert "Закрывать нечего" in (await phone.press("ann", AnswerButton(do=AnswerDo.CLOSE, answer=given[0].id)) or "")
    for each in given[:2]:
        await published(phone, each)
    await phone.press("ann", AnswerButton(do=AnswerDo.CLOSE, answer=given[0].id))
    assert "Карточек: 2" in (await shown(phone.town, "ask_bulk")).html
    assert "Сделано" in labels(await shown(phone.town, "ask_bulk"))
    assert "Закрывать нечего" in (await phone.press("peter", AnswerButton(do=AnswerDo.CLOSE, answer=given[0].id)) or "")
    await phone.town.act(cards[1].id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.REFUSED)
    await phone.press("ann", BulkButton(do=BulkDo.OUTCOME, key=ClosingOutcome.REFUSED, id=0))
    assert await now_is(phone, cards) == [Status.CLOSED, Status.CLOSED, Status.ACCEPTED]
    assert "Закрыли: 1" in (await shown(phone.town, "bulk_done")).html
    assert [(await phone.town.acts(each.id)).count(Act.CLOSE) for each in cards] == [1, 1, 0]
