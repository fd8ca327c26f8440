"""«Ответить всем» through the real handlers: shown, sent one by one, stopped."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.renderer import Renderer
from handlers.answers.buttons import AllButton, AllDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.desk.answers.publish_answer import mark_published, start_publishing
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.publisher import Published
from tests.kit.desk_town import TEXT, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def crowd(town: Phones, *, answered: bool = True) -> Incident:
    """Three voices of one incident, the first with an answer under it."""
    incident = await town.town.open()
    for author in ("b", "c"):
        await town.town.take(await town.town.write(TEXT, author_id=author))
    if answered:
        await town.town.act(incident.id, Act.ACCEPT, "ann")
        draft = await town.town.draft(incident.id, "ann", "Здравствуйте! Завтра откачаем воду, отвечает отдел дорожного хозяйства.")
        async with town.town.storage.transaction() as tx:
            now = town.town.clock.now()
            going = await start_publishing(tx, replace(draft, state=AnswerState.SCHEDULED), now=now)
            comment = Published(external_id="wall-1_1_r2", url="https://vk.com/wall-1_1?reply=2")
            await mark_published(tx, town.town.policy, going, comment, now=now, proved=True)
    return await town.town.incident(incident.id)


async def answers(town: Phones, incident: Incident) -> list[Answer]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.answers.of(incident.id))


async def last(town: Phones) -> str:
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        html = (await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())).html
    parse(html)
    return html


async def test_the_others_get_the_answer_one_by_one(town: Phones) -> None:
    incident = await crowd(town)
    await town.press("ann", CardButton(press=Press.ANSWER_ALL, incident=incident.id))
    assert "Ответить остальным: 2" in await last(town)
    assert len(await answers(town, incident)) == 1
    await town.press("ann", AllButton(do=AllDo.SEND, incident=incident.id))
    assert "Отправляем 2 ответа" in await last(town)
    first, second, third = await answers(town, incident)
    now = town.town.clock.now()
    assert [each.publish_at for each in (second, third)] == [now + HOLD, now + HOLD + timedelta(seconds=20)]
    assert {each.state for each in (second, third)} == {AnswerState.SCHEDULED}
    assert len({each.post_id for each in (first, second, third)}) == 3
    assert len({each.guid for each in (first, second, third)}) == 3
    assert len({each.text for each in (first, second, third)}) == 3
    assert ("answer_all", town.user("ann")) in await town.town.audited()
    again = await town.press("ann", AllButton(do=AllDo.SEND, incident=incident.id))
    assert again == "Сначала должен выйти первый ответ: ответьте одному, потом всем остальным"


async def test_what_has_not_gone_out_can_be_stopped(town: Phones) -> None:
    incident = await crowd(town)
    await town.press("ann", AllButton(do=AllDo.SEND, incident=incident.id))
    assert await town.press("peter", AllButton(do=AllDo.STOP, incident=incident.id)) == "Отменять нечего: все ответы уже вышли"
    await town.press("ann", AllButton(do=AllDo.STOP, incident=incident.id))
    assert "Отменили 2 ответа" in await last(town)
    assert [each.state for each in await answers(town, incident)][1:] == [AnswerState.CANCELLED] * 2
    await town.press("ann", AllButton(do=AllDo.BACK, incident=incident.id))


async def test_without_a_published_answer_without_others_and_without_the_right_nothing_is_sent(town: Phones) -> None:
    incident = await crowd(town, answered=False)
    await town.press("ann", CardButton(press=Press.ANSWER_ALL, incident=incident.id))
    assert "Ответить всем: 3" in await last(town)  # the choice: with a post, or the first answer first
    assert "Сначала должен выйти" in str(await town.press("ann", AllButton(do=AllDo.SEND, incident=incident.id)))
    assert await town.press("olga", AllButton(do=AllDo.SEND, incident=incident.id)) is not None
    assert await answers(town, incident) == []


async def test_on_a_closed_card_and_where_all_have_an_answer_it_says_so(town: Phones) -> None:
    incident = await crowd(town)
    async with town.town.storage.transaction() as tx:
        for voice in await tx.voices.of(incident.id):
            await tx.voices.save(replace(voice, answered_at=town.town.clock.now()))
    assert await town.press("ann", CardButton(press=Press.ANSWER_ALL, incident=incident.id)) == "Все, кто писал, уже получили ответ"
    await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert "уже изменилась" in str(await town.press("ann", AllButton(do=AllDo.SEND, incident=incident.id)))
    assert len(await answers(town, incident)) == 1
