"""Photos of an answer: the dialogue, the fetching, the upload before the call, and every way they may not go."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.delivery.photos import photo_albums
from bot.delivery.photos.answer_photos import LEASE, AnswerPhotos
from bot.delivery.photos.photo_cache import Photos
from bot.delivery.publishing import Publishing
from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from bot.storage.engine.storage import Storage
from bot.telegram.adapter import make_bot
from bot.wakeups import Nudge
from handlers.answers import answer_dialogue_words
from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.answer_photos import MAX_PHOTOS, PATIENCE, AnswerPhoto, PhotoState, Unfit
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.desk.answers import answer_photos
from incidents.desk.approval import author_approval
from incidents.errors import DomainError
from incidents.ids import ChatId
from incidents.incident import Incident
from incidents.messenger import Delivery, Done
from incidents.official import Role
from incidents.posts import Network
from incidents.publisher import Published, Unclear
from tests.kit.desk_town import DeskTown, desk_town, konakovo
from tests.kit.phone_photos import phone_photo
from tests.kit.phones import TOKEN, Phones, phones
from tests.kit.scripted_network import COMMENT, ScriptedNetwork
from tests.kit.sent_files import Post
from tests.kit.tdlib import parse
from tests.kit.values.stored import NOW, stored_answer

WORDS = "Здравствуйте! Яму засыпали сегодня, отвечает отдел дорожного хозяйства."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def asked(town: Phones) -> Incident:
    """The text of an answer is asked for."""
    incident = await town.town.open()
    await town.press("ann", CardButton(press=Press.ANSWER, incident=incident.id))
    return incident


async def shoot(town: Phones, name: str, *, album: str | None = None, caption: str | None = None) -> None:
    sizes = [{"file_id": f"{size}{name}", "file_unique_id": f"{size}{name}", "width": 9, "height": 9} for size in ("small", "")]
    await town.type("ann", None, photo=sizes, media_group_id=album, caption=caption)


async def draft_of(town: Phones, incident: Incident) -> Answer | None:
    async with town.town.storage.transaction() as tx:
        return next(iter(await tx.answers.of(incident.id)), None)


async def photos_of(town: DeskTown, answer: Answer) -> list[AnswerPhoto]:
    async with town.storage.transaction() as tx:
        return list(await tx.answer_photos.of(answer.id))


async def said(town: DeskTown) -> list[tuple[str, str]]:
    """Codes that wait, with their texts; every text is good HTML."""
    renderer, found = Renderer(konakovo()), []
    for row in await town.rows():
        async with town.storage.transaction() as tx:
            if row.code is not None and row.code != "delete":
                message = await renderer.say(tx, row, now=town.clock.now())
                parse(message.html)
                found.append((row.code, message.html + " " + " ".join(b.label for line in message.rows for b in line)))
    return found


async def test_an_album_after_the_text_is_kept_whole_and_shown_once(town: Phones) -> None:
    incident = await asked(town)
    await town.type("ann", WORDS)
    before = len(await said(town.town))
    for n in range(3):
        await shoot(town, str(n), album="a")
    draft = await draft_of(town, incident)
    assert draft is not None
    assert [photo.file_id for photo in await photos_of(town.town, draft)] == ["0", "1", "2"]
    told = (await said(town.town))[before:]
    assert [code for code, _ in told] == ["answer"]
    assert "Фото: 3" in told[0][1]
    assert "Убрать фото" in told[0][1]
    await town.press("ann", AnswerButton(do=AnswerDo.NO_PHOTO, answer=draft.id))
    assert await photos_of(town.town, draft) == []
    assert "Фото" not in (await said(town.town))[-1][1]
    await shoot(town, "again")  # the dialogue goes on
    assert len(await photos_of(town.town, draft)) == 1


async def test_a_caption_is_the_text_where_there_is_none_yet(town: Phones) -> None:
    incident = await asked(town)
    await shoot(town, "0", album="a", caption=WORDS)
    await shoot(town, "1", album="a", caption="другая подпись")
    draft = await draft_of(town, incident)
    assert draft is not None
    assert (draft.text, len(await photos_of(town.town, draft))) == (WORDS, 2)
    assert [code for code, _ in await said(town.town)].count("answer") == 1


async def test_photos_before_any_word_are_asked_for_again_once(town: Phones) -> None:
    incident = await asked(town)
    for n in range(3):
        await shoot(town, str(n), album="a")
    assert await draft_of(town, incident) is None
    assert [code for code, _ in await said(town.town)].count("photo_after_text") == 1


async def test_an_eleventh_photo_and_a_file_that_is_none_are_refused_and_the_draft_stays(town: Phones) -> None:
    incident = await asked(town)
    await town.type("ann", WORDS)
    for n in range(MAX_PHOTOS + 1):
        await shoot(town, str(n))
    assert "больше не поместится" in (await said(town.town))[-1][1]
    for name, size, words in (("отчёт.docx", 10, "Это не фото"), ("фото.jpg", 30_000_000, "больше 20 МБ")):
        await town.type("ann", None, document={"file_id": "d", "file_unique_id": "d", "file_name": name, "file_size": size})
        assert words in (await said(town.town))[-1][1]
    draft = await draft_of(town, incident)
    assert draft is not None
    assert (draft.text, len(await photos_of(town.town, draft))) == (WORDS, MAX_PHOTOS)


async def test_a_question_that_came_by_hand_takes_no_photos(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        post = await town.write(network=Network.HAND)
        incident = (await town.take(post)).incident
        assert incident is not None
        draft = await town.draft(incident.id, "ann")
        async with town.storage.transaction() as tx:
            with pytest.raises(DomainError, match="не из ВКонтакте"):
                await answer_photos.add_photo(tx, town.policy, draft.id, "f", by=town.who("ann"), now=town.clock.now())


async def test_without_the_editors_token_nobody_is_asked_for_a_photo_and_one_that_comes_is_refused_plainly(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        bare = replace(town.policy, posts_photos=False)
        draft = await town.draft((await town.open()).id, "ann")
        async with town.storage.transaction() as tx:
            assert not await answer_photos.takes_photos(tx, bare, draft)
            assert await answer_photos.takes_photos(tx, town.policy, draft)
            with pytest.raises(DomainError, match="нет ключа редактора сообщества"):
                await answer_photos.add_photo(tx, bare, draft.id, "f", by=town.who("ann"), now=town.clock.now())
            assert await tx.answer_photos.of(draft.id) == []


class Work:
    """A draft with photos, Telegram's files, and a network."""

    def __init__(self, town: DeskTown, files: Post, fetching: AnswerPhotos, answer: Answer) -> None:
        self.town, self.files, self.fetching, self.answer = town, files, fetching, answer
        self.network = ScriptedNetwork()
        self.publishing = Publishing(town.storage, town.clock, {Network.VK: self.network}, Nudge(poll=0.01), town.policy)

    async def add(self, name: str, content: bytes) -> None:
        self.files.content[name] = content
        async with self.town.storage.transaction() as tx:
            await answer_photos.add_photo(tx, self.town.policy, self.answer.id, name, by=self.town.who("ann"), now=self.town.clock.now())

    async def states(self) -> list[PhotoState]:
        return [photo.state for photo in await photos_of(self.town, self.answer)]

    async def bytes(self) -> list[bytes | None]:
        async with self.town.storage.transaction() as tx:
            return [await tx.answer_photos.content(photo.id) for photo in await tx.answer_photos.of(self.answer.id)]

    async def fetch(self) -> None:
        while await self.fetching.step():
            pass

    async def send(self) -> None:
        await self.town.send(self.answer.id, "ann", message_id=7)
        await self.publish(HOLD.total_seconds() + 1)

    async def publish(self, later: float) -> None:
        self.town.clock.move(seconds=later)
        while await self.publishing.step():
            pass

    async def state(self) -> AnswerState:
        return (await self.town.answer(self.answer.id)).state

    async def told(self, code: str) -> list[str]:
        return [html for each, html in await said(self.town) if each == code]


@asynccontextmanager
async def working(url: str) -> AsyncIterator[Work]:
    files = Post()
    app = web.Application()
    app.router.add_route("*", f"/bot{TOKEN}/getFile", files.get_file)
    app.router.add_get(f"/file/bot{TOKEN}/documents/{{name}}", files.file)
    async with TestServer(app) as server, desk_town(url) as town:
        bot = make_bot(TOKEN, api_base=str(server.make_url("")).rstrip("/"), proxy=None)
        incident = await town.open()
        try:
            yield Work(town, files, AnswerPhotos(town.storage, town.clock, bot, Nudge(poll=0.01)), await town.draft(incident.id, "ann"))
        finally:
            await bot.session.close()


@pytest.fixture
async def work(sqlite_url: str) -> AsyncIterator[Work]:
    async with working(sqlite_url) as work:
        yield work


async def test_photos_are_fetched_cleaned_uploaded_once_and_go_with_the_text(work: Work) -> None:
    await work.add("1.jpg", phone_photo())
    await work.add("2.jpg", phone_photo())
    await work.fetch()
    assert await work.states() == [PhotoState.READY] * 2
    assert all(content and b"Secret" not in content for content in await work.bytes())
    work.network.results, work.network.finds = [Unclear(because="тишина"), COMMENT], [None]
    await work.send()
    assert await work.states() == [PhotoState.UPLOADED] * 2
    for _ in range(6):
        await work.publish(15)
    assert await work.state() is AnswerState.PUBLISHED
    assert work.network.attached == [("photo-1_1", "photo-1_2")] * 2  # the retry uploads nothing again
    assert len(work.network.uploads) == 2
    assert not await work.told("answer_without_photos")


async def test_a_sent_answer_waits_for_its_photos_but_not_for_ever(work: Work) -> None:
    await work.add("1.jpg", phone_photo())
    await work.send()
    assert (await work.state(), work.network.guids) == (AnswerState.SCHEDULED, [])
    await work.publish(PATIENCE.total_seconds())
    assert (await work.state(), work.network.attached) == (AnswerState.PUBLISHED, [()])


async def test_photos_that_come_during_the_wait_go_along(work: Work) -> None:
    await work.add("1.jpg", phone_photo())
    await work.send()
    await work.fetch()
    await work.publish(6)
    assert work.network.attached == [("photo-1_1",)]


async def test_when_the_network_refuses_a_photo_the_text_goes_out_bare_and_its_author_is_told(work: Work) -> None:
    await work.add("1.jpg", phone_photo())
    await work.fetch()
    work.network.refuses_photos = True
    await work.send()
    assert (await work.state(), work.network.attached) == (AnswerState.PUBLISHED, [()])
    (told,) = await work.told("answer_without_photos")
    assert "Фото ВКонтакте не приняла, ответ вышел без них" in told
    assert "Открыть ответ" in told


async def test_when_the_network_takes_the_text_only_its_author_is_told(work: Work) -> None:
    await work.add("1.jpg", phone_photo())
    await work.fetch()
    work.network.results = [Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7", bare=True)]
    await work.send()
    assert await work.states() == [PhotoState.REFUSED]
    assert len(await work.told("answer_without_photos")) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"MZ" + b"\0" * 100, "Файл не открылся как фото"), (b"", "Фото из Telegram не загрузилось")],
)
async def test_what_is_no_picture_or_never_comes_is_left_out_and_the_draft_stays(
    work: Work, content: bytes, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await work.add("virus.jpg", content)
    for _ in range(3):
        await work.fetch()
        work.town.clock.move(seconds=LEASE.total_seconds())
    assert (await work.states(), await work.state()) == ([], AnswerState.DRAFT)
    (told,) = await work.told("photo_unfit")
    assert why in told
    assert "Текст ответа на месте" in told
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "aiogram"))]  # not the test's own server
    assert not [line for line in ours if TOKEN.partition(":")[2] in line]


async def test_a_photo_that_telegram_does_not_know_or_that_is_too_large_is_told_at_once(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.add("1.jpg", phone_photo())
    del work.files.content["1.jpg"]
    await work.fetch()
    monkeypatch.setattr("bot.delivery.photos.photo_cleaning.MAX_PIXELS", 10)
    await work.add("2.jpg", phone_photo())
    await work.fetch()
    assert await work.states() == []
    assert ["не загрузилось" in told or "слишком большое" in told for told in await work.told("photo_unfit")] == [True, True]


async def test_a_photo_found_unfit_after_sending_stops_nothing(work: Work) -> None:
    await work.add("1.jpg", b"MZ")
    await work.town.send(work.answer.id, "ann", message_id=7)
    before = len(await work.told("answer"))
    await work.fetch()
    assert len(await work.told("answer")) == before
    await work.publish(HOLD.total_seconds() + 1)
    assert await work.state() is AnswerState.PUBLISHED


async def test_by_hand_says_that_the_photos_are_to_be_attached(work: Work) -> None:
    await work.add("1.jpg", phone_photo())
    await work.fetch()
    work.network.results, work.network.finds = [Unclear(because="тишина")], [None]
    await work.send()
    for _ in range(12):
        await work.publish(15)
    assert await work.state() is AnswerState.UNKNOWN
    (told,) = await work.told("answer_by_hand")
    assert "Фото (1) приложите тоже" in told


class Wall:
    """A messenger that keeps what it was given."""

    def __init__(self) -> None:
        self.albums: list[tuple[int, int, int | None]] = []

    async def send_photos(
        self, chat_id: ChatId, photos: Sequence[bytes], *, reply_to: int | None = None, topic_id: int | None = None
    ) -> Delivery:
        assert all(b"Secret" not in photo for photo in photos)
        self.albums.append((chat_id, len(photos), reply_to))
        return Done(message_id=1)


async def test_the_approver_sees_the_photos_once_they_are_here(work: Work) -> None:
    town, wall = work.town, Wall()
    await town.enrol("press", Role.APPROVER)
    press = town.who("press")

    async def shown() -> Delivery | None:
        row = next(row for row in await town.rows() if row.kind is OutboxKind.PHOTOS)
        return await photo_albums.send(town.storage, wall, Photos(), row)  # type: ignore[arg-type]  # only albums are sent

    await work.add("1.jpg", phone_photo())
    async with town.storage.transaction() as tx:
        await author_approval.show(tx, await tx.answers.get(work.answer.id), [press], sound=True)
        await tx.approval_messages.put(work.answer.id, press.user_id, 77)
    assert (await shown(), wall.albums) == (None, [])  # not fetched yet: asked again later
    await work.fetch()
    await shown()
    assert wall.albums == [(press.user_id, 1, 77)]
    async with town.storage.transaction() as tx:
        await answer_photos.drop_photos(tx, work.answer.id, by=town.who("ann"))
    assert await shown() == Done()
    assert len(wall.albums) == 1


async def test_an_answer_without_photos_shows_the_approver_none(work: Work) -> None:
    await work.town.enrol("press", Role.APPROVER)
    async with work.town.storage.transaction() as tx:
        await author_approval.show(tx, await tx.answers.get(work.answer.id), [work.town.who("press")], sound=True)
    assert not [row for row in await work.town.rows() if row.kind is OutboxKind.PHOTOS]


@pytest.mark.parametrize("ended", [AnswerState.CANCELLED, AnswerState.PUBLISHED])
async def test_bytes_are_kept_in_the_storage_and_forgotten_after_the_end(storage: Storage, ended: AnswerState) -> None:
    async with storage.transaction() as tx:
        answer = await stored_answer(tx)
        await answer_photos.add_photo(tx, konakovo().policy, answer.id, "f", by=await tx.officials.get(answer.author_id), now=NOW)
        photo = await tx.answer_photos.next_to_fetch(now=NOW, lease=LEASE)
        assert photo is not None
        assert (await tx.answer_photos.next_to_fetch(now=NOW, lease=LEASE), await tx.answer_photos.content(photo.id)) == (None, None)
        again = await tx.answer_photos.next_to_fetch(now=NOW + LEASE, lease=LEASE)
        assert (again and again.tries) == 2
        await answer_photos.mark_fetched(tx, photo, b"\xff\xd8\x00")
    later = NOW + timedelta(seconds=1)
    async with storage.transaction() as tx:
        assert await tx.answer_photos.content(photo.id) == b"\xff\xd8\x00"
        assert await tx.answer_photos.purge(later) == 0  # a draft keeps them
        await tx.answers.save(replace(answer, state=ended, published_at=NOW))
        assert await tx.answer_photos.purge(NOW) == 0
        assert await tx.answer_photos.purge(later) == 1
        assert await tx.answer_photos.content(photo.id) is None
        await answer_photos.mark_refused(tx, answer.id)
        assert [one.state for one in await tx.answer_photos.of(answer.id)] == [PhotoState.REFUSED]
        await tx.answer_photos.drop(photo.id)
        assert await tx.answer_photos.of(answer.id) == []


def test_every_reason_has_its_sentence() -> None:
    for why in Unfit:
        parse(answer_dialogue_words.photo_unfit(what_where="яма <3, ул. Мира", why=why).html)
