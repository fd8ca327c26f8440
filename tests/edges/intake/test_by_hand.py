"""By hand, through the real handlers and storage: forwarded, typed, corrected, proposed, opened, dropped; private appeals."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.photos.photo_cache import Photos
from bot.reading.intake import Intake
from bot.reading.reader import ReaderProcess
from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.transaction import Tx
from bot.storage.intake.by_hand import draft as table
from bot.storage.intake.by_hand import draft_of
from bot.telegram.adapter import make_bot
from bot.telegram.residents.private_chat import PrivatePublisher
from bot.wakeups import Nudge
from handlers.intake.buttons import DraftButton, DraftDo, DraftTopic
from handlers.intake.forwarded import post_of
from handlers.kit.input import Incoming
from incidents.desk.intake.by_hand import read_draft
from incidents.ids import DraftId, PostId
from incidents.incident import Doubt
from incidents.intake.by_hand import SENT, Draft, DraftState, Origin
from incidents.official import Mode
from incidents.posts import Network, Post, SourceBroken, StoredPost
from incidents.publisher import NotAllowed, Published, TryLater, Unclear
from incidents.reading import Reading
from incidents.routing.reading_corrections import CorrectionKind
from tests.kit.desk_town import ROADS, konakovo
from tests.kit.phones import STICKER, TOKEN, Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, reading

PIT = "Яма на Белавинской у почты, колесо пробил"
PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1},
    {"file_id": "big", "file_unique_id": "b", "width": 9, "height": 9},
]
FROM_PERSON = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Житель"}
CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Конаково", "username": "konakovo_live"}
FROM_CHANNEL = {"type": "channel", "date": 1_700_000_000, "chat": CHANNEL, "message_id": 77}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def unread(town: Phones) -> list[StoredPost]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.unread.next(10))


async def drafts(town: Phones) -> list[Draft]:
    async with town.town.storage.transaction() as tx:
        return [draft_of(row) for row in await tx._all(everywhere(select(table).order_by(table.c.id)))]


async def read(town: Phones, made: Reading | None = None) -> None:
    """The intake reads what waits."""
    for post in await unread(town):
        async with town.town.storage.transaction() as tx:
            draft = await tx.drafts.of_post(post.id)
            assert draft is not None
            await read_draft(tx, town.town.policy, draft, post, made or reading(), now=town.town.clock.now())


async def said(town: Phones, code: str | None = None) -> str:
    """The newest text of this code, as it will be sent."""
    rows = [row for row in await town.town.rows() if row.kind is OutboxKind.SAY and code in {None, row.code}]
    async with town.town.storage.transaction() as tx:
        html = (await Renderer(konakovo()).say(tx, rows[-1], now=town.town.clock.now())).html
    parse(html)
    return html


async def forward(town: Phones, who: str, text: str | None = PIT, *, origin: dict[str, Any] | None = None, **more: Any) -> None:
    await town.type(who, text, forward_origin=origin or FROM_PERSON, **more)


def button(draft: Draft, do: DraftDo) -> DraftButton:
    return DraftButton(do=do, draft=draft.id)


async def ready(town: Phones, who: str = "coordinator") -> Draft:
    await forward(town, who)
    await read(town)
    return (await drafts(town))[-1]


async def test_whoever_brought_it_gets_no_button_to_a_card_of_another_department(town: Phones) -> None:
    draft = await ready(town, "olga")
    await town.press("olga", button(draft, DraftDo.OPEN))
    await town.press("coordinator", button(draft, DraftDo.OPEN))
    seen, rows = {}, await town.town.rows()
    async with town.town.storage.transaction() as tx:
        for row in rows:
            if row.code == "draft":
                message = await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())
                seen[row.chat_id] = ("Карточка № 1" in message.html, [each.label for line in message.rows for each in line])
    assert seen == {town.user("olga"): (True, []), town.user("coordinator"): (True, ["Карточка"])}


async def test_a_forwarded_message_is_shown_with_its_reading_and_opened(town: Phones) -> None:
    draft = await ready(town)
    assert draft.state is DraftState.READY
    assert "Завести сообщение?" in await said(town, "draft")
    assert await town.press("coordinator", button(draft, DraftDo.OPEN)) == "Завели"
    assert "Карточка № 1" in await said(town, "draft")
    async with town.town.storage.transaction() as tx:
        id = await tx.voices.incident_of(draft.post_id)
        post = await tx.posts.get(draft.post_id)
        assert id is not None
        incident = await tx.incidents.get(id)
    assert (incident.number, incident.department_id) == (1, "roads")
    assert (post.post.network, post.post.url, post.post.author_id, post.source_title) == (Network.HAND, "", "", "Завели вручную")
    assert town.user("ann") in await town.town.cards(id)
    assert await town.press("coordinator", button(draft, DraftDo.OPEN)) == "Так уже и есть"
    assert ("by_hand", town.user("coordinator")) in await town.town.audited()


async def test_an_album_is_one_draft_with_all_its_photos(town: Phones) -> None:
    await forward(town, "coordinator", None, caption=PIT, photo=PHOTO, media_group_id="a1")
    await read(town)
    for _ in range(2):
        await forward(town, "coordinator", None, photo=PHOTO, media_group_id="a1")
    (draft,) = await drafts(town)
    async with town.town.storage.transaction() as tx:
        post = (await tx.posts.get(draft.post_id)).post
    assert (post.text, post.photos) == (PIT, (f"{SENT}big",) * 3)
    assert [code for code, _ in await town.town.says()] == ["draft"]


async def test_the_caption_of_an_album_may_stand_under_any_of_its_photos(town: Phones) -> None:
    await forward(town, "coordinator", None, photo=PHOTO, media_group_id="a2")
    await read(town)
    assert "Что случилось и где?" in await said(town, "draft")
    await forward(town, "coordinator", None, photo=PHOTO, caption=PIT, media_group_id="a2")
    await forward(town, "coordinator", None, photo=PHOTO, caption="И люк рядом", media_group_id="a2")
    await read(town)
    (draft,) = await drafts(town)
    async with town.town.storage.transaction() as tx:
        post = (await tx.posts.get(draft.post_id)).post
    assert (post.text, len(post.photos), draft.state) == (f"{PIT}\nИ люк рядом", 3, DraftState.READY)
    assert "Завести сообщение?" in await said(town, "draft")


async def test_messages_of_one_person_sent_on_at_once_are_one_draft_and_of_others_their_own(town: Phones) -> None:
    other = {**FROM_PERSON, "sender_user_name": "Соседка"}
    await town.type("coordinator", "Яма на Белавинской у почты", forward_origin=FROM_PERSON)
    await town.type("coordinator", "Колесо пробил, жду помощи", forward_origin=FROM_PERSON)
    await town.type("coordinator", "А у нас фонарь не горит", forward_origin=other)
    await town.type("coordinator", "И ещё одна у аптеки", forward_origin=FROM_PERSON, date=1_700_000_060)
    await town.type("coordinator", "Смотрите пост", forward_origin=FROM_CHANNEL)
    found = [post.post.text for post in await unread(town)]
    assert sorted(found) == [
        "А у нас фонарь не горит",
        "И ещё одна у аптеки",
        "Смотрите пост",
        "Яма на Белавинской у почты\nКолесо пробил, жду помощи",
    ]
    assert len(await drafts(town)) == 4
    assert not [draft for draft in await drafts(town) if "Житель" in str(draft.album)]


async def test_what_comes_after_the_draft_was_decided_is_a_draft_of_its_own(town: Phones) -> None:
    await town.type("coordinator", PIT, forward_origin=FROM_PERSON)
    await read(town)
    (first,) = await drafts(town)
    await town.press("coordinator", DraftButton(do=DraftDo.OPEN, draft=first.id))
    await town.type("coordinator", "И ещё фонарь не горит", forward_origin=FROM_PERSON)
    assert len(await drafts(town)) == 2


async def test_a_dropped_album_is_not_brought_back_by_its_caption(town: Phones) -> None:
    await forward(town, "coordinator", None, photo=PHOTO, media_group_id="a3")
    await read(town)
    (draft,) = await drafts(town)
    await town.press("coordinator", button(draft, DraftDo.DROP))
    await forward(town, "coordinator", None, photo=PHOTO, caption=PIT, media_group_id="a3")
    assert await unread(town) == []


async def test_a_photo_without_words_opens_nothing_until_somebody_says_what_it_is(town: Phones) -> None:
    await forward(town, "coordinator", None, photo=PHOTO, origin=FROM_CHANNEL)
    await read(town)
    (draft,) = await drafts(town)
    assert "Нажмите «Написать»" in str(await town.press("coordinator", button(draft, DraftDo.OPEN)))
    assert (await drafts(town))[0].state is DraftState.READY
    await town.press("coordinator", button(draft, DraftDo.DESCRIBE))
    assert "Что на фото и где это?" in await said(town, "ask_draft_text")
    await town.town.sweep_outbox()
    await town.type("coordinator", PIT)
    await read(town)
    assert "Завести сообщение?" in await said(town, "draft")
    assert await town.press("coordinator", button(draft, DraftDo.OPEN)) == "Завели"


async def test_a_video_with_words_is_told_on_the_draft(town: Phones) -> None:
    video = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3}
    await forward(town, "coordinator", None, caption=PIT, video=video)
    await read(town)
    assert "Приложено: есть видео" in await said(town, "draft")


@pytest.mark.parametrize(
    ("text", "origin", "network", "external_id", "url"),
    [
        (f"{PIT} https://vk.com/wall-101_7?reply=3", FROM_PERSON, Network.VK, "wall-101_7_r3", "https://vk.com/wall-101_7?reply=3"),
        (PIT, FROM_CHANNEL, Network.TELEGRAM, "konakovo_live/77", "https://t.me/konakovo_live/77"),
    ],
)
async def test_a_link_is_kept_so_that_the_answer_finds_its_post(
    town: Phones, text: str, origin: dict[str, Any], network: Network, external_id: str, url: str
) -> None:
    await forward(town, "coordinator", text, origin=origin)
    (post,) = await unread(town)
    assert (post.post.network, post.post.external_id, post.post.url) == (network, external_id, url)


async def test_a_link_under_words_counts_and_a_private_channel_has_a_link_for_its_members(town: Phones) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 3, "url": "https://vk.com/wall-101_8"}
    await forward(town, "coordinator", PIT, entities=[entity])
    hidden = {**FROM_CHANNEL, "chat": {key: value for key, value in CHANNEL.items() if key != "username"}}
    await forward(town, "coordinator", "Фонарь не горит", origin=hidden)
    assert [post.post.external_id for post in await unread(town)] == ["wall-101_8", "c/1234567890/77"]


async def test_a_message_of_the_bot_itself_is_not_brought(town: Phones) -> None:
    bot = {"type": "user", "date": 1_700_000_000, "sender_user": {"id": 4242, "is_bot": True, "first_name": "Отклик"}}
    await forward(town, "coordinator", "Вода на дороге · Конаково", origin=bot)
    assert "Это сообщение бота" in await said(town, "refusal")
    assert await drafts(town) == []


@pytest.mark.parametrize(
    "origin",
    [
        FROM_PERSON,
        FROM_CHANNEL,
        {"type": "user", "date": 1, "sender_user": {"id": 5, "is_bot": False, "first_name": "Житель"}},
        {"type": "chat", "date": 1, "sender_chat": {"id": -1005, "type": "supergroup", "title": "Конаково чат"}},
    ],
)
@pytest.mark.parametrize("more", [{"text": PIT}, {"text": None, "caption": PIT, "photo": PHOTO}])
async def test_whoever_it_came_from_a_forwarded_message_is_a_draft_without_the_name(
    town: Phones, origin: dict[str, Any], more: dict[str, Any]
) -> None:
    await forward(town, "coordinator", more["text"], origin=origin, **{k: v for k, v in more.items() if k != "text"})
    await read(town)
    (draft,) = await drafts(town)
    assert draft.state is DraftState.READY
    async with town.town.storage.transaction() as tx:
        assert (await tx.posts.get(draft.post_id)).post.author_id == ""
    assert "Завести сообщение?" in await said(town, "draft")


async def test_words_beside_the_command_are_a_draft_at_once(town: Phones) -> None:
    await town.type("coordinator", f"/new {PIT}")
    await read(town)
    (draft,) = await drafts(town)
    async with town.town.storage.transaction() as tx:
        assert (await tx.posts.get(draft.post_id)).post.text == PIT


async def test_what_is_a_card_already_is_named(town: Phones) -> None:
    await town.town.take(await town.town.write(PIT, external_id="wall-101_7"))
    await forward(town, "coordinator", "https://vk.com/wall-101_7")
    assert await said(town, "refusal") == "Это сообщение уже у нас: № 1. Найти карточку: /find"
    assert await drafts(town) == []


async def test_new_asks_for_words_and_takes_a_photo_with_them(town: Phones) -> None:
    await town.type("coordinator", "/new")
    assert "Что написал житель?" in await said(town)
    await town.type("coordinator", None, sticker=STICKER)
    assert "Нужны слова или фото" in await said(town)
    await town.type("coordinator", None, photo=PHOTO, caption=PIT)
    (post,) = await unread(town)
    assert (post.post.text, post.post.photos) == (PIT, (f"{SENT}big",))
    assert (await drafts(town))[0].origin is Origin.TYPED


async def test_topic_place_and_text_are_corrected_and_the_first_two_are_learned(town: Phones) -> None:
    draft = await ready(town)
    await town.press("coordinator", button(draft, DraftDo.TOPIC))
    await town.press("coordinator", button(draft, DraftDo.WORD))
    await town.type("coordinator", "йцукен")
    assert "Темы с такими словами не нашли" in await said(town)
    await town.type("coordinator", "светофор")
    assert "Какая тема?" in await said(town, "draft_topics")
    await town.press("coordinator", DraftTopic(draft=draft.id, topic="roads_traffic_lights"))
    await town.press("coordinator", button(draft, DraftDo.PLACE))
    await town.type("coordinator", "Гагарина")
    assert "не в одном посёлке: Конаково, Редкино" in await said(town)
    await town.type("coordinator", "Нигдеград")
    assert "не нашли" in await said(town)
    await town.type("coordinator", "Редкино, Гагарина 12")
    assert "Светофор" in await said(town, "draft")
    assert "Редкино, ул. Гагарина, 12" in await said(town, "draft")
    async with town.town.storage.transaction() as tx:
        kinds = [(each.kind, each.after) for each in await tx.corrections.all()]
    assert kinds == [(CorrectionKind.TOPIC, "roads_traffic_lights"), (CorrectionKind.PLACE, "st-redkino-gagarina")]
    assert await town.press("coordinator", DraftTopic(draft=draft.id, topic="roads_traffic_lights")) == "Так уже и есть"
    assert "Такой темы больше нет" in str(await town.press("coordinator", DraftTopic(draft=draft.id, topic="nothing")))

    await town.press("coordinator", button(draft, DraftDo.TEXT))
    await town.type("coordinator", "Светофор у почты на Гагарина не работает")
    assert "Ещё читаем" in str(await town.press("coordinator", button(draft, DraftDo.OPEN)))
    await read(town)
    assert "Светофор у почты" in await said(town, "draft")
    await town.press("coordinator", button(draft, DraftDo.SHOW))


async def test_words_of_a_post_in_a_network_cannot_be_changed_here(town: Phones) -> None:
    await forward(town, "coordinator", f"{PIT} vk.com/wall-101_7")
    await read(town)
    (draft,) = await drafts(town)
    await town.press("coordinator", button(draft, DraftDo.TEXT))
    await town.type("coordinator", "Другие слова")
    assert "его меняет только автор" in await said(town)
    await town.type("coordinator", "а" * 4001)
    assert "до 4000 знаков" in await said(town)


async def test_an_executor_proposes_the_coordinator_decides_and_both_hear(town: Phones) -> None:
    draft = await ready(town, "ann")
    assert await town.press("ann", button(draft, DraftDo.OPEN)) == "Передали координатору"
    assert [chat for code, chat in await town.town.says("draft")][-2:] == [town.user("coordinator"), town.user("ann")]
    assert "Черновик у координатора" in str(await town.press("ann", button(draft, DraftDo.OPEN)))
    assert "другого сотрудника" in str(await town.press("peter", button(draft, DraftDo.DROP)))
    assert await town.press("coordinator", button(draft, DraftDo.OPEN)) == "Завели"
    assert [chat for code, chat in await town.town.says("draft")][-2:] == [town.user("ann"), town.user("coordinator")]


async def test_a_dropped_draft_opens_nothing_and_can_be_forwarded_again(town: Phones) -> None:
    draft = await ready(town)
    assert await town.press("coordinator", button(draft, DraftDo.DROP)) == "Не заводим"
    assert "Не завели" in await said(town, "draft")
    async with town.town.storage.transaction() as tx:
        assert await tx.voices.incident_of(draft.post_id) is None
    await forward(town, "coordinator", f"{PIT} vk.com/wall-101_7")
    await read(town)
    again = (await drafts(town))[-1]
    await town.press("coordinator", button(again, DraftDo.DROP))
    await forward(town, "coordinator", f"{PIT} vk.com/wall-101_7")
    assert (await drafts(town))[-1].state is DraftState.READING


async def test_a_dropped_post_whose_wall_is_read_goes_the_way_of_every_post(town: Phones) -> None:
    await forward(town, "coordinator", f"{PIT} vk.com/wall-1_900")
    await read(town)
    (draft,) = await drafts(town)
    await town.press("coordinator", button(draft, DraftDo.DROP))
    await town.town.write(f"{PIT} vk.com/wall-1_900", external_id="wall-1_900")
    (post,) = await unread(town)
    assert post.source_title == "Подслушано Конаково"
    await read(town)
    async with town.town.storage.transaction() as tx:
        assert await tx.voices.incident_of(draft.post_id) is not None


@pytest.mark.parametrize("more", [{"sticker": STICKER}, {"text": "   "}, {"text": "а" * 4001}])
async def test_what_has_no_words_is_refused_in_a_plain_sentence(town: Phones, more: dict[str, Any]) -> None:
    await forward(town, "coordinator", more.pop("text", None), **more)
    assert [code for code, _ in await town.town.says()] == ["refusal"]
    assert await drafts(town) == []


async def test_an_observer_brings_nothing_and_a_forged_draft_is_not_found(town: Phones) -> None:
    await forward(town, "observer")
    assert "Вы наблюдатель" in await said(town)
    assert await town.press("coordinator", DraftButton(do=DraftDo.OPEN, draft=99)) is not None
    assert await drafts(town) == []


async def test_a_reader_that_is_a_process_shows_the_draft(town: Phones) -> None:
    """The whole intake, with the real reader beside it."""
    await forward(town, "coordinator", "Редкино, на Гагарина нет воды третий час")
    reader = ReaderProcess(konakovo().folder)
    try:
        intake = Intake(town.town.storage, town.town.clock, reader, town.town.policy, Nudge())
        assert await intake.step()
    finally:
        await reader.close()
    assert "Нет холодной воды · Редкино, ул. Гагарина" in await said(town, "draft")


async def test_private_appeals_are_off_and_the_resident_hears_of_the_right_door(town: Phones) -> None:
    await town.type("resident", PIT)
    assert await town.town.says() == [("stranger", town.user("resident"))]
    assert await unread(town) == []


async def test_where_they_are_allowed_a_message_to_the_bot_is_a_post_of_its_author(town: Phones) -> None:
    town.worker._takes_private = True
    await town.type("resident", "/start")
    await town.type("resident", PIT)
    await town.type("resident", "И фонарь не горит")
    assert [code for code, _ in await town.town.says()] == ["stranger", "private_taken"]
    first, _second = await unread(town)
    assert (first.post.network, first.post.author_id, first.source_title) == (Network.PRIVATE, "777", "Личные сообщения")
    assert "112" in await said(town)


async def test_who_answers_in_the_private_chat_speaks_under_what_is_answered(town: Phones) -> None:
    town.worker._takes_private = True
    await town.type("resident", PIT, message_id=12)
    own = town.message("resident", PIT, town.user("resident"), message_id=12)
    await town.type("resident", "Это у дома 5", message_id=14, reply_to_message=own)
    assert [each.post.parent_external_id for each in await unread(town)] == [None, "777:12"]


async def test_a_flood_of_one_person_is_ten_posts_and_one_answer(town: Phones) -> None:
    town.worker._takes_private = True
    for n in range(14):
        await town.type("resident", f"Яма номер {n} на Белавинской")
    assert len(await unread(town)) == 10
    assert [code for code, _ in await town.town.says()] == ["private_taken", "private_enough"]
    assert [what for what, _ in await town.town.audited()].count("private_flood") == 1
    assert "112" in await said(town, "private_enough")
    town.town.clock.move(hours=25)
    await town.type("resident", "И ещё одна")
    assert [code for code, _ in await town.town.says("private_taken")] == ["private_taken"] * 2
    async with town.town.storage.transaction() as tx:
        assert len(await tx.unread.next(20)) == 11


async def test_of_a_flood_no_more_is_looked_at_than_is_taken(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    town.worker._takes_private = True
    looked_at: list[str | None] = []

    def noting(incoming: Incoming, *, now: datetime) -> Post:
        looked_at.append(incoming.text)
        return post_of(incoming, now=now)

    monkeypatch.setattr("handlers.intake.private_appeals.post_of", noting)
    for n in range(14):
        await town.type("resident", f"Яма номер {n} на Белавинской")
    assert looked_at == [f"Яма номер {n} на Белавинской" for n in range(10)]


async def test_an_album_of_a_resident_is_one_message(town: Phones) -> None:
    town.worker._takes_private = True
    await town.type("resident", None, caption=PIT, photo=PHOTO, media_group_id="55")
    await town.type("resident", None, photo=[{**PHOTO[1], "file_id": "second"}], media_group_id="55")
    (post,) = await unread(town)
    assert (post.post.text, post.post.photos) == (PIT, (f"{SENT}big", f"{SENT}second"))
    assert post.post.external_id == "777:55"


async def test_the_caption_of_a_residents_album_is_kept_wherever_it_stands(town: Phones) -> None:
    town.worker._takes_private = True
    await town.type("resident", None, photo=PHOTO, media_group_id="56")
    await town.type("resident", None, photo=PHOTO, caption=PIT, media_group_id="56")
    (post,) = await unread(town)
    assert (post.post.text, len(post.post.photos), post.revision) == (PIT, 2, 2)


async def test_what_says_nothing_is_no_appeal_and_gets_the_right_door(town: Phones) -> None:
    town.worker._takes_private = True
    await town.type("resident", None, sticker=STICKER)
    assert [code for code, _ in await town.town.says()] == ["stranger"]
    assert await unread(town) == []


def private_post(external_id: str = "777:12") -> Post:
    return Post(network=Network.PRIVATE, external_id=external_id, url="", text=PIT, author_id="777", published_at=at(9))


async def test_an_answer_to_a_private_appeal_goes_into_that_chat(town: Phones) -> None:
    message = {"message_id": 13, "date": 1_700_000_000, "chat": {"id": 777, "type": "private"}, "text": "Засыплем"}
    town.telegram.says["sendMessage"] = (200, {"ok": True, "result": message})
    publisher = PrivatePublisher(town.bot)
    assert await publisher.publish(private_post(), "Засыплем <сегодня>", guid="g") == Published(external_id="777:13", url="")
    sent = town.telegram.calls[-1][1]
    assert (sent["chat_id"], sent["text"]) == ("777", "Засыплем <сегодня>")
    assert "parse_mode" not in sent
    assert await publisher.find(private_post(), "Засыплем <сегодня>", since=at(9)) is not None
    with pytest.raises(SourceBroken):
        await publisher.find(private_post(), "другое", since=at(9))


@pytest.mark.parametrize(
    ("status", "description", "kind"),
    [
        (403, "Forbidden: bot was blocked by the user", NotAllowed),
        (400, "Bad Request: chat not found", NotAllowed),
        (429, "Too Many Requests: retry after 5", TryLater),
        (502, "Bad Gateway", Unclear),
    ],
)
async def test_what_telegram_refuses_is_sorted(town: Phones, status: int, description: str, kind: type) -> None:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if status == 429:
        body["parameters"] = {"retry_after": 5}
    town.telegram.says["sendMessage"] = (status, body)
    assert isinstance(await PrivatePublisher(town.bot).publish(private_post(), "Засыплем", guid="g"), kind)
    assert isinstance(await PrivatePublisher(town.bot).publish(private_post("wall-1_2"), "Засыплем", guid="g"), NotAllowed)


async def test_a_photo_that_was_sent_to_the_bot_is_fetched_from_it() -> None:
    async def files(file_id: str) -> bytes:
        if file_id != "big":
            raise OSError(file_id)
        return b"jpeg"

    photos = Photos(files=files)
    assert await photos.fetch([f"{SENT}big", f"{SENT}gone"]) == [b"jpeg"]


async def test_albums_and_drafts_of_others_are_not_mixed(town: Phones) -> None:
    await forward(town, "coordinator", None, caption=PIT, photo=PHOTO, media_group_id="a1")
    await forward(town, "ann", None, caption=PIT, photo=PHOTO, media_group_id="a1")
    assert len(await drafts(town)) == 2

    async def nothing(tx: Tx) -> None:
        await tx.posts_by_hand.add_photos(PostId(99), ["x"])
        assert await tx.drafts.of_post(PostId(99)) is None

    async with town.town.storage.transaction() as tx:
        await nothing(tx)
    assert DraftId(1) == (await drafts(town))[0].id


async def test_the_draft_names_where_the_desk_sends_the_card(town: Phones) -> None:
    await ready(town)
    assert "Куда: отдел дорожного хозяйства (вода на дорогах" in await said(town, "draft")
    async with town.town.storage.transaction() as tx:
        await tx.modes.set(ROADS, Mode.TRIAL, until=date(2026, 12, 1), since=town.town.clock.now())
    assert "Куда: решит координатор (вода на дорогах" in await said(town, "draft")
    await town.press("coordinator", button((await drafts(town))[-1], DraftDo.OPEN))
    async with town.town.storage.transaction() as tx:
        (incident,) = await tx.incidents.unfinished()
    assert (incident.department_id, incident.doubt) == (None, Doubt.TRIAL)


async def test_a_line_that_cannot_be_opened_sent_nothing_to_the_resident() -> None:
    bot = make_bot(TOKEN, api_base="http://127.0.0.1:1", proxy=None)
    try:
        assert isinstance(await PrivatePublisher(bot).publish(private_post(), "Засыплем", guid="g"), TryLater)
    finally:
        await bot.session.close()
