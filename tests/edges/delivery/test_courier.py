"""The courier over the real storage and renderer; the messenger says what the test wants."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.card_in_chat import photos_stand
from bot.delivery.courier import LEASE
from bot.delivery.undelivered import MAX_TRIES
from bot.renderer import Renderer
from bot.storage.delivery.claims import Claims
from bot.storage.delivery.copies import card_copy
from bot.storage.delivery.outbox import OutboxKind, OutboxRow
from bot.storage.engine.own_district import everywhere
from incidents.delivery import Say
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.messenger import Dead, Delivery, Done, Gone, Later, Message, Moved, Refused
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.post_office import Post, post_office
from tests.kit.values.samples import place

GROUP = ChatId(-500)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


async def test_the_first_copy_is_sent_with_a_sound_and_later_ones_are_edits(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    assert sorted(post.messenger.calls, key=lambda c: c[1])[0][0] == "send"
    assert {chat for _, chat, _ in post.messenger.calls} == {post.town.chat("ann"), post.town.chat("peter")}
    assert [d["silent"] for d in post.messenger.details] == [False, False]
    sent = await post.message_of(incident, "ann")
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert post.messenger.to(post.town.chat("ann")) == ["send", "edit"]
    assert post.messenger.details[-1]["message_id"] in {sent, await post.message_of(incident, "peter")}
    assert await post.message_of(incident, "ann") == sent


async def test_a_card_that_shows_the_same_is_not_sent_again(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    calls = len(post.messenger.calls)
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, post.town.chat("ann"), None)
    await post.deliver()
    assert len(post.messenger.calls) == calls
    assert await post.town.rows() == []


async def test_a_late_card_shows_the_present_state(post: Post) -> None:
    incident = await post.town.open()
    await post.town.act(incident.id, Act.ACCEPT, "peter")
    await post.deliver()
    card = next(what for _, chat, what in post.messenger.calls if chat == post.town.chat("ann"))
    assert "риняли" in card.html
    assert post.messenger.to(post.town.chat("ann")) == ["send"]


async def test_a_card_that_is_gone_is_sent_afresh_silently_and_the_old_one_is_still_known(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    old = await post.message_of(incident, "ann")
    assert old is not None
    post.messenger.says("edit", Gone(because="message to edit not found"))
    async with post.town.storage.transaction() as tx:
        await tx._run(everywhere(card_copy.update().values(shown="something else")))
        await tx.outbox.refresh_here(incident.id, post.town.chat("ann"), None)
    await post.deliver()
    assert post.messenger.to(post.town.chat("ann")) == ["send", "edit", "send"]
    assert post.messenger.details[-1]["silent"] is True
    fresh = await post.message_of(incident, "ann")
    assert fresh is not None
    assert fresh != old
    assert [await post.whose("ann", old), await post.whose("ann", fresh)] == [incident.id, incident.id]


async def test_an_edit_that_was_taken_keeps_its_message(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    old = await post.message_of(incident, "ann")
    post.messenger.says("edit", Done(), Done())
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert await post.message_of(incident, "ann") == old


async def test_a_dead_chat_is_switched_off_its_cards_come_to_others_and_the_coordinator_is_told(post: Post) -> None:
    await post.town.enrol("only", post.town.who("olga").role, HOUSING)
    incident = await post.town.open("Нет отопления", group="housing", topic="housing_no_heating")
    async with post.town.storage.transaction() as tx:
        await tx.officials.set_reachable(post.town.chat("only"), reachable=False)
    await post.town.sweep_outbox()
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, post.town.chat("olga"), None)
    post.messenger.says("send", Dead(because="Forbidden: bot was blocked by the user"))
    await post.deliver()
    async with post.town.storage.transaction() as tx:
        assert not (await tx.officials.get(post.town.who("olga").id)).reachable
    told = {(chat, "не" in what.html) for method, chat, what in post.messenger.calls[1:] if method == "send"}
    assert post.town.chat("coordinator") in {chat for chat, _ in told}
    assert await post.given_up() == 1


async def test_a_dead_group_is_switched_off_and_nobody_is_called_unreachable(post: Post) -> None:
    async with post.town.storage.transaction() as tx:
        await tx.departments.set_chat(ROADS, GROUP)
    incident = await post.town.open()
    await post.town.sweep_outbox()
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, GROUP, None)
    post.messenger.says("send", Dead(because="chat not found"))
    await post.deliver()
    assert await post.town.rows() == []
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, GROUP, None)
    await post.deliver()
    assert post.messenger.to(GROUP) == ["send"]


async def test_a_group_that_became_a_supergroup_gets_the_same_card_there(post: Post) -> None:
    incident = await post.town.open()
    await post.town.sweep_outbox()
    async with post.town.storage.transaction() as tx:
        await tx.departments.set_chat(ROADS, GROUP)
        await tx.outbox.refresh_here(incident.id, GROUP, None)
    new = ChatId(-100777)
    post.messenger.says("send", Moved(chat_id=new))
    await post.deliver()
    assert (post.messenger.to(GROUP), post.messenger.to(new)) == (["send"], ["send"])
    assert await post.message_of(incident, new) is not None
    async with post.town.storage.transaction() as tx:
        assert {d.chat_id for d in await tx.departments.all() if d.id == ROADS} == {new}


async def test_a_chat_that_must_wait_waits_alone(post: Post) -> None:
    await post.town.open()
    post.messenger.says("send", Later(seconds=30.0, because="слишком часто", counts=False))
    await post.deliver()
    assert len(post.messenger.calls) == 2
    (row,) = await post.town.rows()
    assert row.tries == 0
    post.town.clock.move(seconds=29)
    await post.deliver()
    assert len(post.messenger.calls) == 2
    post.town.clock.move(seconds=3)
    await post.deliver()
    assert post.messenger.to(row.chat_id) == ["send", "send"]


async def test_a_chat_that_is_shut_for_long_is_told_once_until_it_opens(post: Post) -> None:
    coordinator = post.town.chat("coordinator")
    shut = Later(seconds=5400.0, because="слишком часто", counts=False)

    async def tries() -> list[str]:
        post.messenger.says("send", shut)
        await post.say("stranger", to="ann")
        await post.deliver()
        return [what.html for _, where, what in post.messenger.calls if where == coordinator and isinstance(what, Message)]

    (told,) = await tries()
    assert told.startswith("<b>Telegram не принимает сообщения для чата до ") and "исполнитель" in told
    post.town.clock.move(seconds=3601)  # asked again, it says so again
    assert await tries() == [told]
    post.town.clock.move(hours=3)
    post.messenger.says("send", Done(message_id=70))
    await post.deliver()
    post.town.clock.move(hours=1)
    assert len(await tries()) == 2


async def test_a_server_that_is_down_holds_everybody_back(post: Post) -> None:
    await post.say("stranger")
    post.messenger.says("send", Later(seconds=5.0, because="ClientDecodeError", chat_only=False, counts=False))
    await post.deliver()
    await post.say("stranger", to="peter")
    async with asyncio.TaskGroup() as group:
        assert await post.courier._start_some(group) == 0
    post.town.clock.move(seconds=6)
    async with asyncio.TaskGroup() as group:
        assert await post.courier._start_some(group) == 2
    assert len(post.messenger.calls) == 3


@pytest.mark.parametrize("method", ["send", "delete", "photos"])
async def test_what_the_messenger_will_never_take_is_given_up_and_told(post: Post, method: str) -> None:
    if method == "photos":
        await _with_photos(post, "https://example.org/1.jpg")
        await post.deliver(rounds=1)
    elif method == "delete":
        await post.say("delete", params={"edit": 7})
    else:
        await post.say("stranger")
    times = 3 if method == "send" else 1  # a text is tried without markup, and without buttons
    post.messenger.says(method, *[Refused(because="Bad Request: can't parse entities")] * times)
    await post.deliver(rounds=1)
    assert await post.given_up() == 1
    assert ("not_sent", post.town.chat("coordinator")) in await post.town.says()


async def test_ten_failures_are_given_up_and_told(post: Post) -> None:
    await post.say("stranger")
    post.messenger.says("send", *[Later(seconds=1.0, because="странно")] * MAX_TRIES)
    for _ in range(MAX_TRIES):
        await post.deliver(rounds=1)
        post.town.clock.move(minutes=11)
    assert await post.given_up() == 1
    assert await post.town.says() == [("not_sent", post.town.chat("coordinator"))]


async def test_a_defect_in_one_row_stops_nobody(post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(*_args: Any, **_kwargs: Any) -> Message:
        raise RuntimeError("a defect")

    monkeypatch.setattr(Renderer, "card", broken)
    await post.town.open()
    await post.say("stranger", to="head")
    await post.deliver(rounds=1)
    assert post.messenger.to(post.town.chat("head")) == ["send"]
    rows = await post.town.rows()
    assert {row.tries for row in rows} == {1}
    assert "a defect" in caplog.text


async def _with_photos(post: Post, *photos: str) -> Incident:
    outcome = await post.town.take(await post.town.write(photos=photos))
    assert outcome.incident is not None
    return outcome.incident


async def test_photos_follow_the_card_once_as_bytes_and_as_a_reply(post: Post) -> None:
    incident = await _with_photos(post, "https://example.org/1.jpg", "https://example.org/gone.jpg")
    await post.deliver()
    ann = post.town.chat("ann")
    assert post.messenger.to(ann) == ["send", "photos"]
    index = next(i for i, call in enumerate(post.messenger.calls) if call[0] == "photos" and call[1] == ann)
    assert post.messenger.calls[index][2] == [b"https://example.org/1.jpg"]
    assert post.messenger.details[index]["reply_to"] == await post.message_of(incident, "ann")
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert post.messenger.to(ann) == ["send", "photos", "edit"]


async def test_photos_that_nobody_gives_are_tried_again_later(post: Post) -> None:
    await _with_photos(post, "https://example.org/gone.jpg")
    await post.deliver()
    assert "photos" not in {method for method, _, _ in post.messenger.calls}
    assert {(row.kind, row.tries) for row in await post.town.rows()} == {(OutboxKind.PHOTOS, 1)}


async def test_photos_that_nobody_ever_gives_are_given_up_without_an_alarm(post: Post) -> None:
    await _with_photos(post, "https://example.org/gone.jpg")
    for _ in range(4):
        await post.deliver()
        post.town.clock.move(minutes=2)
    assert {row.kind for row in await post.town.rows("dead")} == {OutboxKind.PHOTOS}
    assert "not_sent" not in {code for code, _ in await post.town.says()}


async def test_photos_whose_card_was_forgotten_go_without_a_reply(post: Post) -> None:
    incident = await _with_photos(post, "https://example.org/1.jpg")
    await post.deliver(rounds=1)
    async with post.town.storage.transaction() as tx:
        await tx.copies.forget(incident.id, post.town.chat("ann"))
    await post.deliver()
    index = next(i for i, call in enumerate(post.messenger.calls) if call[:2] == ("photos", post.town.chat("ann")))
    assert post.messenger.details[index]["reply_to"] is None


async def test_a_first_card_waits_for_the_morning_and_a_standing_one_is_edited_at_night(post: Post) -> None:
    standing = await post.town.open()
    await post.deliver()
    post.town.clock.move(hours=12)
    calls = len(post.messenger.calls)
    await post.town.open("Яма у школы", topic="roads_potholes", main=place("Редкино", "Гагарина", "7"))
    await post.town.act(standing.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert {method for method, _, _ in post.messenger.calls[calls:]} == {"edit"}
    assert {row.tries for row in await post.town.rows()} == {0}
    post.town.clock.move(hours=12)
    calls = len(post.messenger.calls)
    await post.deliver()
    assert [method for method, _, _ in post.messenger.calls[calls:]] == ["send", "send"]
    assert not any(details["silent"] for details in post.messenger.details[calls:])


async def test_a_danger_rings_at_any_hour(post: Post) -> None:
    post.town.clock.move(hours=17)
    await post.town.open(danger=True, danger_grade=DangerGrade.NOW)
    await post.deliver()
    assert {chat for _, chat, _ in post.messenger.calls} == {post.town.chat(n) for n in ("ann", "peter", "duty", "coordinator")}
    assert not any(details["silent"] for details in post.messenger.details)


async def test_a_courier_that_lost_its_lease_changes_nothing_after_it(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = await post.town.open()

    async def lost(_outbox: Claims, _row: OutboxRow) -> bool:
        return False

    monkeypatch.setattr(Claims, "done", lost)
    await post.deliver(rounds=1)
    assert len(post.messenger.calls) == 2
    assert await post.message_of(incident, "ann") is None


async def test_a_card_of_an_incident_that_is_gone_is_given_up_in_silence(post: Post) -> None:
    incident = await post.town.open()
    async with post.town.storage.transaction() as tx:
        (row, _) = await tx.outbox.claim(now=post.town.clock.now(), lease=LEASE, limit=30)
    await post.courier.deliver(replace(row, incident_id=IncidentId(404)))
    assert post.messenger.calls == []
    assert incident.id != 404


@pytest.mark.parametrize(
    ("code", "params"),
    [("welcome", {"official": 404}), ("welcome", {}), ("summary", {"since": 5}), ("invitation", {})],
)
async def test_a_message_about_what_is_gone_is_given_up_in_silence(post: Post, code: str, params: dict[str, Any]) -> None:
    await post.say(code, params=params)
    await post.deliver()
    assert post.messenger.calls == []
    assert await post.given_up() == 1


async def test_a_message_is_a_reply_to_the_card_of_its_incident(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await post.say("menu_close", params={"incident": incident.id}, incident_id=incident.id, sound=False)
    await post.deliver()
    assert post.messenger.details[-1] == {"silent": True, "topic_id": None, "reply_to": await post.message_of(incident, "ann")}


@pytest.mark.parametrize(("delivery", "methods"), [(Done(message_id=7), ["edit"]), (Gone(because="gone"), ["edit", "send"])])
async def test_a_dialogues_message_is_edited_in_place_or_sent_afresh(post: Post, delivery: Delivery, methods: list[str]) -> None:
    post.messenger.says("edit", delivery)
    await post.say("my", params={"official": post.town.who("ann").id, "page": 0, "edit": 7})
    await post.deliver()
    assert post.messenger.to(post.town.chat("ann")) == methods


async def test_taking_away_a_menu_that_has_no_number_is_done(post: Post) -> None:
    await post.say("delete", params={"edit": None})
    await post.say("delete", to="peter", params={"edit": 7})
    await post.deliver()
    assert post.messenger.calls == [("delete", post.town.chat("peter"), 7)]
    assert await post.town.rows() == []


async def test_a_chat_gets_a_message_a_second_and_what_would_wait_longer_goes_back_into_the_queue(post: Post) -> None:
    for _ in range(3):
        await post.say("stranger")
    await post.deliver()
    assert [round(s) for s in post.town.clock.slept if s > 0.5] == [1, 1]
    async with post.town.storage.transaction() as tx:
        for _ in range(22):
            await tx.outbox.put(Say(chat_id=GROUP, code="stranger"))
    await post.deliver(rounds=40)
    assert len(post.messenger.to(GROUP)) == 20
    await post.say("stranger", to="peter")
    await post.deliver()
    assert post.messenger.to(post.town.chat("peter")) == ["send"]
    post.town.clock.move(minutes=1)
    await post.deliver()
    assert len(post.messenger.to(GROUP)) == 22


async def test_the_courier_runs_until_cancelled(post: Post) -> None:
    await post.town.open()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(post.courier.run())
        async with asyncio.timeout(30):
            while len(post.messenger.calls) < 2:  # noqa: ASYNC110 - the messenger is the only witness
                await asyncio.sleep(0.01)
        task.cancel()


async def test_a_closed_incident_folds_in_every_chat(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await post.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await post.deliver()
    last = {chat: what for method, chat, what in post.messenger.calls if method == "edit"}
    assert set(last) == {post.town.chat("ann"), post.town.chat("peter")}
    assert all(card.html.startswith("✅") for card in last.values())


async def test_a_message_whose_place_the_messenger_does_not_tell_is_done(post: Post) -> None:
    post.messenger.says("send", Done())
    await post.say("stranger")
    await post.deliver()
    assert post.messenger.to(post.town.chat("ann")) == ["send"]
    assert await post.town.rows() == []


async def test_photos_of_an_answer_belong_to_no_card(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    answer = await post.town.draft(incident.id, "ann")
    async with post.town.storage.transaction() as tx:
        await tx.outbox.send_answer_photos(incident.id, post.town.chat("ann"), answer.id)
        (row,) = await tx.outbox.claim(now=post.town.clock.now(), lease=LEASE, limit=5)
    async with post.town.storage.transaction() as tx:
        await photos_stand(tx, row, Done(message_id=77))
        assert await tx.card_places.take_photos(post.town.chat("ann"), incident.id) == []
