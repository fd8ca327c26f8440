"""/erase in the chat: what would go, a second press, the act, messages and cards without the words."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.channel import ChannelCall
from bot.delivery.shown_words import Shows, stands
from bot.storage.engine.noticed import POST
from bot.storage.intake.door import Intake
from bot.ticks.privacy import blank_talk, keep_no_longer
from handlers.privacy.buttons import EraseButton, EraseDo
from incidents.answers.values import AnswerState
from incidents.ids import PostId
from incidents.incident import Act, ClosingOutcome
from incidents.messages import Delete
from incidents.messenger import Done
from incidents.official import Role
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.desk_town import ROADS
from tests.kit.event_log import is_intact
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said

LINK = "https://vk.com/id1"
FIRST, SECOND = PostId(1), PostId(2)
WORDS = "На Белавинской у дома Жаворонковой вода на дороге, звоните 8 915 123-45-67"


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


def button(do: EraseDo, id: int, whose: DataOf = DataOf.AUTHOR, ground: str = "") -> EraseButton:
    return EraseButton(do=do, whose=whose, id=id, ground=ground)


async def test_nothing_goes_before_the_second_press(desk: Phones) -> None:
    incident = await desk.town.open(WORDS)
    await desk.town.sweep_outbox()
    await desk.type("coordinator", f"/erase {LINK}")
    assert [code for code, _ in await desk.town.says()] == ["erase_offer"]
    shown = (await messages(desk.town))[0][1]
    assert "Уйдут все сообщения одного автора</b>: 1 пост" in shown.html
    assert "Ещё не закрыты: № 1" in shown.html
    assert "Жаворонков" not in shown.html
    await desk.town.sweep_outbox()
    await desk.press("coordinator", button(EraseDo.SURE, 1))
    assert "На каком основании?" in (await messages(desk.town))[0][1].html
    async with desk.town.storage.transaction() as tx:
        assert (await tx.voices.of(incident.id)) and (await tx.posts.get(FIRST)).post.text == WORDS


async def test_the_second_press_erases_and_the_act_comes(desk: Phones) -> None:
    incident = await desk.town.open(WORDS)
    answer = await desk.town.draft(incident.id, "ann")
    async with desk.town.storage.transaction() as tx:
        await tx.shown.keep(desk.town.chat("olga"), 71, {(POST, 1)}, at=desk.town.clock.now())
    await desk.town.sweep_outbox()
    toast = await desk.press("coordinator", button(EraseDo.DO, 1, ground=Ground.REQUEST))
    assert toast == "Стёрли. Акт придёт отдельным сообщением"
    assert ("words_erased", desk.town.chat("olga")) in await desk.town.says()
    act = next(text for code, text in await said(desk.town) if code == "erasure_act")
    assert "Акт № 1: данные стёрты" in act
    assert "просьба самого человека" in act
    assert "В резервных копиях данные могут быть до 24.12.2026" in act
    async with desk.town.storage.transaction() as tx:
        kept = (await tx.posts.get(FIRST)).post
        assert (kept.text, kept.author_id, kept.url, kept.is_erased) == ("", "", "", True)
        assert (await tx.answers.get(answer.id)).state is AnswerState.CANCELLED
        assert is_intact(incident.id, await tx.log.chain(incident.id))
    assert ("erased", desk.town.chat("coordinator")) in await desk.town.audited()


async def test_nobody_is_found_by_a_foreign_link(desk: Phones) -> None:
    await desk.town.open(WORDS)
    await desk.town.sweep_outbox()
    await desk.type("coordinator", "/erase https://vk.com/id404")
    assert "Ничего не нашли" in "".join(text for _, text in await said(desk.town))
    await desk.town.sweep_outbox()
    await desk.type("coordinator", "/erase просто слова")
    assert any("По этой ссылке человека не узнать" in text for _, text in await said(desk.town))


async def test_an_executor_erases_nobody(desk: Phones) -> None:
    await desk.town.open(WORDS)
    await desk.town.sweep_outbox()
    assert "стирает координатор" in (await desk.press("ann", button(EraseDo.DO, 1, ground=Ground.REQUEST)) or "")
    async with desk.town.storage.transaction() as tx:
        assert (await tx.posts.get(FIRST)).post.text == WORDS


async def test_what_others_told_of_the_same_stays(desk: Phones) -> None:
    incident = await desk.town.open(WORDS)
    other = await desk.town.write("На Белавинской вода на дороге, не пройти", author_id="5005")
    await desk.town.take(other)
    async with desk.town.storage.transaction() as tx:
        assert {each.post_id for each in await tx.voices.of(incident.id)} == {1, 2}
        place = (await tx.incidents.get(incident.id)).place
    await desk.press("coordinator", button(EraseDo.DO, 1, ground=Ground.ORDER))
    async with desk.town.storage.transaction() as tx:
        assert (await tx.posts.get(SECOND)).post.text == other.post.text
        assert (await tx.incidents.get(incident.id)).place == place
        assert (await tx.posts.get(FIRST)).post.text == ""


async def test_an_erased_post_that_still_stands_on_the_wall_is_not_taken_in_again(desk: Phones) -> None:
    await desk.town.open(WORDS)
    async with desk.town.storage.transaction() as tx:
        seen = (await tx.posts.get(FIRST)).post
    await desk.press("coordinator", button(EraseDo.DO, 1, ground=Ground.REQUEST))
    async with desk.town.storage.transaction() as tx:
        assert await tx.door.receive(desk.town.source, seen, at=desk.town.clock.now(), history=False) is Intake.SAME
        assert await tx.unread.next(limit=9) == []
        assert (await tx.posts.get(FIRST)).post.text == ""


async def test_a_message_on_its_way_while_it_is_erased_loses_the_words(desk: Phones) -> None:
    await desk.town.open(WORDS)
    async with desk.town.storage.transaction() as tx:
        await tx.outbox.say(desk.town.chat("ann"), Delete(), edit=5)
    row = (await desk.town.rows())[-1]
    await desk.press("coordinator", button(EraseDo.DO, 1, ground=Ground.REQUEST))
    await desk.town.sweep_outbox()
    async with desk.town.storage.transaction() as tx:
        await stands(
            tx, row, Done(message_id=90), ChannelCall.SEND, Shows(read={(POST, 1)}, erasure=0, edits=None), at=desk.town.clock.now()
        )
    assert await desk.town.says() == [("words_erased", desk.town.chat("ann"))]


async def test_an_official_who_left_is_erased_and_one_who_works_is_not(desk: Phones) -> None:
    who = await desk.town.enrol("petrov", Role.EXECUTOR, ROADS)
    async with desk.town.storage.transaction() as tx:
        await tx.officials.save(replace(who, name="Петров Пётр"))
    assert "Сначала закройте ему доступ" in (
        await desk.press("coordinator", button(EraseDo.DO, who.id, DataOf.OFFICIAL, Ground.REQUEST)) or ""
    )
    async with desk.town.storage.transaction() as tx:
        await tx.officials.save(replace(who, name="Петров Пётр", active=False, left_at=desk.town.clock.now()))
    await desk.town.sweep_outbox()
    await desk.type("coordinator", "/erase сотрудник Петров Пётр")
    assert [code for code, _ in await desk.town.says()] == ["erase_offer"]
    await desk.press("coordinator", button(EraseDo.DO, who.id, DataOf.OFFICIAL, Ground.REQUEST))
    async with desk.town.storage.transaction() as tx:
        left = await tx.officials.get(who.id)
    assert (left.name, left.phone, left.user_id < 0) == ("", "", True)


async def test_the_night_erases_what_was_kept_long_enough(desk: Phones) -> None:
    incident = await desk.town.open(WORDS)
    await desk.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    keep = Keep(words=timedelta(days=30), idle=timedelta(days=30))
    around = desk.town.around(policy=replace(desk.town.policy, keep=keep))
    await blank_talk(around)  # the first night: the terms hold
    desk.town.clock.move(days=20)
    await keep_no_longer(around)
    async with desk.town.storage.transaction() as tx:
        assert (await tx.posts.get(FIRST)).post.text == WORDS
    desk.town.clock.move(days=20)
    await keep_no_longer(around)
    async with desk.town.storage.transaction() as tx:
        assert (await tx.posts.get(FIRST)).post.text == ""
        assert [act.ground for act in await tx.erasures.newest(limit=5)] == [Ground.TERM]


async def test_a_card_names_its_only_author_and_one_of_many_does_not(desk: Phones) -> None:
    await desk.town.open(WORDS)
    await desk.town.sweep_outbox()
    await desk.type("coordinator", "/erase № 1")
    assert [code for code, _ in await desk.town.says()] == ["erase_offer"]
    await desk.town.take(await desk.town.write("На Белавинской вода на дороге, не пройти", author_id="5005"))
    await desk.town.sweep_outbox()
    await desk.type("coordinator", "/erase 1")
    await desk.type("coordinator", "/erase 99")
    told = "".join(text for _, text in await said(desk.town))
    assert "пишут несколько человек" in told
    assert "Карточки № 99 нет" in told
