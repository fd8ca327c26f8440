"""Many dangers are one board: on every phone one message that is edited, and nothing is lost."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.outbox import outbox
from bot.storage.engine.own_district import everywhere
from bot.ticks.reminders import escalate
from incidents.danger.messages import DangerBoard
from incidents.deadlines.messages import Remind
from incidents.deadlines.reminders import Reminder
from incidents.desk.danger.board import clear, put_back
from incidents.desk.intake import mass
from incidents.desk.intake.take_in import mark_deleted
from incidents.errors import Unchanged, WrongStep
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, Incident
from incidents.messenger import Message
from incidents.reading import DangerGrade, MainPlace
from tests.kit.desk_town import DeskTown
from tests.kit.post_office import Post, post_office
from tests.kit.values.samples import reading

BOARD = DangerBoard.codes[0]


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


async def danger(town: DeskTown, number: int, *, author: str = "", words: str = "провод искрит", settlement: str = "Конаково") -> Incident:
    where = MainPlace(settlement=settlement, settlement_id=f"s-{settlement}", street=f"улица {number}", street_id=f"st-{number}", house="1")
    written = await town.write(f"{settlement}, улица {number}: {words}", author_id=author or f"author{number}")
    read = reading(danger=True, danger_grade=DangerGrade.NOW, danger_words=words, main=where)
    incident = (await town.take(written, read)).incident
    assert incident is not None
    return incident


async def dangers(town: DeskTown, count: int, **of: Any) -> list[Incident]:  # Any: see above
    return [await danger(town, n, **of) for n in range(1, count + 1)]


def sent(post: Post, chat: str) -> list[Message]:
    return [what for method, where, what in post.messenger.calls if where == post.town.chat(chat) and method == "send"]


def rang(post: Post, chat: str) -> int:
    calls = zip(post.messenger.calls, post.messenger.details, strict=True)
    return sum(method == "send" and where == post.town.chat(chat) and not details["silent"] for (method, where, _), details in calls)


def shown(post: Post, chat: str) -> str:
    """The board as it stands."""
    boards = [what for _, where, what in post.messenger.calls if where == post.town.chat(chat) and isinstance(what, Message)]
    return next(each.html for each in reversed(boards) if "Опасно: " in each.html)


async def settle(post: Post, **span: float) -> None:
    """Time passes, and whatever waits is sent."""
    await post.deliver(rounds=40)
    post.town.clock.move(**(span or {"seconds": 3}))
    await post.deliver(rounds=40)


async def board_rows(town: DeskTown, chat: str) -> Sequence[IncidentId]:
    async with town.storage.transaction() as tx:
        return [each.incident.id for each in await tx.boards.dangers(town.chat(chat))]


async def clears(town: DeskTown, by: str) -> Sequence[IncidentId]:
    async with town.storage.transaction() as tx:
        return await clear(tx, town.policy, town.chat(by), by=town.who(by), now=town.clock.now())


async def test_a_board_on_which_nothing_changed_is_not_edited(post: Post) -> None:
    await dangers(post.town, 3, author="ivan")
    await settle(post)
    calls = len(post.messenger.calls)
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_board(post.town.chat("coordinator"))
    await settle(post)
    assert len(post.messenger.calls) == calls
    async with post.town.storage.transaction() as tx:
        assert await tx.outbox.count_waiting() == 0


async def test_from_the_third_danger_of_one_author_on_each_phone_has_one_board(post: Post) -> None:
    await dangers(post.town, 9, author="ivan")
    await settle(post)
    for name in ("ann", "peter", "coordinator", "duty"):
        assert len(sent(post, name)) == 3, name  # two cards and the board
        assert "Опасно: 9, не взяли 9" in shown(post, name)
        assert rang(post, name) == 3
    assert "Конаково, ул. 3, 1: «провод искрит», 1 минуту" in shown(post, "duty")
    assert "и ещё 4" in shown(post, "duty")
    assert "Все от одного автора" in shown(post, "duty")


async def test_from_the_sixth_danger_of_a_district_on_whoever_wrote(post: Post) -> None:
    await dangers(post.town, 8)
    await settle(post)
    assert len(sent(post, "coordinator")) == 6
    assert "Опасно: 8, не взяли 8" in shown(post, "coordinator")
    assert "одного автора" not in shown(post, "coordinator")


async def test_dangers_that_are_far_apart_stay_cards(post: Post) -> None:
    for n in range(1, 5):
        await danger(post.town, n, author="ivan")
        await settle(post, minutes=40)
    assert [len(sent(post, "duty")), await board_rows(post.town, "duty")] == [4, []]


async def test_a_board_rings_by_half_not_within_three_minutes_and_at_once_for_what_is_graver(post: Post) -> None:
    town = post.town
    await dangers(town, 6, author="ivan")
    await settle(post)
    assert rang(post, "duty") == 3
    for n in range(7, 12):
        await danger(town, n, author="ivan")
    await settle(post)
    assert rang(post, "duty") == 3  # eleven in place of six, but not three minutes later
    assert "Опасно: 11" in shown(post, "duty")
    await settle(post, minutes=3)
    assert rang(post, "duty") == 4
    await danger(town, 20, author="ivan", words="горит дом, внутри люди")
    await settle(post)
    assert rang(post, "duty") == 5
    assert shown(post, "duty").splitlines()[2].startswith("1. Конаково, ул. 20, 1: «горит дом, внутри люди»")
    deleted = [what for method, chat, what in post.messenger.calls if method == "delete" and chat == town.chat("duty")]
    assert len(deleted) == 2  # the board that rings takes the former one away


async def test_what_rang_as_a_card_is_no_news_on_the_board(post: Post) -> None:
    town, grave = post.town, "горит дом, внутри люди"
    await danger(town, 1, words=grave)
    for n in range(2, 7):
        await danger(town, n)
    await settle(post)
    assert rang(post, "coordinator") == 6  # five cards and the board
    await danger(town, 7, words=grave)
    await settle(post)
    assert rang(post, "coordinator") == 6
    assert "Опасно: 7" in shown(post, "coordinator")


async def test_a_card_that_somebody_took_stands_on_no_board(post: Post) -> None:
    town = post.town
    first = await danger(town, 1, author="ivan")
    await settle(post)
    await town.act(first.id, Act.ACCEPT, "ann")
    for n in range(2, 5):
        await danger(town, n, author="ivan")
    assert first.id not in await board_rows(town, "coordinator")


async def test_another_settlement_rings_on_the_board_of_one_author(post: Post) -> None:
    await dangers(post.town, 12, author="ivan")
    await settle(post, minutes=3)
    assert rang(post, "duty") == 3
    await danger(post.town, 30, author="ivan", settlement="Редкино")
    await settle(post)
    assert rang(post, "duty") == 4


async def test_an_author_whose_danger_was_confirmed_this_month_rings_at_once(post: Post) -> None:
    first = await danger(post.town, 1, author="ivan")
    await post.town.act(first.id, Act.DANGER_CONFIRMED, "duty", hurt=False)
    for n in range(2, 5):
        await danger(post.town, n, author="ivan")
    await settle(post)
    before = rang(post, "duty")
    await danger(post.town, 5, author="ivan")
    await settle(post)
    assert rang(post, "duty") == before + 1


async def test_show_brings_the_gravest_as_cards_and_a_department_accepts_from_there(post: Post) -> None:
    town = post.town
    made = await dangers(town, 9, author="ivan")
    await settle(post)
    async with town.storage.transaction() as tx:
        await tx.outbox.refresh_here(made[4].id, town.chat("ann"), None)
    await settle(post)
    assert await post.message_of(made[4], "ann") is not None
    await town.act(made[4].id, Act.ACCEPT, "ann")
    await settle(post)
    assert "Опасно: 9, не взяли 8" in shown(post, "peter")
    assert len(sent(post, "peter")) == 3  # nobody else gets a card


async def test_all_of_one_author_is_cleared_with_what_is_spared_and_put_back(post: Post) -> None:
    town = post.town
    made = await dangers(town, 9, author="ivan")
    other = await danger(town, 40, author="olga")
    await town.act(made[3].id, Act.ACCEPT, "ann")
    await town.act(made[4].id, Act.DANGER_CONFIRMED, "duty", hurt=True)
    await settle(post)
    cleared = await clears(town, "coordinator")
    assert set(cleared) == {each.id for each in made if each not in (made[3], made[4])}  # the two that came as cards too
    assert (await town.incident(made[3].id)).danger_grade is DangerGrade.NOW
    assert (await town.incident(other.id)).danger_grade is DangerGrade.NOW
    await settle(post)
    assert "не взяли" in shown(post, "coordinator")
    with pytest.raises(Unchanged):
        await clears(town, "duty")  # the other one came too late
    async with town.storage.transaction() as tx:
        assert await put_back(tx, town.policy, cleared[0], by=town.who("coordinator"), now=town.clock.now()) == len(cleared)
    assert (await town.incident(cleared[0])).danger_grade is DangerGrade.NOW
    async with town.storage.transaction() as tx:
        with pytest.raises(WrongStep):
            await put_back(tx, town.policy, cleared[0], by=town.who("coordinator"), now=town.clock.now())


async def test_what_was_cleared_goes_on_as_a_silent_card_and_the_empty_board_goes(post: Post) -> None:
    town = post.town
    await dangers(town, 6, author="ivan")
    await settle(post)
    before = rang(post, "ann")
    cleared = await clears(town, "duty")
    await settle(post)
    assert rang(post, "ann") == before
    assert all([await post.message_of(await town.incident(id), "ann") for id in cleared])
    async with town.storage.transaction() as tx:
        assert await tx.boards.in_chat(town.chat("ann")) is None


async def test_the_ladder_rings_one_board_for_all(post: Post) -> None:
    town = post.town
    await dangers(town, 4)  # four cards: no board yet
    await settle(post)
    for _ in range(30):
        town.clock.move(seconds=30)
        await escalate(town.around())
        await settle(post, seconds=1)
    codes = [what.html for what in sent(post, "coordinator") if "Позвоните голосом" in what.html]
    assert len(codes) == 2  # at ten minutes and at fifteen
    assert "Опасно: 4, не взяли 4" in codes[-1]
    assert "112" in codes[-1]


async def test_one_danger_alone_is_rung_as_ever(post: Post) -> None:
    town = post.town
    await danger(town, 1)
    town.clock.move(minutes=11)
    await escalate(town.around())
    assert ("R9", town.chat("coordinator")) in await town.says()
    assert await board_rows(town, "coordinator") == []


async def test_a_storm_at_night_without_anybody_on_duty_reaches_the_coordinator(post: Post) -> None:
    town = post.town
    async with town.storage.transaction() as tx:
        await tx.officials.save(replace(town.who("duty"), active=False))
    town.clock.move(hours=14)
    await dangers(town, 12)
    await settle(post)
    assert "Опасно: 12, не взяли 12" in shown(post, "coordinator")
    assert rang(post, "coordinator") == 6


async def test_a_hundred_and_twenty_dangers_whose_author_deletes_them_ring_nobody(post: Post) -> None:
    town = post.town
    for n in range(1, 121):
        await danger(town, n, author="ivan")
        if n % 10 == 0:
            await settle(post)
    await settle(post, minutes=3)
    before, ids = rang(post, "coordinator"), await board_rows(town, "coordinator")
    async with town.storage.transaction() as tx:
        written = [await tx.posts.get((await tx.voices.of(id))[0].post_id) for id in ids]
    for each in written:
        async with town.storage.transaction() as tx:
            await mark_deleted(tx, each, now=town.clock.now())
    await settle(post)
    assert rang(post, "coordinator") == before
    assert "Опасно: 120, не взяли 120" in shown(post, "coordinator")


async def test_a_crash_between_board_and_card_loses_neither(post: Post) -> None:
    """The commit that opens a danger writes its row and its board; a courier that dies before it settles sends the board once more."""
    town = post.town
    await dangers(town, 3, author="ivan")
    for name in ("ann", "peter", "coordinator", "duty"):
        assert await board_rows(town, name) == [1, 2, 3]
    async with town.storage.transaction() as tx:
        rows = await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=5), limit=30)
        assert rows
        await tx.outbox.release()  # whoever claimed them is dead
    await settle(post)
    assert "Опасно: 3, не взяли 3" in shown(post, "duty")
    assert {row.code for row in await town.rows()} == set()


async def test_two_couriers_make_one_board(post: Post) -> None:
    """A board that is being sent is waited for, however urgent the next look at it is."""
    town = post.town
    await dangers(town, 3, author="ivan")
    async with town.storage.transaction() as tx:
        await tx._run(everywhere(outbox.delete()))
    async with town.storage.transaction() as tx:
        await tx.outbox.refresh_board(town.chat("duty"))
    async with town.storage.transaction() as tx:
        first = await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=5), limit=30)
    async with town.storage.transaction() as tx:
        await tx.outbox.refresh_board(town.chat("duty"))
        second = await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=5), limit=30)
    assert [len(first), len(second)] == [1, 0]


async def test_however_often_a_board_changes_one_row_waits_for_it_and_not_at_the_courier(post: Post) -> None:
    """What is claimed books a moment of the chat."""
    town, chat = post.town, post.town.chat("duty")
    await dangers(town, 6, author="ivan")
    await post.deliver(rounds=40)
    edits, claims = post.messenger.to(chat).count("edit"), 0
    for n in range(7, 12):
        await danger(town, n, author="ivan")
        async with town.storage.transaction() as tx:
            claims += sum(row.chat_id == chat for row in await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=5), limit=30))
    assert claims == 0
    assert len([row for row in await town.rows() if (row.chat_id, row.code) == (chat, BOARD)]) == 1
    await settle(post)
    assert post.messenger.to(chat).count("edit") == edits + 1
    assert "Опасно: 11" in shown(post, "duty")
    assert len([row for row in await town.rows() if (row.chat_id, row.code) == (chat, BOARD)]) == 1, "when it rings next"


async def test_the_board_that_another_one_replaces_goes_before_what_rings(post: Post) -> None:
    town, chat = post.town, post.town.chat("duty")
    await dangers(town, 6, author="ivan")
    await settle(post)
    await danger(town, 7, author="ivan", words="горит дом, внутри люди")
    town.clock.move(seconds=3)
    async with town.storage.transaction() as tx:
        await tx.outbox.say(chat, Remind(incident=IncidentId(1), reminder=Reminder.DANGER_10))
        (row,) = [
            each for each in await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=5), limit=30) if each.chat_id == chat
        ]
    assert row.code == BOARD
    await post.courier._guarded(row)
    async with town.storage.transaction() as tx:
        (row,) = [
            each for each in await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=5), limit=30) if each.chat_id == chat
        ]
    assert row.code == "delete"


async def test_a_mass_event_of_dangers_is_said_silently_where_the_board_rings(post: Post) -> None:
    town = post.town
    for n in range(1, 13):
        await danger(town, n)
    async with town.storage.transaction() as tx:
        incident = await tx.incidents.get(IncidentId(8))
        await mass._alert(tx, town.policy, incident, now=town.clock.now())
    sounds = {row.chat_id: row.sound for row in await town.rows() if row.code == "H2"}
    assert sounds == {town.chat("coordinator"): False, town.chat("head"): True}


async def test_whoever_is_dismissed_loses_the_board(post: Post) -> None:
    town = post.town
    made = await dangers(town, 5, author="ivan")
    await settle(post)
    chat: ChatId = town.chat("peter")
    async with town.storage.transaction() as tx:
        await tx.officials.save(replace(town.who("peter"), active=False))
        await tx.outbox.refresh_board(chat)
    await settle(post)
    assert post.messenger.calls[-1][0] == "delete" or ("delete", chat) in [(method, where) for method, where, _ in post.messenger.calls]
    assert await board_rows(town, "peter") == []
    assert len(made) == 5
