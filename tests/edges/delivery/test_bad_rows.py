"""One message that does not get through silences nobody, and an outage of any length loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.renderer import Renderer
from incidents.ids import ChatId
from incidents.incident import Act, Incident
from incidents.messenger import Later, Message
from incidents.reading import DangerGrade
from tests.kit.post_office import Post, post_office

DOWN = Later(seconds=5.0, because="ClientDecodeError", chat_only=False, counts=False)
OWN = Later(seconds=60.0, because="TelegramEntityTooLarge")


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


async def with_photos(post: Post) -> Incident:
    """A card stands in two chats, its photos wait."""
    outcome = await post.town.take(await post.town.write(photos=("https://example.org/1.jpg",)))
    assert outcome.incident is not None
    await post.deliver(rounds=1)
    assert [method for method, _, _ in post.messenger.calls] == ["send", "send"]
    return outcome.incident


async def run_courier(post: Post, *, minutes: int, step: int = 10) -> None:
    """As the courier's own loop, through so many minutes."""
    for _ in range(minutes * 60 // step):
        started = 1
        while started:
            async with asyncio.TaskGroup() as group:
                started = await post.courier._start_some(group)
        post.town.clock.move(seconds=step)


def refuse(post: Post, answer: Later, *, of: str, chat: ChatId | None = None) -> None:
    """From now on every call of this method fails (to this chat)."""
    answers = post.messenger._answer

    def fail(method: str, chat_id: ChatId, what: Any, **details: Any) -> Any:  # Any: see RecordingMessenger
        if method == of and chat in {None, chat_id}:
            post.messenger.calls.append((method, chat_id, what))
            post.messenger.details.append(details)
            return answer
        return answers(method, chat_id, what, **details)

    post.messenger._answer = fail  # type: ignore[method-assign] # the network is what tests play


async def test_photos_that_do_not_get_through_hold_back_nobody_in_their_chat(post: Post) -> None:
    incident = await with_photos(post)
    refuse(post, OWN, of="photos")
    await run_courier(post, minutes=1)
    ann = post.town.chat("ann")
    await post.town.act(incident.id, Act.ACCEPT, "peter")
    await post.say("stranger")
    await run_courier(post, minutes=1)
    assert {"edit", "send"} <= set(post.messenger.to(ann)[2:])


async def test_photos_are_given_up_after_three_failures_told_once_and_logged_once(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    incident = await with_photos(post)
    refuse(post, OWN, of="photos")
    await run_courier(post, minutes=30, step=30)
    assert post.messenger.to(post.town.chat("ann")).count("photos") == 3
    assert await post.given_up() == 2
    lines = [record.message for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    assert len(lines) == 2
    coordinator = post.town.chat("coordinator")
    (told,) = [what.html for method, chat, what in post.messenger.calls if (method, chat) == ("send", coordinator)]
    assert f"Фото к карточке № {incident.number}, " in told
    assert post.town.who("ann").title in told


async def test_a_bad_row_goes_behind_its_chats_other_rows(post: Post) -> None:
    await post.say("stranger")
    await post.say("not_understood")
    await post.say("asked_enough")
    bad = "Здравствуйте!"
    answers = post.messenger._answer

    def fail(method: str, chat_id: ChatId, what: Any, **details: Any) -> Any:  # Any: see RecordingMessenger
        if method == "send" and bad in what.html:
            post.messenger.calls.append((method, chat_id, what))
            return DOWN
        return answers(method, chat_id, what, **details)

    post.messenger._answer = fail  # type: ignore[method-assign] # the network is what tests play
    await run_courier(post, minutes=1)
    sent = [what.html for method, _, what in post.messenger.calls if method == "send"]
    assert any("никуда не ушло" in html for html in sent)
    assert any("Отменили" in html for html in sent)
    (row,) = await post.town.rows()
    assert row.tries > 0


async def test_a_text_that_fails_alone_is_given_up_after_ten_tries_though_it_looks_like_an_outage(post: Post) -> None:
    refuse(post, DOWN, of="send", chat=post.town.chat("ann"))
    await post.say("stranger")
    for _ in range(40):
        await post.say("stranger", to="peter")
        await run_courier(post, minutes=1, step=30)
    assert await post.given_up() == 1
    assert post.messenger.to(post.town.chat("peter")) == ["send"] * 40


async def test_a_card_waits_through_an_outage_of_any_length(post: Post) -> None:
    whole = post.messenger._answer
    for method in ("send", "edit", "photos", "delete"):
        refuse(post, DOWN, of=method)
    await post.town.open()
    await post.say("stranger")
    await run_courier(post, minutes=120, step=120)
    assert await post.given_up() == 0
    assert {row.tries for row in await post.town.rows()} == {0}
    post.messenger._answer = whole  # type: ignore[method-assign] # the network is back
    calls = len(post.messenger.calls)
    await run_courier(post, minutes=1)
    assert [method for method, _, _ in post.messenger.calls[calls:]].count("send") == 3
    assert await post.town.rows() == []


async def test_photos_are_not_given_up_because_everything_is_down(post: Post) -> None:
    await with_photos(post)
    whole = post.messenger._answer
    refuse(post, DOWN, of="send")
    refuse(post, OWN, of="photos")
    await post.say("stranger")
    await run_courier(post, minutes=60, step=60)
    assert await post.given_up() == 0
    post.messenger._answer = whole  # type: ignore[method-assign] # the network is back
    await run_courier(post, minutes=3)
    assert await post.town.rows() == []


async def test_a_card_that_fails_for_itself_is_told_after_ten_tries_and_still_comes(post: Post) -> None:
    refuse(post, Later(seconds=5.0, because="TelegramAPIError"), of="send", chat=post.town.chat("ann"))
    incident = await post.town.open()
    await run_courier(post, minutes=60, step=60)
    coordinator = post.town.chat("coordinator")
    (told,) = [what for method, chat, what in post.messenger.calls if (method, chat) == ("send", coordinator)]
    assert f"Карточка № {incident.number}, " in told.html
    assert "раз в час" in told.html
    assert [button.label for row in told.rows for button in row] == ["Показать карточку"]
    del post.messenger._answer  # the network takes it again
    await run_courier(post, minutes=62, step=60)
    assert await post.message_of(incident, "ann") is not None


async def test_a_chat_that_must_wait_keeps_the_order_of_its_rows(post: Post) -> None:
    await post.say("stranger")
    await post.say("not_understood")
    post.messenger.says("send", Later(seconds=30.0, because="слишком часто", counts=False))
    await run_courier(post, minutes=2)
    sent = [what.html[:14] for method, _, what in post.messenger.calls if method == "send"]
    assert [html.startswith("Здравствуйте") for html in sent] == [True, True, False]


async def test_a_defect_is_the_rows_failure_and_its_chat_goes_on(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: Any, **_kwargs: Any) -> Message:
        raise RuntimeError("a defect")

    monkeypatch.setattr(Renderer, "card", broken)
    await post.town.open(danger=True, danger_grade=DangerGrade.NOW)
    await post.say("stranger")
    await run_courier(post, minutes=5)
    assert post.messenger.to(post.town.chat("ann")).count("send") == 1
    told = [what.html for method, chat, what in post.messenger.calls if (method, chat) == ("send", post.town.chat("coordinator"))]
    assert any("Не отправили" in html for html in told)


async def test_a_message_about_what_was_not_sent_is_told_to_nobody_when_it_fails_itself(post: Post) -> None:
    await with_photos(post)
    refuse(post, OWN, of="photos")
    refuse(post, Later(seconds=5.0, because="TelegramAPIError"), of="send", chat=post.town.chat("coordinator"))
    await run_courier(post, minutes=120, step=30)
    assert await post.town.rows() == []


async def test_a_card_that_is_tried_every_hour_is_told_once(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    refuse(post, Later(seconds=5.0, because="TelegramAPIError"), of="send", chat=post.town.chat("ann"))
    await post.town.open()
    await run_courier(post, minutes=240, step=60)
    coordinator = post.town.chat("coordinator")
    assert [method for method, chat, _ in post.messenger.calls if chat == coordinator] == ["send"]
    assert caplog.text.count("does not get through") == 1
