"""Whoever lost a card gets one last edit; a group is shown no notes, history and phones."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from bot.username import BotName
from handlers.acts.buttons import ReadButton, ReadDo
from handlers.kit.buttons import Menu, Press
from handlers.people.buttons import GroupButton, LeaveButton
from incidents.desk.people.staff import change_role, dismiss
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, Incident
from incidents.official import Role
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.post_office import Post, post_office
from tests.kit.reading import WORDS, card, menu, of_roads, stands, told
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


@pytest.mark.parametrize("press", [Press.HISTORY, Press.CALL])
async def test_in_a_group_notes_and_phones_come_in_private(town: Phones, press: Press) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    await town.town.sweep_outbox()
    assert await town.press("ann", card(press, incident), chat=GROUP) == "Показали в личном чате с ботом"
    assert {chat for _, chat in await town.town.says()} == {town.user("ann")}
    await town.press("ann", menu(Menu.HISTORY, incident, "+1"), chat=GROUP)
    assert {chat for _, chat in await town.town.says()} == {town.user("ann")}


async def test_the_card_in_a_group_has_no_notes(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    await town.town.act(incident.id, Act.NOTE, "ann", words="жалобщик скандальный")
    shown = {chat: await face(town, incident, chat) for chat in (GROUP, town.user("ann"))}
    assert "скандальный" in shown[town.user("ann")]
    assert "скандальный" not in shown[GROUP]


async def face(town: Phones, incident: Incident, chat: ChatId) -> str:
    async with town.town.storage.transaction() as tx:
        made = await Renderer(konakovo(), BotName()).card(tx, incident.id, chat, now=town.town.clock.now())
        return parse(made.html)


async def passed(town: Phones) -> dict[ChatId, int | str | None]:
    """Last edits: chat and message."""
    return {row.chat_id: row.params.get("edit") for row in await town.town.rows() if row.code == "card_moved"}


async def copies(town: Phones, id: IncidentId) -> set[ChatId]:
    async with town.town.storage.transaction() as tx:
        return {copy.chat_id for copy in await tx.copies.of(id)}


async def moved_to_housing(town: Phones) -> Incident:
    incident = await of_roads(town)
    for n, who in enumerate(("ann", "peter", "head"), start=50):
        await stands(town, incident, who, n)
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    return incident


async def test_a_department_that_lost_a_card_gets_one_last_edit_and_nothing_more(town: Phones) -> None:
    incident = await moved_to_housing(town)
    assert await passed(town) == {town.user("ann"): 50, town.user("peter"): 51}
    text = await told(town, "card_moved")
    assert text.startswith("Передано: отдел ЖКХ")
    assert "диагноз" not in text
    assert await copies(town, incident.id) == {town.user("head")}
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.ACCEPT, "olga")
    assert town.user("ann") not in await town.town.cards(incident.id)
    assert await passed(town) == {}


async def test_whoever_said_not_ours_may_take_it_back_where_the_card_stood(town: Phones) -> None:
    incident = await of_roads(town)
    await stands(town, incident, "ann", 50)
    await stands(town, incident, "peter", 51)
    await town.press("ann", menu(Menu.RETURN, incident, "housing"))
    assert set(await passed(town)) == {town.user("ann"), town.user("peter")}
    buttons, rows = {}, [row for row in await town.town.rows() if row.code == "card_moved"]
    async with town.town.storage.transaction() as tx:
        for row in rows:
            made = await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())
            buttons[row.chat_id] = [button.label for each in made.rows for button in each]
    assert buttons == {town.user("ann"): ["Вернуть в отдел"], town.user("peter"): []}
    assert await town.press("ann", card(Press.UNDO, incident)) == "Вернули, как было"
    assert {town.user("ann"), town.user("peter")} <= await town.town.cards(incident.id)


async def test_a_card_that_was_not_sent_yet_is_not_sent_to_whom_it_is_no_business_of(town: Phones) -> None:
    incident = await town.town.open(WORDS)
    assert town.user("ann") in await town.town.cards(incident.id)
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert town.user("ann") not in await town.town.cards(incident.id)
    assert await passed(town) == {}


async def test_whoever_moved_receives_nothing_of_the_former_department(town: Phones) -> None:
    incident = await of_roads(town)
    closed = await town.town.open("Яма", main=place("Конаково", "улица Гагарина", "3"))
    await town.town.act(closed.id, Act.CLOSE, "coordinator", outcome="explained")
    await stands(town, incident, "peter", 50)
    await stands(town, closed, "peter", 51)
    await town.town.sweep_outbox()
    await move(town, "peter", Role.EXECUTOR, HOUSING)
    assert sorted(row.params["edit"] or 0 for row in await town.town.rows() if row.code == "card_moved") == [50, 51]
    await town.town.sweep_outbox()
    await town.town.take(await town.town.write("И у нас на Белавинской так же"))
    assert town.user("peter") not in {row.chat_id for row in await town.town.rows() if row.kind is OutboxKind.CARD}


async def move(town: Phones, who: str, role: Role, department: Any) -> None:
    async with town.town.storage.transaction() as tx:
        changed = await change_role(
            tx, town.town.policy, town.town.who(who).id, role, department, by=town.town.who("coordinator"), now=town.town.clock.now()
        )
    town.town.people[who] = changed


async def test_a_deputy_who_moved_keeps_the_cards_of_whom_they_stand_in_for(town: Phones) -> None:
    second = await town.town.enrol("second", Role.COORDINATOR)
    incident = await of_roads(town)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    closed = await town.town.open("Яма", main=place("Конаково", "улица Гагарина", "3"))
    await town.town.act(closed.id, Act.CLOSE, "coordinator", outcome="explained")
    await town.press("coordinator", LeaveButton(official=town.town.who("ann").id, choice=f"2026-11-24/2026-12-07/{second.id}"))
    await stands(town, incident, second.user_id, 50)
    await stands(town, closed, second.user_id, 51)
    await town.town.sweep_outbox()
    await move(town, "second", Role.EXECUTOR, HOUSING)
    assert [row.params["edit"] for row in await town.town.rows() if row.code == "card_moved"] == [51]
    assert await copies(town, incident.id) == {second.user_id}


async def test_whoever_was_let_in_and_moved_reads_it_no_more(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("olga", ReadButton(do=ReadDo.ASK, id=incident.id))
    async with town.town.storage.transaction() as tx:
        request = await tx.read_requests.latest(town.town.who("olga").id, incident.id)
    assert request is not None
    await town.press("coordinator", ReadButton(do=ReadDo.SHOW, id=request.id))
    await stands(town, incident, "olga", 60)
    await town.town.sweep_outbox()
    await move(town, "olga", Role.OBSERVER, None)
    await move(town, "olga", Role.EXECUTOR, HOUSING)
    assert await passed(town) == {town.user("olga"): 60}
    await town.press("olga", card(Press.SHOW, incident))
    assert len(await town.town.says("foreign_card")) == 1


async def test_whoever_was_dismissed_keeps_no_words_of_residents(town: Phones) -> None:
    incident = await of_roads(town)
    await stands(town, incident, "peter", 50)
    async with town.town.storage.transaction() as tx:
        by = town.town.who("coordinator")
        await dismiss(tx, town.town.policy, town.town.who("peter").id, to=None, by=by, now=town.town.clock.now())
    assert await passed(town) == {town.user("peter"): 50}
    assert await told(town, "card_moved") == f"Карточка № {incident.number} закрыта для вас. Её ведут сотрудники округа"
    assert await copies(town, incident.id) == set()


async def test_a_group_that_lost_a_card_gets_the_last_edit_too(town: Phones) -> None:
    incident = await of_roads(town)
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    await stands(town, incident, GROUP, 70)
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert await passed(town) == {GROUP: 70}
    await town.town.sweep_outbox()
    town.town.clock.moment += timedelta(minutes=1)
    await town.town.act(incident.id, Act.ACCEPT, "olga")
    assert GROUP not in await town.town.cards(incident.id)


async def test_a_first_card_of_the_night_does_not_come_to_whoever_changed_the_role(post: Post) -> None:
    await post.town.enrol("second", Role.COORDINATOR)
    post.town.clock.moment = at(2)
    incident = await post.town.open(WORDS, topic="other", group="other", topics=())
    assert {post.town.chat("coordinator"), post.town.chat("second")} <= await post.town.cards(incident.id)
    await post.deliver()
    assert post.messenger.calls == []
    async with post.town.storage.transaction() as tx:
        id, by = post.town.who("coordinator").id, post.town.who("second")
        await change_role(tx, post.town.policy, id, Role.EXECUTOR, HOUSING, by=by, now=post.town.clock.now())
    post.town.clock.moment = at(12)
    await post.deliver()
    got = {chat for _, chat, what in post.messenger.calls if "диагноз" in parse(what.html)}
    assert post.town.chat("second") in got
    assert post.town.chat("coordinator") not in got
    assert await post.town.rows() == []


async def test_a_card_that_is_lost_while_it_is_being_sent_gets_the_last_edit_at_once(post: Post) -> None:
    incident = await post.town.open(WORDS)
    send = post.messenger.send

    async def sends_and_loses(chat_id: ChatId, message: Any, **details: Any) -> Any:  # Any: see RecordingMessenger
        sent = await send(chat_id, message, **details)
        post.messenger.send = send  # type: ignore[method-assign] # once
        await post.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
        return sent

    post.messenger.send = sends_and_loses  # type: ignore[method-assign] # the network is what tests play
    await post.deliver()
    (first, *others) = [
        (chat, method) for method, chat, _ in post.messenger.calls if chat in {post.town.chat("ann"), post.town.chat("peter")}
    ]
    assert first[1] == "send"
    assert others == [(first[0], "edit")]
    assert await post.message_of(incident, first[0]) is None
    assert post.messenger.to(post.town.chat("olga")) == ["send"]
